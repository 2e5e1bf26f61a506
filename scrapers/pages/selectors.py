"""How to read career pages without structured data: one TOML file of CSS selectors a site."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import soupsieve

from scrapers.store.errors import JobtideError
from scrapers.suggest import did_you_mean

FOLDER = Path(__file__).parents[1] / "selectors"
FACTS = ("title", "place", "date", "body", "employment", "department", "pay")
PARTS = {
    "list": {"posting", "empty", "link", "next", "date_form", *FACTS},
    "detail": {"date_form", *FACTS},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selectors:
    """What one site's file says."""

    name: str
    """The file's name without its ending: the token of the board."""
    address: str
    """First page of the list."""
    employer: str | None = None
    """Who is hiring."""
    list: dict[str, str]
    """Name of a fact, `posting`, `link`, `next` or `empty` → selector."""
    detail: dict[str, str] = field(default_factory=dict)
    """Name of a fact → selector on the posting's own page; empty where the list says all."""

    @property
    def host(self) -> str:
        """The site's host name."""
        return urlsplit(self.address).netloc


def load_selectors(name: str) -> Selectors:
    """Return the selectors of a site.

    Raises JobtideError when there is no such file, or for an unknown name or a selector that is none.
    """
    path = FOLDER / f"{name}.toml"
    known = sorted(one.stem for one in FOLDER.glob("*.toml"))
    if name not in known:
        raise JobtideError(f"no selectors for '{name}'", str(FOLDER), did_you_mean(name, known))
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise JobtideError(f"not valid TOML ({error})", str(path), "mend that line") from error
    return _checked(values, path)


def all_selectors() -> Iterator[Selectors]:
    """Yield the selectors of every site."""
    for path in sorted(FOLDER.glob("*.toml")):
        yield load_selectors(path.stem)


def _checked(values: dict[str, Any], path: Path) -> Selectors:
    for name in values:
        _know(name, {"address", "employer", *PARTS}, path)
    for part, names in PARTS.items():
        for name, selector in values.get(part, {}).items():
            _know(name, names, path)
            _compile(selector, f"{part}.{name}", path)
    for needed in ("posting", "title"):
        if needed not in values.get("list", {}):
            raise JobtideError(f"no list.{needed}", str(path), f"write the selector of a posting's {needed}")
    if "detail" in values and "link" not in values["list"]:
        raise JobtideError("[detail] without list.link", str(path), "say which link leads to the posting's own page")
    if not values.get("address"):
        raise JobtideError("no address", str(path), "write the address of the list's first page")
    return Selectors(name=path.stem, **values)


def _know(name: str, names: set[str], path: Path) -> None:
    if name not in names:
        raise JobtideError(f"unknown name '{name}'", str(path), did_you_mean(name, names))


def _compile(selector: Any, name: str, path: Path) -> None:
    if name.endswith(".date_form"):
        return
    try:
        soupsieve.compile(str(selector).partition("@")[0])
    except soupsieve.SelectorSyntaxError as error:
        reason = str(error).splitlines()[0]
        raise JobtideError(f"{name} is no CSS selector ({reason})", str(path), "correct it") from error
