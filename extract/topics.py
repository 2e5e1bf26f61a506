"""Topics: which named sets of skills and roles a posting counts a member of."""

from collections.abc import Iterable

from extract.records import RoleSaid, Tag
from extract.vocabulary import Topic


def read_topics(topics: Iterable[Topic], tags: Iterable[Tag], roles: Iterable[RoleSaid]) -> tuple[str, ...]:
    """Return the slugs of the topics that a counted skill or a role belongs to, in the order of `topics.toml`."""
    counted = {tag.key for tag in tags if tag.is_counted}
    named = {role.key for role in roles}
    return tuple(topic.key for topic in topics if topic.skills & counted or topic.roles & named)
