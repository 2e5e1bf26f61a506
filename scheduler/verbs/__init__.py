"""The verbs of the command line, in the order in which `--help` lists them.

Each module holds the verbs of one stage. Imports that cost time stand inside the verb, so that `--help`
answers at once.
"""

from collections.abc import Callable

from scheduler.verbs import (
    alerts,
    boards,
    collect,
    evidence,
    files,
    imports,
    measure,
    replay,
    run,
    say,
    subscribers,
    understand,
    vocabulary,
)

VERBS: dict[str, Callable[..., None]] = {
    "demo": run.demo,
    "init": run.init,
    "check": run.check,
    "crawl": collect.crawl,
    "parse": collect.parse,
    "replay": replay.replay,
    "import": imports.import_files,
    "tag": understand.tag,
    "extract": understand.extract,
    "evaluate": understand.evaluate,
    "measure": measure.measure,
    "alerts": alerts.alerts,
    "digest": say.digest,
    "report": say.report,
    "export": files.export,
    "explore": files.explore,
    "explain": evidence.explain,
    "reference": evidence.reference,
    "subscribers": subscribers.subscribers,
    "status": run.status,
    "run": run.run,
}

GROUPS: dict[str, tuple[str, dict[str, Callable[..., None]]]] = {
    "boards": (
        "The panel: add a board by its address, list all, remove one.",
        {"add": boards.add, "list": boards.list_boards, "remove": boards.remove},
    ),
    "vocabulary": (
        "What the vocabulary lacks, and whether it holds together.",
        {"suggest": vocabulary.suggest, "check": vocabulary.check},
    ),
}
"""Name → help and verbs of what is written as two words."""
