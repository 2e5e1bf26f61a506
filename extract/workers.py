"""Worker processes that read batches, and end when the process that started them does."""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context, parent_process
from threading import Thread

from extract.rows import Rows, Stored, read_batch

AHEAD = 2
"""Batches a worker that are on the way at once; more would only fill the memory."""
Read = Callable[[Iterator[list[Stored]]], Iterator[list[Rows]]]


@contextmanager
def reading(processes: int) -> Iterator[Read]:
    """Give a function that yields the rows of each batch in order, read by `processes` workers."""
    if processes <= 1:
        yield partial(map, read_batch)
        return
    # Workers are spawned: a fork would share the parent's database connections.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=end_with_parent) as pool:
        yield partial(_in_order, pool, AHEAD * processes)


def _in_order(pool: ProcessPoolExecutor, most: int, batches: Iterator[list[Stored]]) -> Iterator[list[Rows]]:
    pending: deque[Future[list[Rows]]] = deque()
    for batch in batches:
        pending.append(pool.submit(read_batch, batch))
        if len(pending) > most:
            yield pending.popleft().result()
    while pending:
        yield pending.popleft().result()


def end_with_parent() -> None:
    """End this process as soon as its parent is gone: a pool whose parent was killed would wait for ever."""
    Thread(target=_wait, daemon=True).start()


def _wait() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
