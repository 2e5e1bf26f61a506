"""Which extractor wrote a tag: the code by its hash, so that changed rules re-read every posting."""

import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
NOT_READING = frozenset(
    {"answer.py", "evaluate.py", "rows.py", "scoring.py", "siblings.py", "similarity.py", "stage.py", "tables.py"}
    | {"vacancies.py", "writes.py", "sectors.py", "sectors.toml", "employers.csv", "onet.csv", "proofs.py"}
)
"""Modules that do not decide what is read from a posting."""


@cache
def code_version() -> str:
    """Return 12 hex digits of everything in this package that decides about tags, vocabulary apart."""
    digest = hashlib.sha256()
    for file in sorted(FOLDER.rglob("*")):
        is_data = file.suffix in (".py", ".toml", ".csv") and "skills" not in file.parts
        if is_data and file.name not in NOT_READING:
            digest.update(file.relative_to(FOLDER).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]
