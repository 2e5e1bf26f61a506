"""Published series beside ours: read, put over the same windows, smoothed alike, and kept apart."""

from trends.reference.beside import Line, compare
from trends.reference.published import Published, read_published
from trends.reference.text import as_table

__all__ = ["Line", "Published", "as_table", "compare", "read_published"]
