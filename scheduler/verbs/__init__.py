"""The verbs of the command line, in the order in which `--help` lists them.

Each module holds the verbs of one stage. Imports that cost time stand inside the verb, so that `--help`
answers at once.
"""

from collections.abc import Callable

VERBS: dict[str, Callable[..., None]] = {}
