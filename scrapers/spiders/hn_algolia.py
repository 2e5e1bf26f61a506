"""Hacker News "Who is hiring?" as Algolia's search serves it: for reading saved answers, the thread itself is board hn.

Endpoint: GET https://hn.algolia.com/api/v1/search_by_date?tags=comment,story_{id} (`hits`), /items/{id} (`children`).
Paging: `page`, at most about 1,000 hits a query; `nbHits` says how many. Dates: `created_at` and `created_at_i`.
Limits: about 10,000 requests an hour and address are reported. Source: https://hn.algolia.com/api
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from scrapers.answer import Parsed, UnreadableError, find_records, load_json, read_records
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
    comments = list(_comments(answer))
    if not comments and not list(find_records(answer, lambda one: "hits" in one or "children" in one)):
        raise UnreadableError("neither hits nor children in it")
    numbers = {_number(one) for one in comments} - {None}
    parsed = read_records(comments, lambda one: _posting(one, token, numbers))
    hits = answer.get("nbHits") if isinstance(answer, dict) else None
    skipped = len(comments) - len(parsed.postings) - len(parsed.unread) - parsed.repeated
    return replace(parsed, total=max(0, hits - skipped)) if isinstance(hits, int) else parsed


def _comments(answer: Any) -> Iterator[dict[str, Any]]:
    for found in find_records(answer, lambda one: "comment_text" in one or "children" in one):
        if found.get("type") == "story" or ("title" in found and "comment_text" not in found):
            yield from objects(found.get("children"))
        else:
            yield found


def _number(comment: dict[str, Any]) -> str | None:
    return first_said(comment, "objectID", "id")


def _posting(comment: dict[str, Any], token: str, numbers: set[str | None]) -> RawPosting | None:
    story, parent = said(comment.get("story_id")), said(comment.get("parent_id"))
    if (story is not None and parent != story) or (parent is not None and parent in numbers):
        return None
    body = comment.get("comment_text", comment.get("text"))
    number = needed(_number(comment), "objectID or id")
    time = comment.get("created_at_i", comment.get("created_at"))
    return read_comment({"id": number, "text": body, "time": time}, token)
