"""Boards of invented postings, as two platforms answer them: many postings a page, and one posting a page."""

import html
import json
import random
from functools import lru_cache

WORDS = """
weld bridge crew harbour rivet plan shift safety gauge torque steel drawing lathe audit steward kettle orchard
ledger parcel dispatch tide sensor firmware kernel query index schema cluster pipeline review mentor roadmap
""".split()  # noqa: SIM905 - a column of quotes would hide the words
ENDINGS = ["", *"s ed er ing ings yard work less able ship hand line ward wise craft".split()]  # noqa: SIM905 - so would they here
OWN_SECTIONS = 3
"""What an ad says of its own: duties and requirements."""
COMMON_SECTIONS = 3
"""What a board's ads repeat: the employer, its benefits, its notices."""
BULLETS = 5
WORDS_A_BULLET = 20
"""With these an ad has what those of recorded boards have: some 7 kB, more where entities are escaped, that are packed
into 2 to 3 kB by themselves and into 0.7 to 1 kB each together with the other ads of their board."""
LIST_PAGE = 100


def body(board: str, number: int) -> str:
    """Return an ad that no other number gives, marked up as job boards do it."""
    return _common(board) + _sections(f"{board}-{number}", OWN_SECTIONS)


@lru_cache(maxsize=1)
def _common(board: str) -> str:
    return _sections(board, COMMON_SECTIONS)


def _sections(seed: str, count: int) -> str:
    chance = random.Random(seed)

    def words(number: int) -> str:
        pairs = zip(chance.choices(WORDS, k=number), chance.choices(ENDINGS, k=number), strict=True)
        return " ".join(map("".join, pairs)).capitalize()

    parts = []
    for _ in range(count):
        bullets = "".join(f"<li><span>{words(WORDS_A_BULLET)}</span></li>\n" for _ in range(BULLETS))
        parts.append(f"<p><strong>{words(3)}</strong></p>\n<ul>\n{bullets}</ul>\n")
    return "".join(parts)


def greenhouse_board(token: str, postings: int) -> bytes:
    """Return a whole board in one answer."""
    jobs = [_greenhouse_job(token, number) for number in range(postings)]
    return json.dumps({"jobs": jobs, "meta": {"total": postings}}).encode()


def _greenhouse_job(token: str, number: int) -> dict[str, object]:
    key = f"{token}-{number}"
    return {
        "id": number,
        "internal_job_id": number + 10**6,
        "title": f"Welder {key}",
        "absolute_url": f"https://{token}.example/jobs/{number}",
        "company_name": token,
        "location": {"name": "Bremen, Germany"},
        "departments": [{"id": 1, "name": "Yard", "child_ids": [], "parent_id": None}],
        "offices": [{"id": 2, "name": "Bremen", "location": "Bremen, Germany", "child_ids": []}],
        "first_published": "2026-10-01T09:00:00-04:00",
        "updated_at": "2026-10-02T09:00:00-04:00",
        "requisition_id": f"R-{key}",
        "metadata": [{"id": 3, "name": "Employment Type", "value": "Full-time", "value_type": "single_select"}],
        "pay_input_ranges": [{"min_cents": 4500000, "max_cents": 6100000, "currency_type": "EUR", "title": "Bremen"}],
        "content": html.escape(body(token, number)),
    }


def smartrecruiters_list(token: str, postings: int, offset: int) -> bytes:
    """Return one page of a list without bodies."""
    rows = [_smartrecruiters_row(token, number) for number in range(offset, min(offset + LIST_PAGE, postings))]
    return json.dumps({"offset": offset, "limit": LIST_PAGE, "totalFound": postings, "content": rows}).encode()


def smartrecruiters_posting(token: str, number: int) -> bytes:
    """Return one posting with its body."""
    text = body(token, number)
    sections = {"jobDescription": {"title": "Job Description", "text": text}}
    return json.dumps({**_smartrecruiters_row(token, number), "jobAd": {"sections": sections}}).encode()


def _smartrecruiters_row(token: str, number: int) -> dict[str, object]:
    return {
        "id": str(number),
        "uuid": f"u-{number}",
        "name": f"Welder {token}-{number}",
        "refNumber": f"R-{number}",
        "company": {"identifier": token, "name": token},
        "releasedDate": "2026-10-01T09:00:00.000Z",
        "location": {"city": "Bremen", "region": "HB", "country": "de", "remote": False},
        "department": {"id": "1", "label": "Yard"},
        "typeOfEmployment": {"id": "permanent", "label": "Full-time"},
    }
