"""Look at everything that the night will need: one finding a thing, good or bad."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Engine, func, select

from scheduler.settings import Settings
from scrapers.store.errors import JobtideError
from scrapers.tables import PostingRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How one thing stands."""

    thing: str
    """`settings`, `boards`, `store`, `vocabulary`, `alerts`, `mail` or `channels`."""
    is_fine: bool
    """Whether the night can go ahead with it."""
    words: str
    """What was found, in one line."""


def check(settings: Settings) -> Iterator[Finding]:
    """Yield one finding a thing; nothing is changed but missing tables of the store."""
    yield Finding(thing="settings", is_fine=True, words=_settings(settings))
    for thing, look in LOOKS.items():
        try:
            yield Finding(thing=thing, is_fine=True, words=look(settings))
        except JobtideError as error:
            yield Finding(thing=thing, is_fine=False, words=str(error))


def _settings(settings: Settings) -> str:
    schedule = settings.schedule
    return f"crawl at {schedule.crawl_at}, digest on Monday at {schedule.digest_at} {schedule.timezone}"


def _boards(settings: Settings) -> str:
    from scrapers.boards import is_waiting, read_boards

    boards = read_boards(settings.path(settings.crawl.boards))
    waiting = sum(is_waiting(board) for board in boards)
    note = f"; {waiting} wait for their platform" if waiting else ""
    if not settings.crawl.contact_url:
        note += "; nobody can reach you: set [crawl] contact_url"
    return f"{len(boards)} on {len({board.platform for board in boards})} platforms{note}"


def _store(settings: Settings) -> str:
    from scheduler.migrations import upgrade
    from scrapers.store.engine import open_engine

    upgrade(settings.store_url())
    engine = open_engine(settings.store_url())
    try:
        postings = _postings(engine)
    finally:
        engine.dispose()
    return f"{engine.url.render_as_string()}, {postings} postings"


def _postings(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(PostingRow)) or 0


def _vocabulary(_settings: Settings) -> str:
    from extract.vocabulary import load_vocabulary

    words = load_vocabulary()
    return f"{len(words.skills)} skills, {len(words.roles)} roles, {len(words.topics)} topics (version {words.version})"


def _alerts(settings: Settings) -> str:
    from trends.alerts import read_rules

    rules = read_rules(settings.path(settings.alerts.rules))
    return f"{len(rules)} rules" if rules else "no rules, so nothing is pointed out; `jobtide init` writes some"


def _mail(settings: Settings) -> str:
    from scheduler.mail import smtp

    mail = settings.mail
    if mail.host is None:
        return "no server set, so no mail is sent"
    try:
        with smtp.connection(mail) as server:
            code, answer = server.noop()
    except smtp.Unreachable as error:
        raise smtp.as_error(mail, error) from error
    if code != 250:
        raise JobtideError(f"{code} {answer.decode(errors='replace')}", mail.host, "see [mail]")
    who = f"as {mail.user}" if mail.user else "without login"
    return f"{mail.host}:{mail.port} lets us in {who}; {len(mail.to)} addresses"


def _channels(settings: Settings) -> str:
    from scheduler.channels import check as look

    return f"{look(settings.channels)} addresses" if settings.channels.urls else "none set"


LOOKS: dict[str, Callable[[Settings], str]] = {
    "boards": _boards,
    "store": _store,
    "vocabulary": _vocabulary,
    "alerts": _alerts,
    "mail": _mail,
    "channels": _channels,
}
