"""`subscribers`: who gets the digest, and what of it."""

import csv
import io
import json
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from scheduler.verbs.shared import JsonOption, SettingsOption, TodayOption, moment, notes, open_store, print_data
from scrapers.store.errors import JobtideError

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from sqlalchemy import Engine

    from scheduler.settings import Settings
    from scheduler.subscribers import Subscriber
    from trends.digest.choice import Choice

Deed = Literal["add", "list", "confirm", "pause", "remove", "export"]
DeedArgument = Annotated[Deed, typer.Argument(help="What to do.", show_choices=True)]
WhomArgument = Annotated[str | None, typer.Argument(help="An address; for confirm the token from the answer.")]
TopicOption = Annotated[list[str] | None, typer.Option("--topic", help="Tell its roles and skills; may be repeated.")]
RoleOption = Annotated[list[str] | None, typer.Option("--role", help="Tell this role; may be repeated.")]
PlaceOption = Annotated[list[str] | None, typer.Option("--place", help="Tell this place; may be repeated.")]
SectionOption = Annotated[list[str] | None, typer.Option("--section", help="Tell this section; may be repeated.")]
FIELDS = ("address", "state", "since", "topics", "roles", "places", "sections")


def subscribers(
    deed: DeedArgument,
    whom: WhomArgument = None,
    topic: TopicOption = None,
    role: RoleOption = None,
    place: PlaceOption = None,
    section: SectionOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
    today: TodayOption = None,
) -> None:
    """Add, list, confirm, pause, remove or export who gets the digest; added ones are asked by mail first."""
    known, engine = open_store(settings)
    now = moment(today)
    if deed in ("list", "export"):
        _list(engine, as_json=as_json, as_csv=deed == "export")
        return
    if whom is None:
        raise JobtideError("nobody named", f"subscribers {deed}", "name an address, or for confirm a token")
    if deed == "add":
        chosen = {"topics": topic or [], "roles": role or [], "places": place or [], "sections": section or []}
        _add(known, engine, whom, _choice(known, chosen), now)
    elif deed == "confirm":
        _confirm(known, engine, whom, now)
    else:
        _take_out(engine, deed, whom, now)


def _list(engine: "Engine", *, as_json: bool, as_csv: bool) -> None:
    from scheduler.subscribers import listed

    found = [_plain(one) for one in listed(engine)]
    if as_json:
        print_data(json.dumps(found, ensure_ascii=False, indent=2))
    elif as_csv:
        print_data(_as_csv(found))
    else:
        lines = [f"{one['state']:<8} {one['address']}  {_chosen(one)}".rstrip() for one in found]
        print_data("\n".join(lines))
    active = sum(one["state"] == "active" for one in found)
    notes.print(f"{active} of {len(found)} active")


def _plain(one: "Subscriber") -> dict[str, Any]:
    nothing: dict[str, Any] = {name: [] for name in FIELDS[3:]}
    said = {"address": one.address, "state": one.state, "since": one.since.isoformat()}
    return said | nothing | one.choice.as_dict()


def _chosen(one: dict[str, Any]) -> str:
    return "; ".join(f"{name} {', '.join(one[name])}" for name in FIELDS[3:] if one[name])


def _as_csv(found: list[dict[str, Any]]) -> str:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(FIELDS)
    table.writerows([" ".join(one[name]) if name in FIELDS[3:] else one[name] for name in FIELDS] for one in found)
    return text.getvalue()


def _choice(known: "Settings", chosen: dict[str, list[str]]) -> "Choice":
    from extract.vocabulary import load_vocabulary
    from scrapers.suggest import did_you_mean
    from trends.digest.choice import Choice
    from trends.digest.sections import NAMES

    vocabulary = load_vocabulary()
    there = {"topics": set(vocabulary.topics), "roles": set(vocabulary.roles), "sections": set(NAMES)}
    there["places"] = _places(known.path(known.measure.mart)) or set(chosen["places"])
    for name, keys in chosen.items():
        for key in keys:
            if key not in there[name]:
                raise JobtideError(f"'{key}' is none of the {name}", f"--{name[:-1]}", did_you_mean(key, there[name]))
    return Choice.of(chosen)


def _places(mart: "Path") -> set[str]:
    """Return the places of the mart; none where nothing was tagged yet."""
    import pyarrow.parquet as pq

    file = mart / "labels.parquet"
    if not file.is_file():
        return set()
    rows = pq.read_table(file, columns=["dimension", "key"]).to_pylist()
    return {row["key"] for row in rows if row["dimension"] == "place"}


def _add(known: "Settings", engine: "Engine", whom: str, choice: "Choice", now: "dt.datetime") -> None:
    from scheduler.mail.confirming import question
    from scheduler.mail.delivery import deliver_one
    from scheduler.subscribers import add, confirmation

    if known.mail.secret is None:
        remedy = "set JOBTIDE_MAIL__SECRET to 16 or more characters that nobody can guess"
        raise JobtideError("no key to sign links with", "[mail] secret", remedy)
    if known.mail.host is None:
        raise JobtideError("no mail server", "[mail] host", "name one in jobtide.toml; people are asked by mail first")
    one = add(engine, whom, choice, now)
    if one.state == "active":
        notes.print(f"{one.address} is on the list; the choices are kept", markup=False, soft_wrap=True)
        return
    asked = question(known.mail, confirmation(known.mail.secret, one), choice.words())
    deliver_one(known.mail, asked, one.address, period=f"{now:%Y-%m-%d}", clock=lambda: now, kind="confirm")
    notes.print(f"{one.address} was asked by mail and gets the digest once it confirms", markup=False, soft_wrap=True)


def _confirm(known: "Settings", engine: "Engine", token: str, now: "dt.datetime") -> None:
    from scheduler.subscribers import act

    one = act(engine, known.mail.secret, token, now) if known.mail.secret else None
    if one is None:
        raise JobtideError("no valid token", "subscribers confirm", "copy it from the subject of the answer")
    notes.print(f"{one.address} is {one.state}", markup=False, soft_wrap=True)


def _take_out(engine: "Engine", deed: str, whom: str, now: "dt.datetime") -> None:
    from scheduler.subscribers import pause, remove

    if deed == "pause":
        pause(engine, whom, now)
    else:
        remove(engine, whom)
    notes.print(f"{whom} {'is paused' if deed == 'pause' else 'is forgotten'}", markup=False, soft_wrap=True)
