"""The archive: every digest as a page with its tables, an index and an Atom feed; plain files for any server."""

from trends.archive.records import Archive, Entry
from trends.archive.write import keep

__all__ = ["Archive", "Entry", "keep"]
