"""One posting's title, text and source fields in, all of its tags out."""

import re
from collections.abc import Sequence
from functools import cache

from spacy.tokens import Doc

from extract.components import NOTHING, READING, Reading, pipeline
from extract.readers import readers
from extract.records import Tagged
from extract.said import Said

SURROGATE = re.compile(r"[\ud800-\udfff]")


class Tagger:
    """Sends postings through the pipeline; holds no state between two of them."""

    def __init__(self) -> None:
        self.vocabulary = readers().vocabulary
        self._pipeline = pipeline()

    def tag(
        self, title: str | None, text: str, said: Said | None = None, aside: Sequence[tuple[int, int]] = ()
    ) -> Tagged:
        """Return everything the posting says.

        Without a title it is a comment of a thread: its first line plays the title, and it may be no ad at all. Skills
        that stand in a stretch `aside` are its employer's, not the posting's.
        """
        doc = self._read(Doc(self._pipeline.vocab), title, text, said, aside)
        return Tagged(**doc.user_data[READING].found)

    def tokens(self, title: str | None, text: str) -> Doc:
        """Return the posting as a Doc with tokens, what was read of it as `doc.spans["said"]` and `doc._.tagged`."""
        return self._read(self._pipeline.make_doc(_whole(text)), title, text, None, ())

    def _read(self, doc: Doc, title: str | None, text: str, said: Said | None, aside: Sequence[tuple[int, int]]) -> Doc:
        whole = None if title is None else _whole(title)
        doc.user_data[READING] = Reading(title=whole, text=_whole(text), said=said or NOTHING, aside=aside)
        return self._pipeline(doc)


@cache
def load_tagger() -> Tagger:
    """Return the tagger of this process; the first call takes about a second."""
    return Tagger()


def _whole(text: str) -> str:
    """Return `text` with halves of surrogate pairs, which no encoder takes, replaced; length unchanged."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return SURROGATE.sub("\ufffd", text)
    return text
