"""`jobtide explore`: the snapshot of all numbers, shown by Datasette on this machine alone."""

from scheduler.exploring.serving import serve
from scheduler.exploring.snapshot import snapshot

__all__ = ["serve", "snapshot"]
