"""The spaCy pipeline: a blank English model with the fast tokenizer and one component that marks skills."""

from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.skills import SkillReader
from extract.tokenizer import FastTokenizer
from extract.vocabulary import load_vocabulary

LONGEST_TEXT = 20_000_000
"""Characters; spaCy's own limit protects parsers, of which there are none here."""

for _name, _default in (("first_line_is_title", False), ("skills", ()), ("source", None)):
    Doc.set_extension(_name, default=_default, force=True)
for _name in ("negated", "preferred", "section"):
    Span.set_extension(_name, default=None, force=True)


@Language.factory("jobtide_skills")
class SkillsComponent:
    """Puts the skill spans of a Doc into `doc.spans["skills"]` and their tags into `doc._.skills`."""

    def __init__(self, nlp: Language, name: str) -> None:
        del nlp, name
        self._reader = skill_reader()

    def __call__(self, doc: Doc) -> Doc:
        """Mark the skills of `doc`."""
        # `doc.text` glues the tokens together again, which costs as much as cutting them.
        text = doc.text if doc._.source is None else doc._.source
        tags = self._reader.read(text, doc._.first_line_is_title)
        doc._.skills = tags
        doc.spans["skills"] = [
            span
            for tag in tags
            if (span := doc.char_span(tag.start, tag.end, "SKILL", alignment_mode="expand", span_id=tag.key))
        ]
        return doc


@cache
def skill_reader() -> SkillReader:
    """Return the reader for the shipped vocabulary."""
    return SkillReader(load_vocabulary())


@cache
def pipeline() -> Language:
    """Return the pipeline; built once a process."""
    nlp = spacy.blank("en")
    nlp.tokenizer = FastTokenizer(nlp.vocab)
    nlp.max_length = LONGEST_TEXT
    nlp.add_pipe("jobtide_skills")
    return nlp
