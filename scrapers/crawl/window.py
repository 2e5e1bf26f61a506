"""Lists that show only the newest ads of a board: what they can tell, and whether one reaches back far enough."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A list that is not the whole board: either the newest ads, or the changes of so many days.

    What is not in it may well be open, so absence from it closes nothing. It tells everything that is new if it
    reaches back to the last complete crawl.
    """

    days: int | None = None
    """Of a feed of changes, how far back it is asked for at most; null for a list of the newest ads.

    How many ads such a feed holds says nothing about the board: it is short after a quiet day.
    """

    def reaches_back(self, listed: int, known: int, days_since: int | None) -> bool:
        """Tell whether nothing can have slipped through since the last complete crawl.

        `known` of the `listed` ads were stored before, the last complete crawl was `days_since` days ago (null: there
        was none, so that there is nothing to reach back to). A single known ad proves nothing, since boards pin old
        ads to the top; a quarter of the list does.

        >>> Window().reaches_back(100, 40, 1), Window().reaches_back(100, 2, 1), Window().reaches_back(100, 0, None)
        (True, False, True)
        >>> Window(days=7).reaches_back(12, 0, 3), Window(days=7).reaches_back(12, 0, 9)
        (True, False)
        """
        if days_since is None:
            return True
        return known * 4 >= listed if self.days is None else days_since <= self.days
