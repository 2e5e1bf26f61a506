"""The error that a person is meant to read."""


class JobtideError(Exception):
    """Something a person can mend: what is wrong, where, and what to do about it.

    >>> print(JobtideError("unknown platform 'grenhouse'", "boards.csv line 41", "did you mean 'greenhouse'?"))
    boards.csv line 41: unknown platform 'grenhouse'; did you mean 'greenhouse'?
    """

    def __init__(self, thing: str, place: str, remedy: str) -> None:
        super().__init__(thing, place, remedy)
        self.thing = thing
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.place}: {self.thing}; {self.remedy}"
