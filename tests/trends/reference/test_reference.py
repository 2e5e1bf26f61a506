import csv
import datetime as dt
from pathlib import Path

import pytest

from scrapers.store.errors import JobtideError
from tests.trends.invented import Invented
from trends.periods import Period, Window
from trends.reference import Line, as_table, compare, read_published

JUNE = Period.parse("2026-06")
AI = ("topic", "ai")
HEADS = {
    "AI_posting.csv": "date,jobcountry,AI_share_postings",
    "remote_postings.csv": "date,jobcountry,remote_share_postings",
    "pay-transparency-country.csv": "date,country_code,country,pay_transparency_pct,pay_transparency_pct_3ma",
    "aggregate_job_postings_US.csv": (
        "date,jobcountry,indeed_job_postings_index_SA,indeed_job_postings_index_NSA,variable"
    ),
}


def days(first: str, count: int) -> list[str]:
    return [str(dt.date.fromisoformat(first) + dt.timedelta(days=day)) for day in range(count)]


def publish(name: str, *rows: str) -> Path:
    Path(name).write_text("\n".join([HEADS[name], *rows]) + "\n", encoding="utf-8")
    return Path(name)


def published_june(name: str, now: str, then: str) -> Path:
    """A daily file of which every day of June has one value, this year and last."""
    return publish(
        name, *(f"{day},{now}" for day in days("2026-06-01", 30)), *(f"{day},{then}" for day in days("2025-06-01", 30))
    )


def market() -> Path:
    """Twelve boards in the US, whose share of AI doubles and whose number of ads halves."""
    made = Invented()
    for number in range(12):
        board = made.board()
        for year, other in ((2026, 1), (2025, 3)):
            made.ad(board, f"{year}-06-10", f"e{number}", tags=(AI,), country="us", remote="hybrid", pay=100)
            made.ad(board, f"{year}-06-11", f"e{number}", times=other, country="us")
            made.ad(board, f"{year}-06-11", f"e{number}", language="de", country="de", times=2)
    return made.write()


def line(file: Path, mart: Path, country: str = "US") -> Line:
    found, _ = read_published([file])
    (one,) = compare(mart, found, [JUNE], {country})
    return one


def test_a_share_stands_beside_ours_of_the_same_days() -> None:
    one = line(published_june("AI_posting.csv", "US,5.0", "US,2.0"), market())

    assert (one.theirs_now, one.theirs_then, one.theirs_change) == pytest.approx((0.05, 0.02, 1.5))
    assert (one.ours_now, one.ours_then, one.ours_change) == pytest.approx((0.5, 0.25, 1.0))
    assert (one.n_now, one.n_then) == (24, 48)


@pytest.mark.parametrize(("name", "ours"), [("remote_postings.csv", 0.5), ("AI_posting.csv", 0.5)])
def test_a_country_counts_its_own_ads(name: str, ours: float) -> None:
    one = line(published_june(name, "US,5.0", "US,2.0"), market())

    assert one.ours_now == ours


def test_a_topic_is_read_from_english_ads_and_where_there_is_none_there_is_no_share() -> None:
    one = line(published_june("AI_posting.csv", "DE,5.0", "DE,2.0"), market(), "DE")

    assert (one.ours_now, one.ours_change, one.n_now) == (None, None, 0)
    assert one.theirs_now == 0.05


def test_a_monthly_file_gives_the_value_of_the_month() -> None:
    file = publish(
        "pay-transparency-country.csv",
        "2026-05-01,US,United States,10,NA", "2026-06-01,US,United States,60,NA", "2025-06-01,US,United States,50,NA",
    )  # fmt: skip

    one = line(file, market())

    assert (one.theirs_now, one.theirs_then) == (0.6, 0.5)
    assert (one.ours_now, one.ours_then) == (0.5, 0.25)


def test_an_index_is_compared_by_its_change() -> None:
    file = published_june("aggregate_job_postings_US.csv", "US,1,120,new postings", "US,1,100,new postings")

    one = line(file, market())

    assert one.theirs_change == pytest.approx(0.2)
    assert one.ours_change == pytest.approx(-0.5)


def test_rows_of_another_kind_and_empty_values_are_left_out() -> None:
    file = publish(
        "aggregate_job_postings_US.csv", "2026-06-01,US,1,100,new postings", "2026-06-02,US,1,50,total postings",
        "2026-06-03,US,1,NA,new postings",
    )  # fmt: skip

    (found,), _ = read_published([file])

    assert found.values == {"US": {dt.date(2026, 6, 1): 100.0}}


def test_a_window_of_which_a_day_is_not_published_has_no_value() -> None:
    file = publish("AI_posting.csv", *(f"{day},US,5.0" for day in days("2026-06-01", 29)))

    one = line(file, market())

    assert (one.theirs_now, one.theirs_then, one.theirs_change) == (None, None, None)


def test_ours_is_smoothed_as_theirs_is() -> None:
    """A trailing mean of 7 days, averaged over June: 1 June counts 7/7, 30 June 1/7, 26 May 1/7, 25 May not at all."""
    made = Invented()
    board = made.board()
    for day, tags in (("2026-06-01", (AI,)), ("2026-06-30", ()), ("2026-05-26", (AI,)), ("2026-05-25", ())):
        made.ad(board, day, tags=tags, country="us")
    made.ad(board, "2025-06-10", country="us")

    one = line(published_june("AI_posting.csv", "US,5.0", "US,2.0"), made.write())

    assert one.ours_now == pytest.approx((1 + 1 / 7) / (1 + 1 / 7 + 1 / 7))
    assert one.n_now == 2


def test_a_board_off_the_panel_does_not_count() -> None:
    made = Invented()
    old, new = made.board(), made.board(("2026-01-01", "2026-12-31"))
    made.ad(new, "2026-06-10", tags=(AI,), country="us", times=9)
    for day in ("2026-06-10", "2025-06-10"):
        made.ad(old, day, country="us", times=4)

    one = line(published_june("AI_posting.csv", "US,5.0", "US,2.0"), made.write())

    assert (one.ours_now, one.n_now) == (0.0, 4)


def test_a_thread_is_taken_by_its_whole_month() -> None:
    made = Invented()
    thread = made.board(kind="thread", platform="hn")
    for day in ("2026-06-01", "2026-06-29", "2025-06-01"):
        made.ad(thread, day, None, country="us")
    made.ad(thread, "2026-05-29", None, country="us", tags=(AI,))

    one = line(published_june("AI_posting.csv", "US,5.0", "US,2.0"), made.write())

    assert (one.ours_now, one.n_now, one.n_then) == (0.0, 2, 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("date,jobcountry\n2026-06-01,US\n", "no column 'AI_share_postings'"),
        ("date,jobcountry,AI_share_postings\n2026-06-01,US,many\n", "AI_posting.csv:2: 'many' is no number"),
        ("date,jobcountry,AI_share_postings\n1 June,US,5\n", "AI_posting.csv:2: '1 June' is no date"),
    ],
)
def test_a_file_of_another_form_is_refused_by_line(text: str, said: str) -> None:
    Path("AI_posting.csv").write_text(text, encoding="utf-8")

    with pytest.raises(JobtideError, match=said):
        read_published([Path("AI_posting.csv")])


def test_a_folder_is_read_and_what_is_no_series_is_named() -> None:
    publish("AI_posting.csv", "2026-06-01,US,5.0")
    Path("other.csv").write_text("a,b\n", encoding="utf-8")

    found, unknown = read_published([Path()])

    assert [one.series.name for one in found] == ["ai-share"]
    assert unknown == [Path("other.csv")]


def test_files_that_are_no_series_at_all_are_refused() -> None:
    Path("other.csv").write_text("a,b\n", encoding="utf-8")

    with pytest.raises(JobtideError, match=r"known: AI_posting\.csv"):
        read_published([Path("other.csv")])
    with pytest.raises(JobtideError, match="no such file"):
        read_published([Path("AI_posting.csv")])


def test_a_dash_is_no_value() -> None:
    table = as_table([line(published_june("AI_posting.csv", "DE,5.0", "DE,2.0"), market(), "DE")]).splitlines()

    assert table[1].split() == ["2026-06", "2025-06", "ai-share", "DE", "5.00", "%", "2.00", "%", "+150.0", "%",
                                "-", "-", "-", "0", "0"]  # fmt: skip


def test_the_published_files_are_averaged_as_they_say(real_data: Path) -> None:
    """Against the files as they are published, added up here in another way."""
    found, unknown = read_published([real_data / "reference"])
    month = Window(first=dt.date(2024, 10, 1), last=dt.date(2024, 10, 31))

    assert not unknown
    for one in found:
        with (real_data / "reference" / one.series.file).open(encoding="utf-8") as file:
            rows = [
                float(row[one.series.value])
                for row in csv.DictReader(file)
                if row[one.series.country] == "US"
                and row[one.series.date].startswith("2024-10")
                and row.get("variable", "new postings") == "new postings"
            ]
        scale = 100 if one.series.kind == "share" else 1
        assert one.mean("US", month) == pytest.approx(sum(rows) / len(rows) / scale)
