"""Topics: which named sets of skills and roles a posting counts a member of."""

from collections.abc import Iterable, Sequence

from extract.records import RoleSaid, Tag
from extract.vocabulary import Topic


class TopicReader:
    """Knows of each skill and role the topics that it belongs to."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._topics = tuple(topic.key for topic in topics)
        self._of_skill: dict[str, set[int]] = {}
        self._of_role: dict[str, set[int]] = {}
        for number, topic in enumerate(topics):
            for members, of_one in ((topic.skills, self._of_skill), (topic.roles, self._of_role)):
                for member in members:
                    of_one.setdefault(member, set()).add(number)

    def read(self, tags: Iterable[Tag], roles: Iterable[RoleSaid]) -> tuple[str, ...]:
        """Return the slugs of the topics that a counted skill or a role belongs to, in the order of `topics.toml`."""
        found: set[int] = set()
        for tag in tags:
            if tag.key in self._of_skill and tag.is_counted:
                found |= self._of_skill[tag.key]
        for role in roles:
            found.update(self._of_role.get(role.key, ()))
        return tuple(self._topics[number] for number in sorted(found))
