"""Eleduck, a Chinese forum of remote work: for reading saved answers of its hiring section.

Endpoint: GET https://svc.eleduck.com/api/v1/posts?category=5&page={n} (`posts`), /posts/{id} (`post`).
Paging: `page`. Dates: `published_at`, ISO 8601 with offset. Pay: like the employer only in the text.
A closed or deleted post is no posting, nor one of another section than `jd`; there is no address but the number.
Limits: none stated. Terms: none found, so it is only read, never asked. Source: https://eleduck.com/categories/5
"""

from typing import Any

from scrapers.answer import Parsed, UnreadableError, list_records, load_json, read_records
from scrapers.fields import distinct, inside, joined, needed, objects, said
from scrapers.moments import day
from scrapers.pages.html import as_html
from scrapers.records import RawPosting

MARKS = {"id", "title", "published_at"}
PERSONAL = frozenset({"user", "contributors", "last_comment"})


def read(payload: bytes | str, token: str = "") -> Parsed:
    """Return every open post of a page of the hiring section, or the one of a detail.

    >>> body = '{"posts": [{"id": "a", "title": "Welder", "published_at": "2026-07-11T14:15:23.380+08:00"}]}'
    >>> [(one.url, str(one.posted_on)) for one in read(body).postings]
    [('https://eleduck.com/posts/a', '2026-07-11')]
    """
    records = list_records(load_json(payload), MARKS.issubset, "posts")
    return read_records(records, lambda post: _posting(post, token))


def _posting(post: Any, token: str) -> RawPosting | None:
    if not isinstance(post, dict):
        raise UnreadableError("no object")
    section = inside(post, "category", "code")
    if post.get("closed") or post.get("deleted") or post.get("hide") or section not in (None, "jd"):
        return None
    number = needed(post.get("id"), "id")
    return RawPosting(
        platform="eleduck",
        token=token,
        external_id=number,
        url=f"https://eleduck.com/posts/{number}",
        title=needed(post.get("title"), "title"),
        places_said=distinct(*_tags(post, "city")),
        html=said(post.get("content")) or as_html(said(post.get("summary")) or ""),
        posted_on=day(post.get("published_at")),
        employment_said=joined(*_tags(post, "job_type")),
        department=joined(*_tags(post, "skill_type")),
        raw={name: value for name, value in post.items() if name not in PERSONAL},
    )


def _tags(post: dict[str, Any], group: str) -> list[str | None]:
    return [said(tag.get("name")) for tag in objects(post.get("tags")) if inside(tag, "tag_group", "code") == group]
