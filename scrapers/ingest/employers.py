"""Employers under one normalised name each, whatever legal form or spelling an ad uses."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from sqlalchemy import Connection, select

from scrapers.store.bulk import insert_into
from scrapers.store.chunks import chunks
from scrapers.tables import EmployerRow

FORMS = tomllib.loads(files("scrapers.ingest").joinpath("legal_forms.toml").read_text(encoding="utf-8"))
TRAILING, LEADING, JOINING = (frozenset(FORMS[name]) for name in ("trailing", "leading", "joining"))
LETTERS = str.maketrans(FORMS["letters"])
PHRASES = tuple(tuple(phrase.split()) for phrase in FORMS["phrases"])
GLUED = re.compile("|".join(FORMS["glued"]))
ADDRESS = re.compile(r"[(\[]?(?:https?://|www\.)\S+|\S+@\S+\.\w+\S*", re.IGNORECASE)
ASIDE = re.compile(r"[(\[][^)\]]*[)\]]")
INITIALS = re.compile(r"\b(?:\w[./]){1,}\w\b\.?")
APOSTROPHES = re.compile(r"['’‘`´]")
WORD = re.compile(r"[^\W_]+")
LONGEST = 200


@lru_cache(maxsize=50_000)
def employer_slug(name: str) -> str | None:
    """Return the key that all spellings of one employer share, or None when no letter or digit is left.

    >>> employer_slug("Zürich Söhne GmbH & Co. KG"), employer_slug("ZURICH SOHNE"), employer_slug("—")
    ('zurich-sohne', 'zurich-sohne', None)
    """
    folded = _fold(without_address(name))
    words = WORD.findall(ASIDE.sub(" ", folded)) or WORD.findall(folded)
    return "-".join(_without_legal_form(words))[:LONGEST].rstrip("-") or None


def _fold(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).casefold().translate(LETTERS)
    # Accents go, but not the voicing marks of kana: "ガ" and "カ" are different letters.
    bare = "".join(c for c in letters if not unicodedata.combining(c) or c in "\u3099\u309a")
    bare = unicodedata.normalize("NFKC", APOSTROPHES.sub("", bare))
    bare = GLUED.sub(" ", bare) if GLUED.sub("", bare).strip() else bare
    return INITIALS.sub(lambda match: re.sub(r"[./]", "", match.group()), bare)


def without_address(name: str) -> str:
    """Return a name without the web or mail address that ads put beside it; an address alone stays.

    >>> without_address("Acme (https://acme.example)"), without_address("www.acme.example")
    ('Acme', 'www.acme.example')
    """
    return ADDRESS.sub("", name).strip() or name.strip()


def _without_legal_form(words: list[str]) -> list[str]:
    while words and (form := _form_at_end(words)):
        words = words[:-form]
    while len(words) > 1 and words[0] in LEADING:
        words = words[1:]
    return words


def _form_at_end(words: list[str]) -> int:
    """Return how many words at the end are a legal form, the "and" before it included; 0 for none."""
    length = next((len(phrase) for phrase in PHRASES if tuple(words[-len(phrase) :]) == phrase), 0)
    length = length or (words[-1] in TRAILING)
    while 0 < length < len(words) and words[-length - 1] in JOINING:
        length += 1
    return length if length < len(words) else 0


def employer_ids(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """Return the id of each employer by the name given, adding those not met before; nameless ones are left out."""
    slugs = {name: slug for name in names if (slug := employer_slug(name))}
    shown = {slug: without_address(name) for name, slug in reversed(slugs.items())}
    known = _known(connection, list(shown))
    # Sorted, so that two writers take the rows' locks in the same order.
    missing = [{"slug": slug, "name": shown[slug]} for slug in sorted(shown.keys() - known.keys())]
    if missing:
        connection.execute(insert_into(connection.dialect, EmployerRow).on_conflict_do_nothing(), missing)
        known |= _known(connection, [row["slug"] for row in missing])
    return {name: known[slug] for name, slug in slugs.items()}


def _known(connection: Connection, slugs: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for chunk in chunks(slugs):
        rows = connection.execute(select(EmployerRow.slug, EmployerRow.id).where(EmployerRow.slug.in_(chunk)))
        found.update((row.slug, row.id) for row in rows)
    return found
