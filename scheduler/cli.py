"""The command line: verbs live in `scheduler/verbs/`, one module a stage."""

import os
import sys
import tomllib
import traceback
from importlib.resources import files
from typing import NoReturn

import typer

from scheduler.verbs import GROUPS, VERBS
from scrapers.store.errors import JobtideError

app = typer.Typer(
    name="jobtide",
    help="Watches public job boards and says, with evidence, what rises or falls year over year.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
EXAMPLES = tomllib.loads(files("scheduler.verbs").joinpath("examples.toml").read_text(encoding="utf-8"))
for name, verb in VERBS.items():
    app.command(name, epilog=f"Example: {EXAMPLES[name]}")(verb)
for group, (words, verbs) in GROUPS.items():
    below = typer.Typer(name=group, help=words, no_args_is_help=True)
    for name, verb in verbs.items():
        below.command(name, epilog=f"Example: {EXAMPLES[f'{group} {name}']}")(verb)
    app.add_typer(below)


@app.callback()
def _globals(
    debug: bool = typer.Option(False, "--debug", help="Show tracebacks."),
) -> None:
    del debug  # `main` takes it out, wherever it stands; here it only shows in the help


def main(argv: list[str] | None = None) -> None:
    """Run one verb.

    A JobtideError, and a file or folder that cannot be read or written, becomes one line on stderr and exit code 2,
    Ctrl-C exit code 130 without a word; a reader that closes our stdout early (`| head`) ends the program silently.
    """
    arguments = sys.argv[1:] if argv is None else argv
    try:
        if arguments and "--help" not in arguments:  # help answers at once, and needs no log
            _log_to_stderr()
        try:
            app(args=[argument for argument in arguments if argument != "--debug"], prog_name="jobtide")
        finally:
            sys.stdout.flush()
    except JobtideError as error:
        _give_up(error, arguments)
    except BrokenPipeError:
        # Python flushes once more at its end and would complain about the closed pipe then.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except OSError as error:
        if error.filename is None:
            raise
        remedy = "check the path, its permissions and the space on its disk"
        _give_up(JobtideError(str(error.strerror), str(error.filename), remedy), arguments)
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def _give_up(error: JobtideError, arguments: list[str]) -> NoReturn:
    if "--debug" in arguments:
        traceback.print_exc()
    print(f"jobtide: {error}", file=sys.stderr)  # noqa: T201 - the one line a person sees
    raise SystemExit(2) from error


def _log_to_stderr() -> None:
    from scheduler.log import start_logging
    from scheduler.settings import LogSettings

    start_logging(LogSettings(level="warning"))
