"""The mart: Parquet by month, made from the store; measuring, digests and exports read nothing else.

`vacancies` has one row a posting, `tags` one a posting (ads only), dimension and key, `pays` one a stated range; all
three are filed under the month of `new_on`. Beside them `boards`, `coverage` (spans of complete observation), `labels`.
"""

from trends.mart.build import Refreshed, refresh

__all__ = ["Refreshed", "refresh"]
