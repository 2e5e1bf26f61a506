"""`init`, `check`, `run`, `status` and `demo`: the life of an installation."""

import datetime as dt
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.verbs.shared import JsonOption, SettingsOption, TodayOption, moment, notes, open_store, print_data

if TYPE_CHECKING:
    from rich.table import Table

    from scheduler.status import BoardStatus, Status

YesOption = Annotated[bool, typer.Option("--yes", help="Overwrite files that are there.")]


def init(yes: YesOption = False) -> None:
    """Write jobtide.toml, boards.csv and alerts.toml into this folder."""
    from scheduler.starting import write_starting_files

    written = write_starting_files(Path(), overwrite=yes)
    *names, last = [path.name for path in written]
    notes.print(f"wrote {', '.join(names)} and {last}; next: jobtide check")


def check(as_json: JsonOption = False, settings: SettingsOption = None) -> None:
    """Look at settings, boards, store, vocabulary and mail login before the night."""
    from scheduler.checks import check as look
    from scheduler.settings import read_settings

    findings = []
    for finding in look(read_settings(settings)):
        findings.append(finding)
        if not as_json:
            print_data(f"{'ok ' if finding.is_fine else 'OFF'} {finding.thing:<10} {finding.words}")
    if as_json:
        print_data(json.dumps([asdict(finding) for finding in findings], indent=2))
    off = [finding.thing for finding in findings if not finding.is_fine]
    notes.print(f"not ready: {', '.join(off)}" if off else "ready")
    if off:
        raise typer.Exit(1)


def run(settings: SettingsOption = None) -> None:
    """Crawl every day, measure and mail on Monday, in the foreground until Ctrl-C or SIGTERM."""
    import threading

    from scheduler.jobs import Daemon, serve
    from scheduler.log import start_logging
    from scheduler.mail.endpoint import serving

    known, engine = open_store(settings)
    start_logging(known.log)
    daemon = Daemon(settings=known, file=settings, engine=engine, stop=threading.Event())
    with serving(engine, known.mail, daemon.clock):
        serve(daemon)


def status(as_json: JsonOption = False, settings: SettingsOption = None, today: TodayOption = None) -> None:
    """Show boards, jobs, newest numbers and the size of the store; exit code 1 if anything is down."""
    from scheduler.status import status as look
    from scrapers.boards import read_boards

    known, engine = open_store(settings)
    panel = known.path(known.crawl.boards)
    if not panel.exists():
        notes.print(
            f"{panel}: no panel here, so nothing is crawled; `jobtide init` writes one", markup=False, soft_wrap=True
        )
    found = look(known, engine, read_boards(panel) if panel.exists() else [], moment(today))
    if as_json:
        print_data(json.dumps(asdict(found), default=_plain, indent=2))
    else:
        _print_status(found)
    notes.print(_sentence(found))
    if found.is_down:
        raise typer.Exit(1)


def _print_status(found: "Status") -> None:
    from rich.console import Console

    console = Console(highlight=False, markup=False, soft_wrap=True)
    if any(board.crawled for board in found.boards):
        console.print(_boards_table(found))
    for state, words in (("new", "not crawled yet"), ("waits", "waiting for their platform to be built")):
        count = sum(board.state == state for board in found.boards)
        if count:
            console.print(f"{count} boards {words}")
    console.print()
    console.print(_jobs_table(found))
    for failure in found.failures:
        console.print(f"failed for good: {failure.job} {failure.slot}: {failure.reason}")
    console.print()
    for every, period in found.measured.items():
        console.print(f"newest {every:<8} {period or 'not measured'}")
    console.print(f"database {found.store_bytes / 1e6:.1f} MB")


def _boards_table(found: "Status") -> "Table":
    from rich.table import Table

    table = Table("board", "crawled", box=None)
    for column in ("listed", "usual"):
        table.add_column(column, justify="right")
    table.add_column("health")
    table.add_column("last crawl", overflow="fold")
    for board in found.boards:
        if board.crawled is None:
            continue
        table.add_row(
            board.board,
            str(board.crawled or ""),
            "" if board.listed is None else str(board.listed),
            "" if board.usual is None else str(board.usual),
            _health(board),
            f"{board.state}: {board.error}" if board.error else board.state,
        )
    return table


def _health(board: "BoardStatus") -> str:
    word = board.health.upper() if board.is_down else board.health
    if board.was:
        return f"{word} since {board.since}, was down: {board.was}"
    return f"{word} since {board.since}: {board.failure or 'no crawl'}" if board.health != "healthy" else word


def _jobs_table(found: "Status") -> "Table":
    from rich.table import Table

    table = Table("job", "last run", "state", "next due (UTC)", "counts or reason", box=None)
    for job in found.jobs:
        words = f"{job.state} ({job.attempts} tries)" if job.attempts > 1 else job.state
        table.add_row(
            job.job,
            str(job.slot or ""),
            f"DOWN {words}" if job.is_down else words,
            f"{job.next_due:%Y-%m-%d %H:%M}",
            job.summary,
        )
    return table


def _sentence(found: "Status") -> str:
    from scrapers.health import Health

    watched = [board for board in found.boards if board.crawled]
    health = Counter(board.health for board in watched)
    others = "".join(f", {health[word]} {word}" for word in (Health.SUSPECT, Health.DOWN) if health[word])
    mails = ", ".join(f"{count} {state}" for state, count in sorted(found.mails.items()))
    mailed = f"; mails: {mails}" if mails else ""
    return f"{health[Health.HEALTHY]} of {len(watched)} crawled boards healthy{others}{mailed}"


def _plain(value: object) -> str:
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} has no JSON form")


def demo(
    out: Annotated[Path, typer.Option(help="Folder to fill; an earlier demo's is replaced.")] = Path("demo-out"),
    today: TodayOption = None,
) -> None:
    """Run the whole loop on invented boards and a SAMPLE history: no network, no key, no settings."""
    from rich.console import Console

    from scheduler.demo.loop import run_demo
    from scheduler.demo.movers import movers
    from scheduler.demo.page import show

    made = run_demo(out, moment(today), notes.print)
    Console(highlight=False, markup=False).print(movers(made.series, made.period))
    listed = sum(result.listed for result in made.crawled)
    notes.print(f"{len(made.crawled)} boards crawled, {listed} postings listed; everything lies in {out}")
    notes.print(made.digest.subject, markup=False, soft_wrap=True)
    if not show(made.page):
        notes.print(f"no display here; open {made.page} in a browser", soft_wrap=True)
