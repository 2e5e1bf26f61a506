"""Add a line to the text of a panel, or take one out; every other byte stays as it is."""

import csv
import io
from collections.abc import Mapping

MARK = "\ufeff"
NEWLINE = "\n"


def columns_of(text: str) -> list[str]:
    """Return the names in the header.

    >>> columns_of("\\ufeffplatform,token,country\\r\\n")
    ['platform', 'token', 'country']
    """
    return next(csv.reader(io.StringIO(text.removeprefix(MARK), newline="")), [])


def line_of(values: Mapping[str, str], columns: list[str]) -> str:
    """Return one line without its end; what the header has no column for is left out.

    >>> line_of({"platform": "lever", "token": "acme", "employer": "Acme, Inc.", "sector": ""}, ["token", "employer"])
    'acme,"Acme, Inc."'
    """
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="").writerow([values.get(name, "") for name in columns])
    return text.getvalue()


def with_line(text: str, line: str) -> str:
    """Return the text with a last line more, which ends as the first one does.

    >>> with_line("platform,token\\r\\nlever,acme", "lever,zenith")
    'platform,token\\r\\nlever,acme\\r\\nlever,zenith\\r\\n'
    """
    end = "\r\n" if text.partition(NEWLINE)[0].endswith("\r") else NEWLINE
    return f"{text}{'' if text.endswith(NEWLINE) else end}{line}{end}"


def without_board(text: str, platform: str, token: str) -> tuple[str, str, int]:
    """Return the text without a board, what stood there, and in which line; the text itself, nothing and 0 without it.

    >>> without_board("platform,token\\nlever,acme\\n\\nlever,zenith\\n", "lever", "acme")
    ('platform,token\\n\\nlever,zenith\\n', 'lever,acme', 2)
    """
    lines = io.StringIO(text, newline="").readlines()
    reader = csv.reader(line.removeprefix(MARK) for line in lines)
    columns, before = next(reader, []), reader.line_num
    for row in reader:
        values = dict(zip(columns, (one.strip() for one in row), strict=False))
        if (values.get("platform"), values.get("token")) == (platform, token):
            after = reader.line_num
            return "".join(lines[:before] + lines[after:]), "".join(lines[before:after]).rstrip("\r\n"), before + 1
        before = reader.line_num
    return text, "", 0
