"""`digest` and `report`: what a period has to say, as page, text and mail, and as answers to claims."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from scheduler.verbs.shared import JsonOption, SettingsOption, TodayOption, moment, notes, open_store, print_data
from scrapers.store.errors import JobtideError

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy import Engine

    from scheduler.settings import Settings
    from trends.digest import Digest
    from trends.periods import Period
    from trends.report import Report, Span

EveryOption = Annotated[Literal["week", "month", "quarter"] | None, typer.Option(help="Length of the period.")]
PeriodOption = Annotated[str | None, typer.Option(help="2026-W46, 2026-10 or 2026-Q4; the last closed one without.")]
OpenOption = Annotated[bool, typer.Option("--open", help="Show the page in a browser.")]
SendOption = Annotated[bool, typer.Option("--send", help="Mail it to everyone on the list who has not had it.")]
ToOption = Annotated[
    str | None, typer.Option("--test", "--to", help="Mail it to this address alone, and keep no record.")
]
OutOption = Annotated[Path | None, typer.Option(help="Folder to write to; that of the settings without.")]


def digest(
    every: EveryOption = None,
    period: PeriodOption = None,
    show: OpenOption = False,
    send: SendOption = False,
    to: ToOption = None,
    out: OutOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
    today: TodayOption = None,
) -> None:
    """Write a measured period's digest as page, text, mail and chart, put it into the archive, and print where."""
    from scheduler.saying import archive_digest, make_digest, write_digest

    if send and to:
        raise JobtideError("both --send and --test", "digest", "use --test for a test, --send for the list")
    known, engine = open_store(settings)
    now = moment(today)
    chosen = _period(every, period, now)
    folder = out or known.path(known.out)
    made = make_digest(known, engine, chosen, folder)
    files = write_digest(made, chosen, folder, known, now)
    archived = archive_digest(made, chosen, known, now)
    print_data(_as_json(made, chosen, files, archived) if as_json else str(files[0]))
    notes.print(made.subject, markup=False)
    if show:
        _show(files[0])
    if to:
        _send_one(known, made, chosen, to, now)
    if send:
        _send_all(known, engine, made, chosen, folder, now)


FromOption = Annotated[str | None, typer.Option("--from", help="A day of the earlier period; a year before without.")]
UntilOption = Annotated[str | None, typer.Option("--to", help="Tell the last period that ends by this day.")]
TopicOption = Annotated[str, typer.Option(help="A topic of the vocabulary.")]
ReportEveryOption = Annotated[
    Literal["week", "month", "quarter"] | None, typer.Option(help="Length of the periods; quarter without.")
]


def report(
    first: FromOption = None,
    last: UntilOption = None,
    period: PeriodOption = None,
    every: ReportEveryOption = None,
    topic: TopicOption = "ai",
    show: OpenOption = False,
    out: OutOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
    today: TodayOption = None,
) -> None:
    """Write one page, with its CSVs beside it, that answers 29 kinds of claim about a topic, or says why it cannot."""
    from scheduler.sources import read_scope
    from trends.report import build
    from trends.report.files import write

    now = moment(today)
    span = _span(period, every, first, last, now)
    known, engine = open_store(settings)
    folder = out or known.path(known.out) / f"report_{topic}_{span.name}"
    measure = known.measure
    made = build(known.path(measure.mart), known.path(measure.series), span, topic, read_scope(engine, span.now))
    page = write(made, folder)
    if as_json:
        print_data(_answers_as_json(made, page))
    else:
        print_data(str(page))
    notes.print(made.title, markup=False)
    if show:
        _show(page)


def _span(period: str | None, every: str | None, first: str | None, last: str | None, now: "dt.datetime") -> "Span":
    from trends.periods import Every, Period
    from trends.report import span_of

    chosen = Period.parse(period) if period else None
    if chosen is not None and last is not None:
        raise JobtideError("both --period and --to", "report", "name the period, or the last day")
    if chosen is not None and every is not None and chosen.every != every:
        raise JobtideError(f"'{period}' is no {every}", "--period", "leave out --every, or name such a period")
    return span_of(now.date(), Every(every) if every else None, chosen, _day(first, "--from"), _day(last, "--to"))


def _day(said: str | None, option: str) -> "dt.date | None":
    import datetime as dt

    if said is None:
        return None
    try:
        return dt.date.fromisoformat(said)
    except ValueError as error:
        raise JobtideError(f"'{said}' is no date", option, "write it as 2024-12-31") from error


def _answers_as_json(made: "Report", page: Path) -> str:
    answers = [
        {
            "number": claim.number,
            "title": claim.title,
            "question": claim.question,
            "state": answer.state,
            "answer": answer.said,
            "file": str(page.parent / claim.file) if claim.file in made.tables else None,
        }
        for claim, answer in made.answers
    ]
    return json.dumps({"title": made.title, "page": str(page), "answers": answers}, ensure_ascii=False, indent=2)


def _period(every: str | None, key: str | None, now: "dt.datetime") -> "Period":
    from trends.periods import Every, Period

    if key is None:
        return Period.last_closed(Every(every or "week"), now.date())
    chosen = Period.parse(key)
    if every is not None and chosen.every != every:
        raise JobtideError(f"'{key}' is no {every}", "--period", "leave out --every, or name such a period")
    return chosen


def _as_json(digest: "Digest", period: "Period", files: list[Path], archived: Path) -> str:
    movers = [
        {
            "dimension": row.dimension,
            "key": row.key,
            "label": row.label,
            "verdict": row.verdict,
            "estimate": row.estimate,
            "low": row.low,
            "high": row.high,
            "n_now": row.n_now,
            "n_then": row.n_then,
        }
        for row in digest.movers
    ]
    told = {
        "period": period.key,
        "compared_with": period.compared_with,
        "subject": digest.subject,
        "preheader": digest.preheader,
        "lead": digest.lead,
        "chart": digest.alt or None,
        "movers": movers,
        "files": {file.suffix.removeprefix("."): str(file) for file in files},
        "archived": str(archived),
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _show(page: Path) -> None:
    import webbrowser

    has_display = sys.platform in ("darwin", "win32") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if not has_display or not webbrowser.open(page.resolve().as_uri()):
        notes.print("there is no display here; open that file in a browser")


def _send_one(known: "Settings", made: "Digest", period: "Period", address: str, now: "dt.datetime") -> None:
    from scheduler.mail.delivery import deliver_one

    _need_server(known)
    deliver_one(known.mail, made, address, period=period.key, clock=lambda: now)
    notes.print(f"sent to {address}", markup=False)


def _send_all(
    known: "Settings", engine: "Engine", made: "Digest", period: "Period", folder: Path, now: "dt.datetime"
) -> None:
    from scheduler.saying import make_press
    from scheduler.sending import has_receivers, send_digest

    if not has_receivers(known):
        _need_server(known)
    done = send_digest(known, engine, made, make_press(known, engine, period, folder, made), period, lambda: now)
    mails, channels = done.mails, done.channels
    notes.print(f"{mails.sent} sent, {mails.before} had it before, {mails.waiting} wait, {mails.failed} failed")
    if known.channels.urls:
        notes.print(f"channels: {channels.sent} told now, {channels.waiting} wait, {channels.failed} failed")
    if done.waiting or mails.failed or channels.failed:
        raise typer.Exit(1)


def _need_server(known: "Settings") -> None:
    if known.mail.host is None:
        raise JobtideError("no mail server", "[mail] host", "name one in jobtide.toml, or leave out --send and --test")
