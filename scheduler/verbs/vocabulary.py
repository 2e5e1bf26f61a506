"""`vocabulary`: what it lacks, and whether it holds together."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.verbs.shared import JsonOption, SettingsOption, TodayOption, moment, notes, open_store, print_data
from scrapers.store.errors import JobtideError

if TYPE_CHECKING:
    from extract.vocabulary.proofs import Example

LeastOption = Annotated[int, typer.Option("--least", min=1, help="Fewest employers that ask for a term.")]
MostOption = Annotated[int, typer.Option("--most", min=1, help="Most terms to print.")]
ExamplesArgument = Annotated[
    Path | None, typer.Argument(help="JSON lines with text and expect (slugs); without, those of the source tree.")
]
SHIPPED = Path(__file__).parents[2] / "fixtures" / "skills.jsonl"


def suggest(
    least: LeastOption = 3,
    most: MostOption = 40,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
    today: TodayOption = None,
) -> None:
    """List terms that stored ads ask for and the vocabulary lacks, those that rose most in the last year first."""
    from dataclasses import asdict

    from extract.discovery.stored import stored_ads
    from extract.discovery.suggest import suggest as find
    from extract.discovery.terms import TermReader
    from extract.readers import readers

    _, engine = open_store(settings)
    try:
        found = find(lambda: stored_ads(engine), TermReader(readers().skills), moment(today).date(), least, most)
    finally:
        engine.dispose()
    if as_json:
        print_data(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
        return
    for one in found:
        print_data(f"{one.rise:6.1f}  {one.employers:>5}  {one.before:>5}  {one.term}  …{one.examples[0]}…")
    notes.print(
        f"{len(found)} terms: score of the rise, employers within the year and before it, the term, where it stands. "
        "None is counted until it has an entry in the vocabulary",
        soft_wrap=True,
    )


def check(examples: ExamplesArgument = None, as_json: JsonOption = False) -> None:
    """List forms that two skills claim, and ambiguous forms without an example of each kind; exit code 1 if any."""
    from dataclasses import asdict

    from extract.tagger import load_tagger
    from extract.vocabulary.proofs import clashes, unproved

    file = examples or (SHIPPED if SHIPPED.is_file() else None)
    tagger = load_tagger()

    def counted(text: str) -> frozenset[str]:
        return frozenset(tag.key for tag in tagger.tag("", text).tags if tag.is_counted)

    skills = tagger.vocabulary.skills.values()
    claimed = clashes(skills)
    lacking = [] if file is None else unproved(skills, _read_examples(file), counted)
    if as_json:
        print_data(json.dumps({"clashes": [*map(asdict, claimed)], "unproved": [*map(asdict, lacking)]}, indent=2))
    else:
        for clash in claimed:
            print_data(f"{clash.form}: {', '.join(clash.skills)}")
        for form in lacking:
            print_data(f"{form.form} ({form.skill}): no example of {' and of '.join(form.missing)}")
    proved = "no examples to prove them with" if file is None else f"{len(lacking)} unproved ambiguous forms"
    notes.print(f"{len(skills):,} skills, {len(claimed)} clashes, {proved}")
    if claimed or lacking:
        raise typer.Exit(1)


def _read_examples(file: Path) -> "list[Example]":
    from extract.vocabulary.proofs import Example

    found = []
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise JobtideError(f"cannot be read ({error.strerror})", str(file), "name a file of examples") from error
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            found.append(Example(text=row["text"], expect=frozenset(row["expect"])))
        except (ValueError, KeyError, TypeError) as error:
            remedy = 'write {"text": …, "expect": [slugs]}'
            raise JobtideError("no example", f"{file} line {number}", remedy) from error
    return found
