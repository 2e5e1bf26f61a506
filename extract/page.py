"""Texts with what was read of them marked, as one page to look at."""

from collections.abc import Iterable
from html import escape

from spacy import displacy
from spacy.tokens import Doc
from spacy.util import filter_spans

from extract.records import Tagged

COUNTED, UNCOUNTED, PAY = "#bfe3c6", "#e2e2e2", "#ffe08a"
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tagged texts</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; }}
body {{ max-width: 60rem; margin: auto; padding: 1rem; }}
h2 {{ margin: 2.5rem 0 0; }}
.entities {{ line-height: 2 !important; overflow-wrap: anywhere; }}
</style>
</head>
<body>
<h1>Tagged texts</h1>
<p>Green counts; grey stands there and does not count, with the reason; yellow is pay.</p>
{texts}
</body>
</html>
"""


def as_page(docs: Iterable[tuple[str | None, Doc]]) -> str:
    """Return the HTML page of texts with their titles; each Doc comes from `Tagger.tokens`."""
    return PAGE.format(texts="\n".join(_text(title, doc) for title, doc in docs))


def _text(title: str | None, doc: Doc) -> str:
    tagged: Tagged = doc._.tagged
    uncounted = {
        (tag.start, tag.key): "not asked for" if tag.negated else tag.section
        for tag in tagged.tags
        if not tag.is_counted
    }
    colours, ents = {}, []
    for span in filter_spans(doc.spans["said"]):
        why = uncounted.get((span.start_char, span.id_))
        label = span.label_ if span.label_ == "pay" else span.id_ + (f" ({why})" if why else "")
        colours[label] = PAY if span.label_ == "pay" else UNCOUNTED if why else COUNTED
        ents.append({"start": span.start_char, "end": span.end_char, "label": label})
    drawn = displacy.render(
        {"text": doc.text, "ents": ents}, style="ent", manual=True, jupyter=False, options={"colors": colours}
    )
    return f"<h2>{escape(title or 'A comment of a thread')}</h2>\n<p>{escape(_fields(tagged))}</p>\n{drawn}"


def _fields(tagged: Tagged) -> str:
    said = (
        " or ".join(role.label for role in tagged.roles) or "no role",
        tagged.seniority,
        tagged.remote,
        tagged.employment,
        f"degree: {tagged.degree}" if tagged.degree else None,
        f"from {tagged.years_min} years" if tagged.years_min is not None else None,
        *(f"{pay.said} ({pay.kind}, a {pay.per or 'period unsaid'})" for pay in tagged.pays),
        *(place.said for place in tagged.places),
    )
    return " · ".join(one for one in said if one)
