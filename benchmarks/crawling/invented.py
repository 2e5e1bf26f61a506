"""Boards of invented postings, as two platforms answer them: many postings a page, and one posting a page."""

import html
import json
import random

WORDS = """
weld bridge crew harbour rivet plan shift safety gauge torque steel drawing lathe audit steward kettle orchard
ledger parcel dispatch tide sensor firmware kernel query index schema cluster pipeline review mentor roadmap
""".split()  # noqa: SIM905 - a column of quotes would hide the words
PARAGRAPHS = 7
WORDS_A_PARAGRAPH = 90
LIST_PAGE = 100


def body(seed: str) -> str:
    """Return about 4 kB of HTML that no other seed gives."""
    chance = random.Random(seed)
    parts = (" ".join(chance.choices(WORDS, k=WORDS_A_PARAGRAPH)) for _ in range(PARAGRAPHS))
    return "".join(f"<p>{part.capitalize()}.</p>\n" for part in parts)


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
        "content": html.escape(body(key)),
    }


def smartrecruiters_list(token: str, postings: int, offset: int) -> bytes:
    """Return one page of a list without bodies."""
    rows = [_smartrecruiters_row(token, number) for number in range(offset, min(offset + LIST_PAGE, postings))]
    return json.dumps({"offset": offset, "limit": LIST_PAGE, "totalFound": postings, "content": rows}).encode()


def smartrecruiters_posting(token: str, number: int) -> bytes:
    """Return one posting with its body."""
    text = body(f"{token}-{number}")
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
