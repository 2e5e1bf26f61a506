"""Write the files that a new installation starts with."""

from importlib.resources import files
from pathlib import Path

from scheduler.settings import FILE_NAME
from scrapers.boards import STARTER
from scrapers.store.errors import JobtideError
from trends.alerts.rules import STARTER as RULES


def write_starting_files(folder: Path, *, overwrite: bool) -> list[Path]:
    """Write settings, panel and rules for alerts into `folder` and return what was written.

    Raises JobtideError, before anything is written, when one of them is there and may not be overwritten.
    """
    contents = {
        folder / FILE_NAME: files("scheduler").joinpath(FILE_NAME).read_bytes(),
        folder / "boards.csv": STARTER.read_bytes(),
        folder / "alerts.toml": RULES.read_bytes(),
    }
    there = [path.name for path in contents if path.exists()]
    if there and not overwrite:
        raise JobtideError(
            f"{' and '.join(there)} already there", str(folder.resolve()), "pass --yes to overwrite, or remove them"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, content in contents.items():
            path.write_bytes(content)
    except OSError as error:
        raise JobtideError(f"cannot write ({error.strerror})", str(folder), "choose another folder") from error
    return list(contents)
