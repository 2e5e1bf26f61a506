"""Two hundred boards on two days, as two platforms answer them: a board in one answer, and a posting in one answer."""

import datetime as dt
import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from scrapers.crawl import CrawlDocument, Limits
from scrapers.records import Board
from tests.scrapers.crawling import JSON
from tests.scrapers.server import Answer, Server

PLATFORMS = {
    "greenhouse": "https://boards-api.greenhouse.io",
    "smartrecruiters": "https://api.smartrecruiters.com",
}
BOARDS = {"greenhouse": 150, "smartrecruiters": 50}
SIZES = {"greenhouse": (5, 40), "smartrecruiters": (3, 8)}
BATCH = {"greenhouse": 500, "smartrecruiters": 4}
"""Postings stored together: the boards of one platform in one piece, those of the other in several."""
EMPTY = 4
"""Boards without a posting; all of them answer the same body."""
DAYS = (dt.date(2026, 11, 2), dt.date(2026, 11, 3))
EMPLOYERS = 12

Texts = Mapping[str, int]
"""Id of a posting → which text it has."""


@dataclass
class World:
    boards: list[Board]
    days: Mapping[dt.date, Mapping[str, Texts]]
    """Day → name of a board → its postings."""
    today: dt.date = DAYS[0]
    shuffles: random.Random | None = None
    """Gives each answer another order; none keeps one order."""
    wait: Mapping[str, float] = field(default_factory=lambda: {"greenhouse": 0.03, "smartrecruiters": 0.006})
    """Seconds before an answer."""

    @property
    def requests(self) -> int:
        """How much one crawl asks today."""
        return len(self.boards) + sum(
            len(texts) for name, texts in self.days[self.today].items() if name.startswith("smartrecruiters/")
        )

    def of(self, platform: str) -> list[Board]:
        return [board for board in self.boards if board.platform == platform]

    def documents(self, server: Server, store_url: str, now: dt.datetime) -> list[CrawlDocument]:
        return [
            CrawlDocument(
                platform=platform,
                store_url=store_url,
                now=now,
                boards=tuple(self.of(platform)),
                origin_overrides={origin: server.origin},
                limits=Limits(delay_seconds=0, answer_seconds=60, retries=0),
            )
            for platform, origin in PLATFORMS.items()
        ]

    def answer(self, path: str) -> Answer | None:
        parts = path.partition("?")[0].split("/")[2:]
        if parts[0] == "boards":
            return self._answer("greenhouse", self._board(parts[1]))
        texts = self.days[self.today][f"smartrecruiters/{parts[1]}"]
        if len(parts) == 3:
            rows = [_row(parts[1], name, texts[name]) for name in self._order(texts)]
            return self._answer("smartrecruiters", {"totalFound": len(rows), "content": rows})
        name = parts[3]
        if name not in texts:
            return None
        said = {"sections": {"jobDescription": {"title": "Job", "text": body(parts[1], name, texts[name])}}}
        return self._answer("smartrecruiters", {**_row(parts[1], name, texts[name]), "jobAd": said})

    def _answer(self, platform: str, content: object) -> Answer:
        packed = json.dumps(content).encode()
        tag = f'"{blake2b(packed, digest_size=8).hexdigest()}"'
        return Answer(packed, headers=JSON | {"ETag": tag}, wait=self.wait[platform])

    def _board(self, token: str) -> object:
        texts = self.days[self.today][f"greenhouse/{token}"]
        jobs = [
            {
                "id": int(name),
                "title": title(token, name, texts[name]),
                "absolute_url": f"https://{token}.example/{name}",
                "company_name": _company(token),
                "content": body(token, name, texts[name]),
            }
            for name in self._order(texts)
        ]
        return {"jobs": jobs, "meta": {"total": len(jobs)}}

    def _order(self, texts: Texts) -> list[str]:
        names = sorted(texts, key=int)
        if self.shuffles:
            self.shuffles.shuffle(names)
        return names


def title(token: str, name: str, text: int) -> str:
    return f"Welder {name} of {token}, text {text}"


def body(token: str, name: str, text: int) -> str:
    return f"<p>Weld bridge {name} for {token}.</p><p>Shift {text}.</p>" + "<p>Bring your own gloves.</p>" * 8


def invent(seed: int, boards: Mapping[str, int] = BOARDS) -> World:
    """Make boards of which a sixth of the postings is gone on the second day, a sixth changed, and some are new."""
    chance = random.Random(seed)
    made, first, second = [], {}, {}
    for platform, count in boards.items():
        for number in range(count):
            token = f"yard{number}"
            # Half of the boards have an employer by the panel, half by what their postings say.
            employer = _company(token) if number % 2 else None
            board = Board(platform=platform, token=token, employer=employer)
            size = 0 if platform == "greenhouse" and number < EMPTY else chance.randint(*SIZES[platform])
            names = [str(1000 * number + 1 + n) for n in range(size)]
            first[board.name] = dict.fromkeys(names, 1)
            gone = set(chance.sample(names, size // 6))
            changed = set(chance.sample(names, size // 6))
            added = [str(1000 * number + 1 + size + n) for n in range(chance.randint(0, 2) if size else 0)]
            kept = {name: 2 if name in changed else 1 for name in names if name not in gone}
            second[board.name] = kept | dict.fromkeys(added, 1)
            made.append(board)
    return World(boards=made, days=dict(zip(DAYS, (first, second), strict=True)))


def _company(token: str) -> str:
    return f"Shipyard {int(token.removeprefix('yard')) % EMPLOYERS}"


def _row(token: str, name: str, text: int) -> dict[str, object]:
    return {
        "id": name,
        "name": title(token, name, text),
        "company": {"identifier": token, "name": _company(token)},
        "releasedDate": "2026-10-01T09:00:00.000Z",
    }
