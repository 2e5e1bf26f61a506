"""The digest: one period's series in; a page, a mail and a chart out.

`build` is pure given its inputs. A section is one file in `sections/`, which turns rows into one of the building
blocks of `blocks.py`; the templates know only blocks, so HTML and plain text always say the same.
"""

from trends.digest.build import build
from trends.digest.choice import EVERYTHING, Choice
from trends.digest.records import Digest, Scope

__all__ = ["EVERYTHING", "Choice", "Digest", "Scope", "build"]
