"""The sector of an employer, by its name: `vocabulary/employers.csv` and, for the printed names, `sectors.toml`."""

import csv
import tomllib
from functools import cache
from importlib.resources import files

FOLDER = files("extract.vocabulary")


def sector_of(employer: str) -> str | None:
    """Return the slug of the sector of an employer, named by its slug, or None where the list does not hold it.

    >>> sector_of("10x-genomics"), sector_of("nobody-knows-us")
    ('biotech-pharma', None)
    """
    return _employers().get(employer.replace("-", ""))


@cache
def sector_labels() -> dict[str, str]:
    """Return the printed name of every sector."""
    return {key: str(label) for key, label in tomllib.loads(FOLDER.joinpath("sectors.toml").read_text("utf-8")).items()}


def employer_sectors() -> dict[str, str]:
    """Return employer → sector; the employers' slugs are without their hyphens.

    >>> employer_sectors()["10xgenomics"]
    'biotech-pharma'
    """
    return dict(_employers())


@cache
def _employers() -> dict[str, str]:
    with FOLDER.joinpath("employers.csv").open(encoding="utf-8") as lines:
        return {row["employer"]: row["sector"] for row in csv.DictReader(lines)}
