"""Hacker News "Who is hiring?": the newest monthly thread, one posting a top-level comment.

Endpoint: GET https://hacker-news.firebaseio.com/v0/user/{token}.json lists the account's stories, newest first;
    /v0/item/{id}.json is a story (its `kids` are the top-level comments) or a comment.
Paging: none; one request an item. Dates: `time`, seconds since 1970. Pay: only in the text.
Limits: "there is currently no rate limit". Terms: MIT-licensed public API.
Source: https://github.com/HackerNews/API
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from scrapers.answer import Parsed, UnreadableError, find_records, load_json, read_records
from scrapers.crawl.spider import Ask, BoardSpider, Page
from scrapers.fields import needed, said
from scrapers.headline import employer_of, first_line
from scrapers.moments import day
from scrapers.records import Board, RawPosting

ACCOUNT = "whoishiring"
THREAD = re.compile(r"\bwho is hiring\b", re.IGNORECASE)
PERSONAL = frozenset({"by", "kids"})
STORIES_TRIED = 6


class Spider(BoardSpider):
    """The account, then its newest stories until one is the thread, then every comment."""

    name = "hn"
    origin = "https://hacker-news.firebaseio.com"
    longest_delay = 0.1

    def first(self, board: Board) -> Ask:
        """Ask for the account."""
        return Ask(url=f"{self.origin}/v0/user/{board.token}.json")

    def read(self, page: Page) -> Parsed:
        """Read a comment; the account and the stories hold no posting of their own."""
        return read(page.body, page.board.token)

    def follow(self, page: Page) -> Iterator[Ask]:
        """Ask for the newest story, the next one if that is not the thread, then for the thread's comments."""
        answer = load_json(page.body)
        if not isinstance(answer, dict):
            if len(page.ask.rest) or page.url.endswith(f"/user/{page.board.token}.json"):
                raise UnreadableError("no such account or story")
            return
        stories = answer.get("submitted", page.ask.rest)[:STORIES_TRIED]
        if THREAD.search(said(answer.get("title")) or ""):
            yield from (self._item(number) for number in answer.get("kids", []))
        elif answer.get("type") != "comment":
            if not stories:
                raise UnreadableError(f"no hiring thread among the newest {STORIES_TRIED} stories")
            yield self._item(stories[0], stories[1:])

    def _item(self, number: Any, rest: Sequence[Any] = ()) -> Ask:
        return Ask(url=f"{self.origin}/v0/item/{number}.json", rest=tuple(rest))


def read(payload: bytes | str, token: str = ACCOUNT) -> Parsed:
    """Return the comments among the items of an answer; dead, deleted and empty ones are no postings.

    >>> body = '{"id": 5, "type": "comment", "time": 1483395096, "text": "Acme | Welder | Berlin<p>Join us"}'
    >>> [(one.external_id, one.employer, one.title) for one in read(body).postings]
    [('5', 'Acme', 'Acme | Welder | Berlin')]
    """
    answer = load_json(payload)
    return read_records(
        find_records(answer, lambda item: "id" in item and "type" in item), lambda item: read_comment(item, token)
    )


def read_comment(item: dict[str, Any], token: str = ACCOUNT) -> RawPosting | None:
    """Return one Firebase item as a posting; None when it is no living comment with text."""
    body = said(item.get("text"))
    if item.get("type", "comment") != "comment" or item.get("dead") or item.get("deleted") or body is None:
        return None
    number = needed(item.get("id"), "id")
    headline = first_line(body)
    if not headline:
        return None
    return RawPosting(
        platform="hn",
        token=token,
        external_id=number,
        url=f"https://news.ycombinator.com/item?id={number}",
        title=headline,
        employer=employer_of(headline),
        html=body,
        posted_on=day(item.get("time")),
        raw={name: value for name, value in item.items() if name not in PERSONAL},
    )
