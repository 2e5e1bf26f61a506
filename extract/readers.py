"""The readers that a vocabulary builds, one of each in a process."""

from dataclasses import dataclass
from functools import cache

from extract.comments import CommentReader
from extract.roles import RoleReader
from extract.seniority import SeniorityReader
from extract.skills import SkillReader
from extract.topics import TopicReader
from extract.vocabulary import Vocabulary, load_vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """What knows the words of one vocabulary; none of them holds state between two postings."""

    vocabulary: Vocabulary
    skills: SkillReader
    roles: RoleReader
    comments: CommentReader
    seniority: SeniorityReader
    topics: TopicReader


@cache
def readers() -> Readers:
    """Return the readers of the shipped vocabulary; the first call takes about a second."""
    vocabulary = load_vocabulary()
    roles = RoleReader(vocabulary)
    return Readers(
        vocabulary=vocabulary,
        skills=SkillReader(vocabulary),
        roles=roles,
        comments=CommentReader(roles),
        seniority=SeniorityReader(vocabulary.words["seniority"]),
        topics=TopicReader(tuple(vocabulary.topics.values())),
    )
