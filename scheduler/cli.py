"""The command line: verbs live in `scheduler/verbs/`, one module a stage."""

import sys
import traceback

import typer

from scheduler.verbs import VERBS
from scrapers.store.errors import JobtideError

app = typer.Typer(
    name="jobtide",
    help="Watches public job boards and says, with evidence, what rises or falls year over year.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for name, verb in VERBS.items():
    app.command(name)(verb)


@app.callback()
def _globals(
    debug: bool = typer.Option(False, "--debug", help="Show tracebacks."),
) -> None:
    del debug  # read by `main`, which also has to see it when a verb fails


def main(argv: list[str] | None = None) -> None:
    """Run one verb; a JobtideError becomes one line on stderr and exit code 2."""
    arguments = sys.argv[1:] if argv is None else argv
    try:
        app(args=arguments, prog_name="jobtide")
    except JobtideError as error:
        if "--debug" in arguments:
            traceback.print_exc()
        print(f"jobtide: {error}", file=sys.stderr)  # noqa: T201 - the one line a person sees
        raise SystemExit(2) from error
