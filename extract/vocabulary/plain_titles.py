"""Job titles in plain words, one file a language: `role = ["title", …]` and nouns with their English counterparts."""

from collections.abc import Iterable
from typing import Any

from extract.vocabulary.entries import PlainTitle, VocabularyError

KEYS = {"is_last", "heads", "roles"}


def read_titles(languages: dict[str, dict[str, Any]], roles: Iterable[str]) -> tuple[PlainTitle, ...]:
    """Return the titles of all languages.

    Raises VocabularyError for an unknown key or role.
    """
    known = set(roles)
    for language, data in languages.items():
        if unknown := data.keys() - KEYS:
            raise VocabularyError(f"titles/{language}.toml has unknown keys {sorted(unknown)}; known: {sorted(KEYS)}")
        if unknown := data.get("roles", {}).keys() - known:
            raise VocabularyError(f"titles/{language}.toml names unknown roles {sorted(unknown)}")
    return tuple(
        PlainTitle(role=role, words=words, is_last=bool(data.get("is_last", False)))
        for data in languages.values()
        for role, titles in data.get("roles", {}).items()
        for words in titles
    )


def read_heads(languages: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Return the English word of each noun; a leading `*` says that it ends compounds."""
    return {
        noun: english
        for data in languages.values()
        for english, nouns in data.get("heads", {}).items()
        for noun in nouns
    }
