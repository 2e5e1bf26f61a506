"""Verbs of the understanding stage: `tag`, `extract` and `evaluate`."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scheduler.verbs.shared import JsonOption, SettingsOption, TodayOption, moment, notes, open_store, print_data
from scrapers.store.errors import JobtideError

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from extract.tagger import Tagger

TagFileArgument = Annotated[Path | None, typer.Argument(help="JSON lines with id, title, text; stdin without.")]
FolderArgument = Annotated[Path, typer.Argument(help="Labelled files, such as gold_postings.jsonl.")]
LabelsWrongOption = Annotated[
    Path | None, typer.Option("--labels-wrong", help="JSON lines with file, id, field and why: labels to leave out.")
]
PageOption = Annotated[Path | None, typer.Option("--page", help="Also write an HTML page that marks the words read.")]
ProcessesOption = Annotated[int, typer.Option("--processes", min=1, help="Worker processes.")]


def tag(file: TagFileArgument = None, page: PageOption = None) -> None:
    """Print the tags of texts as JSON lines, in order; nothing is stored."""
    from extract.tagger import load_tagger

    if file is not None and not file.is_file():
        raise JobtideError("no such file", str(file), "name a file of JSON lines with id, title and text")
    tagger = load_tagger()
    shown: list[tuple[str | None, Doc]] | None = None if page is None else []
    if file is None:
        bad = _tag_lines(sys.stdin.buffer, tagger, shown)
    else:
        with file.open("rb") as lines:
            bad = _tag_lines(lines, tagger, shown)
    if page is not None and shown is not None:
        from extract.page import as_page

        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(as_page(shown), encoding="utf-8")
        notes.print(f"{len(shown):,} texts are marked in {page}", markup=False, soft_wrap=True)
    if bad:
        notes.print(f"{bad:,} lines could not be read")
        raise typer.Exit(1)


def _tag_lines(lines: Iterable[bytes], tagger: "Tagger", shown: "list[tuple[str | None, Doc]] | None") -> int:
    """Print one answer a line and add what is to be `shown`; return how many lines were bad."""
    from extract.answer import as_answer

    bad = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            key, title, text = _read_line(line)
        except ValueError as error:
            bad += 1
            print_data(json.dumps({"id": None, "error": f"line {number}: {error}"}, ensure_ascii=False))
            continue
        answer = as_answer(key, tagger.tag(title, text), tagger.vocabulary)
        print_data(_dump(answer))
        if shown is not None:
            shown.append((title, tagger.tokens(title, text)))
    return bad


def _read_line(line: bytes) -> tuple[Any, str | None, str]:
    """Return id, title and text; raises ValueError that says what is wrong with the line."""
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError("not UTF-8") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON ({error.msg} at character {error.pos + 1})") from error
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(record, dict):
        raise ValueError("not an object with id, title and text")
    title, text = record.get("title"), record.get("text")
    if not isinstance(text, str):
        raise ValueError("text is missing or no string")
    if title is not None and not isinstance(title, str):
        raise ValueError("title is no string")
    return record.get("id"), title or None, text


def _dump(answer: dict[str, Any]) -> str:
    """Return JSON that can be written as UTF-8 even where the text holds half a surrogate pair."""
    dumped = json.dumps(answer, ensure_ascii=False)
    try:
        dumped.encode()
    except UnicodeEncodeError:
        return json.dumps(answer)
    return dumped


def extract(
    processes: ProcessesOption = 1,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
    today: TodayOption = None,
) -> None:
    """Tag what is new in the store, or everything when the vocabulary changed, and refresh the mart."""
    from dataclasses import asdict

    from extract.stage import extract_new
    from trends.mart import refresh

    known, engine = open_store(settings)
    try:
        done = extract_new(engine, moment(today), processes)
        if done.read or done.unchanged:
            refresh(engine, known.path(known.measure.mart))
    finally:
        engine.dispose()
    if as_json:
        print_data(json.dumps(asdict(done)))
    rate = f", {done.read / done.seconds:,.0f} postings/s" if done.read and done.seconds else ""
    notes.print(
        f"{done.tagged:,} ads tagged, {done.not_ads:,} comments that are no ads, {done.unchanged:,} unchanged; "
        f"{done.vacancies:,} vacancy entries written; {done.seconds:.1f} s{rate}",
        soft_wrap=True,
    )


def evaluate(folder: FolderArgument, labels_wrong: LabelsWrongOption = None, as_json: JsonOption = False) -> None:
    """Print the accuracy of the tagger on a folder of labelled files, with 95 % Wilson bounds."""
    from dataclasses import asdict

    from rich.console import Console
    from rich.table import Table

    from extract.evaluate import evaluate as measure

    figures = measure(folder, labels_wrong)
    if as_json:
        print_data(json.dumps([asdict(figure) for figure in figures]))
        return
    table = Table("file", "figure", box=None)
    for column in ("right", "n", "share", "95 %"):
        table.add_column(column, justify="right")
    for figure in figures:
        share = "" if figure.share is None else f"{figure.share:.3f}"
        bounds = "" if figure.low is None else f"{figure.low:.3f}–{figure.high:.3f}"
        table.add_row(figure.file, figure.name, f"{figure.right:,}", f"{figure.n:,}", share, bounds)
    Console(highlight=False, markup=False).print(table)
