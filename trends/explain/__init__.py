"""What lies behind one published number: panel, windows, employers, what was left out, the arithmetic, ten postings."""

from trends.explain.explanation import explain
from trends.explain.records import Explanation
from trends.explain.text import as_text

__all__ = ["Explanation", "as_text", "explain"]
