"""V2EX, a Chinese forum: for reading saved answers of its hiring nodes.

Endpoint: GET https://www.v2ex.com/api/topics/show.json?node_name=jobs, a bare array of the newest topics.
Paging: none. Dates: `created`, seconds since 1970. Pay and employer: only in title and text.
The node `jobs` is for ads alone, also such as say all in their title; elsewhere a topic without text is a question.
Limits: 600 requests an hour. Terms: none found for hiring nodes, so they are only read, never asked.
Source: https://www.v2ex.com/p/7v9TEc53
"""

from typing import Any

from scrapers.answer import Parsed, UnreadableError, list_records, load_json, read_records
from scrapers.fields import inside, needed, said, web_address
from scrapers.moments import day, moment
from scrapers.pages.html import as_html
from scrapers.records import RawPosting

MARKS = {"id", "title", "created"}
HIRING = "jobs"
PERSONAL = frozenset({"member", "last_reply_by"})


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every living topic that is an ad.

    >>> body = '[{"id": 7, "title": "Welder", "created": 1, "content": "Steel"}, {"id": 8, "title": "?", "created": 1}]'
    >>> [(one.external_id, one.html) for one in read(body).postings]
    [('7', 'Steel')]
    """
    records = list_records(load_json(payload), MARKS.issubset, "topics")
    return read_records(records, lambda topic: _posting(topic, token))


def _posting(topic: Any, token: str) -> RawPosting | None:
    if not isinstance(topic, dict):
        raise UnreadableError("no object")
    node = said(inside(topic, "node", "name")) or said(topic.get("_node"))
    body = said(topic.get("content_rendered")) or as_html(said(topic.get("content")) or "")
    if topic.get("deleted") or not (body or node == HIRING):
        return None
    number = needed(topic.get("id"), "id")
    return RawPosting(
        platform="v2ex",
        token=token,
        external_id=number,
        url=web_address(topic.get("url")) or f"https://www.v2ex.com/t/{number}",
        title=needed(topic.get("title"), "title"),
        html=body,
        posted_on=day(topic.get("created")),
        updated_at=moment(topic.get("last_modified")),
        raw={name: value for name, value in topic.items() if name not in PERSONAL},
    )
