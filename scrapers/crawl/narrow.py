"""Boards of many employers: the token says which part of the platform a board is."""

from scrapers.records import Board

WHOLE = "all"


def narrowed(address: str, board: Board) -> str:
    """Return an address with the board's token as its filter; `all` filters nothing.

    >>> narrowed("https://jobs.example/api?page=1", Board(platform="x", token="country=DE"))
    'https://jobs.example/api?page=1&country=DE'
    >>> narrowed("https://jobs.example/api", Board(platform="x", token="all"))
    'https://jobs.example/api'
    """
    if board.token == WHOLE:
        return address
    return f"{address}{'&' if '?' in address else '?'}{board.token}"
