"""Hacker News "Who is hiring?" as Algolia's search serves it: for the threads of past months, the newest is board hn.

A crawl says what is there on its own day and can cover no other, so past threads are not crawled: they are imported
(`jobtide import hn-algolia FILE…`), which covers their months.
Endpoint: GET https://hn.algolia.com/api/v1/search_by_date?tags=story,author_whoishiring lists the threads;
    ?tags=comment,story_{id}&hitsPerPage=1000 (`hits`) or /items/{id} (`children`, the whole thread) is one.
Paging: `page`, at most about 1,000 hits a query; `nbHits` says how many. /items has no such end.
Dates: `created_at` and `created_at_i`. Pay: only in the text.
Limits: about 10,000 requests an hour and address are reported. Terms: none stated; the comments are those of the
    MIT-licensed API of Hacker News.
Source: https://hn.algolia.com/api
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from scrapers.answer import Parsed, UnreadableError, find_records, load_json, read_records, stated_total
from scrapers.fields import first_said, needed, objects, said
from scrapers.records import RawPosting
from scrapers.spiders.hn import ACCOUNT, read_comment


def read(payload: bytes | str, token: str = ACCOUNT) -> Parsed:
    """Return the top-level comments of a search answer, of a thread with its tree, or of one comment.

    >>> body = '{"hits": [{"objectID": "5", "parent_id": 4, "story_id": 4, "comment_text": "Welder"}], "nbHits": 9}'
    >>> [one.external_id for one in read(body).postings], read(body).total
    (['5'], 9)
    """
    answer = load_json(payload)
    comments = list(thread_comments(answer))
    if not comments and not list(find_records(answer, lambda one: "hits" in one or "children" in one)):
        raise UnreadableError("neither hits nor children in it")
    parsed = read_records(comments, lambda one: _posting(one, token))
    hits = stated_total(answer, "nbHits")
    skipped = len(comments) - len(parsed.postings) - len(parsed.unread) - parsed.repeated
    return replace(parsed, total=max(0, hits - skipped)) if hits is not None else parsed


def thread_comments(answer: Any) -> Iterator[dict[str, Any]]:
    """Yield the comments of an answer under the names that Firebase gives them; a reply is of type `reply`."""
    found = list(_comments(answer))
    numbers = {_number(one) for one in found} - {None}
    for one in found:
        story, parent = said(one.get("story_id")), said(one.get("parent_id"))
        is_reply = (story is not None and parent != story) or (parent is not None and parent in numbers)
        yield {
            "id": _number(one),
            "type": "reply" if is_reply else "comment",
            "time": one.get("created_at_i", one.get("created_at")),
            "text": one.get("comment_text", one.get("text")),
            "parent": parent,
        }


def _comments(answer: Any) -> Iterator[dict[str, Any]]:
    for found in find_records(answer, lambda one: "comment_text" in one or "children" in one):
        is_story = found.get("type") == "story" or said(found.get("story_id")) == _number(found)
        if is_story or ("title" in found and "comment_text" not in found):
            yield from objects(found.get("children"))
        else:
            yield found


def _number(comment: dict[str, Any]) -> str | None:
    return first_said(comment, "objectID", "id")


def _posting(comment: dict[str, Any], token: str) -> RawPosting | None:
    if comment["type"] == "comment":
        needed(comment["id"], "objectID or id")
    return read_comment(comment, token)
