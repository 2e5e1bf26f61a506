"""Platforms whose list leaves out the bodies: each posting is asked for by itself."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scrapers.answer import Parsed, UnreadableError, filled
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.records import Board, RawPosting


class DetailSpider(BoardSpider):
    """Reads lists, then the detail of each posting; what only the list says stays in.

    One gives `first`, `detail` and `parse_answer`, and `more` where a list has pages.
    """

    def parse_answer(self, page: Page) -> Parsed:
        """Return the postings of a list or of a detail."""
        raise NotImplementedError

    def detail(self, page: Page, listed: RawPosting) -> str | Ask:
        """Return what to ask for the whole of a listed posting."""
        raise NotImplementedError

    def more(self, page: Page, listed: Parsed) -> Iterable[Ask]:
        """Yield the further pages of a list."""
        return ()

    def read(self, page: Page) -> Parsed:
        """Read a detail; of a list only what it says of itself counts, its postings follow."""
        parsed = self.parse_answer(page)
        if not page.ask.rest:
            return replace(parsed, postings=[])
        listed: RawPosting = page.ask.rest[0]
        # An answer may name similar postings too.
        found = [one for one in parsed.postings if one.external_id == listed.external_id] or parsed.postings
        if len(found) != 1 and not parsed.vanished:
            raise UnreadableError(f"{len(found)} postings instead of one")
        return replace(parsed, postings=[completed(one, listed) for one in found], total=None)

    def follow(self, page: Page) -> Iterator[Ask]:
        """Ask for every posting of a list, and for its further pages."""
        if page.ask.rest:
            return
        parsed = self.parse_answer(page)
        yield from self.more(page, parsed)
        for listed in parsed.postings:
            ask = self.detail(page, listed)
            # Thousands of them wait for their detail, which has a record of its own.
            rest = (replace(listed, raw=None),)
            yield Ask(url=ask, rest=rest) if isinstance(ask, str) else replace(ask, rest=rest)


class OffsetSpider(DetailSpider):
    """Whose lists are asked for from an offset on; the first page tells how many there are.

    One gives `listing`, `detail` and `parse_answer`.
    """

    def listing(self, board: Board, offset: int) -> Ask:
        """Return what to ask for the postings from `offset` on; raise UnreadableError for a wrong token."""
        raise NotImplementedError

    def first(self, board: Board) -> Ask:
        """Ask for the first page."""
        return self.listing(board, 0)

    def more(self, page: Page, listed: Parsed) -> Iterator[Ask]:
        """Ask for the pages after the first."""
        if page.ask == self.first(page.board):
            yield from (self.listing(page.board, offset) for offset in offsets(listed))


def offsets(listed: Parsed) -> range:
    """Return where the further pages of a list begin, from its first page: how many that holds and how many there are.

    >>> offsets(Parsed(postings=[], total=7, unread=("record 1: no title", "record 2: no title", "record 3: no title")))
    range(3, 7, 3)
    """
    size = len(listed.postings) + len(listed.unread) + listed.repeated
    return range(size, listed.total or 0, size) if size else range(0)


def completed(detail: RawPosting, listed: RawPosting) -> RawPosting:
    """Return the detail under the list's id, with whatever it leaves out taken from the list."""
    return replace(filled(detail, listed), external_id=listed.external_id)
