"""The verbs of the command line, in the order in which `--help` lists them.

Each module holds the verbs of one stage. Imports that cost time stand inside the verb, so that `--help`
answers at once.
"""

from collections.abc import Callable

from scheduler.verbs import collect

VERBS: dict[str, Callable[..., None]] = {
    "crawl": collect.crawl,
    "parse": collect.parse,
}
