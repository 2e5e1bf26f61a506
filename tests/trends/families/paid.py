"""Invented vacancies that state pay for a role in a place."""

from tests.trends.invented import Invented

QUARTER = "2026-Q2"
NOW, THEN = "2026-05-06", "2025-05-07"


class Paid(Invented):
    """An invented mart whose places are known as regions, or as countries where they have two letters."""

    def paid(
        self,
        board: int,
        day: str,
        employer: str,
        *,
        role: str,
        amount: float,
        place: str = "us-ca",
        kind: str = "base",
        per: str = "year",
    ) -> None:
        """Add a vacancy that states one range of no width."""
        group = "country" if len(place) == 2 else "region"
        label = {"dimension": "place", "key": place, "label": place.upper(), "group": group}
        if label not in self.labels:
            self.labels.append(label)
        tags = (("role", role), ("place", place))
        self.ad(board, day, employer, tags=tags, pay=amount, role=role, country=place[:2])
        self.rows["pays"][-1] |= {"kind": kind, "per": per}

    def cell(
        self,
        role: str,
        place: str,
        now: tuple[float, ...],
        then: tuple[float, ...],
        *,
        kind: str = "base",
        per: str = "year",
    ) -> None:
        """Add an employer of its own with the amounts it states."""
        board = self.board()
        for day, amounts in ((NOW, now), (THEN, then)):
            for amount in amounts:
                self.paid(
                    board, day, f"employer-{board}", role=role, amount=amount, place=place, kind=kind, per=per
                )  # fmt: skip


def market(now: float) -> Paid:
    """Forty employers in two places, each with two nurses and two welders a year; pay is `now` times last year's."""
    made = Paid()
    for number in range(40):
        board = made.board()
        for day, times in ((NOW, now), (THEN, 1.0)):
            for role, amount in (("nurse", 90), ("nurse", 80), ("welder", 60), ("welder", 50)):
                place = ("us-ca", "us-ny")[number % 2]
                made.paid(
                    board, day, f"employer-{number:02}", role=role, amount=(amount + number) * times, place=place
                )  # fmt: skip
    return made
