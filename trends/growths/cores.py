"""Work on all cores by threads of this process: Arrow and NumPy let others run while they count."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
CORES = os.cpu_count() or 1


class Cores:
    """The same threads throughout: memory that a thread had is hardly used again once it ended."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(CORES)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown()

    def each(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> list[Result]:
        """Return what `work` makes of every task."""
        return list(self._pool.map(work, tasks))
