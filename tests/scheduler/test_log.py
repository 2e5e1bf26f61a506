import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from scheduler.log import start_logging
from scheduler.settings import LogSettings


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_our_lines_and_other_peoples_come_in_one_form(capsys: pytest.CaptureFixture[str]) -> None:
    start_logging(LogSettings(form="json"))
    with structlog.contextvars.bound_contextvars(job="crawl"):
        structlog.get_logger().info("board crawled", board="acme", listed=3)
        logging.getLogger("scrapy.core.engine").warning("slow %s", "page")

    ours, theirs = lines(capsys)

    assert (ours["event"], ours["level"], ours["board"], ours["listed"]) == ("board crawled", "info", "acme", 3)
    assert (theirs["event"], theirs["level"], theirs["logger"]) == ("slow page", "warning", "scrapy.core.engine")
    assert ours["job"] == theirs["job"] == "crawl"
    assert str(ours["timestamp"]).endswith("Z")


def test_small_talk_is_left_out_even_when_scrapy_turns_itself_up(capsys: pytest.CaptureFixture[str]) -> None:
    start_logging(LogSettings(form="json"))
    logging.getLogger("scrapy").setLevel(logging.DEBUG)
    logging.getLogger("scrapy.core.engine").info("Spider opened")
    logging.getLogger("apscheduler.scheduler").warning("Run time of job was missed")

    assert lines(capsys) == []


def test_the_level_of_the_settings_holds(capsys: pytest.CaptureFixture[str]) -> None:
    start_logging(LogSettings(form="json", level="error"))
    structlog.get_logger().warning("a little odd")
    structlog.get_logger().error("wrong")

    assert [line["event"] for line in lines(capsys)] == ["wrong"]


def test_a_traceback_is_part_of_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    start_logging(LogSettings(form="json"))
    try:
        raise ValueError("odd")
    except ValueError:
        structlog.get_logger().exception("step failed")

    assert "ValueError: odd" in str(lines(capsys)[0]["exception"])


def test_people_read_words(capsys: pytest.CaptureFixture[str]) -> None:
    start_logging(LogSettings(form="human"))
    structlog.get_logger().info("board crawled", listed=3)

    assert "board crawled" in capsys.readouterr().err
