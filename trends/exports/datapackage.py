"""`datapackage.json`: every file of a folder, column by column, after https://datapackage.org/standard/ (version 2)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from trends.exports.sheets import Sheet
from trends.mart.files import replacing
from trends.metrics import load_metrics

FILE = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
KINDS = {"VARCHAR": "string", "DOUBLE": "number", "BIGINT": "integer", "INTEGER": "integer", "BOOLEAN": "boolean",
         "DATE": "date"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How a format is called in a package."""

    name: str
    mediatype: str
    place: str = ""
    """Property of the dialect that names the sheet or table inside the file; empty where the file is the table."""
    more: Mapping[str, str] = field(default_factory=dict)


CSV = Format(name="csv", mediatype="text/csv", more={"encoding": "utf-8"})


def describe(out: Path, written: Sequence[tuple[Sheet, Path, Format]]) -> Path:
    """Write the description of `written` and of what the folder already held, and return its file."""
    resources = _known(out) | {_name(sheet, form): _resource(sheet, file, form) for sheet, file, form in written}
    package = {
        "$schema": PROFILE,
        "name": "jobtide",
        "title": "Job postings: what rises and falls year over year",
        "description": "An empty cell was not measured; it never means zero. Days are UTC. In CSV an apostrophe stands "
        "before a text that a spreadsheet would take for a formula.",
        "resources": [resources[name] for name in sorted(resources)],
        "metrics": [
            {"name": metric.name, "sentence": metric.sentence, "unit": metric.unit, "formula": metric.formula}
            for metric in load_metrics().values()
        ],
    }
    with replacing(out / FILE) as beside:
        beside.write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return out / FILE


def _known(out: Path) -> dict[str, dict[str, Any]]:
    """Return the resources that an earlier export described and that are still there."""
    try:
        package = json.loads((out / FILE).read_text("utf-8"))
        return {one["name"]: one for one in package["resources"] if (out / one["path"]).is_file()}
    except (OSError, ValueError, KeyError, TypeError):
        return {}  # no export, or a file of somebody else's making


def _name(sheet: Sheet, form: Format) -> str:
    name = sheet.name.replace("_", "-")
    return name if form is CSV else f"{name}-{form.name}"


def _resource(sheet: Sheet, file: Path, form: Format) -> dict[str, Any]:
    dialect = {"dialect": {form.place: sheet.name}} if form.place else {}
    key = {"primaryKey": list(sheet.keys)} if sheet.keys else {}
    fields = [_field(sheet, name, KINDS[kind]) for name, kind in sheet.columns.items()]
    return {
        "name": _name(sheet, form),
        "type": "table",
        "path": file.name,
        "format": form.name,
        "mediatype": form.mediatype,
        **form.more,
        **dialect,
        "schema": {"fields": fields, **key, "missingValues": [""]},
    }


def _field(sheet: Sheet, name: str, kind: str) -> dict[str, Any]:
    # Part of a key is never missing: an empty `within` says that there is no limit.
    present = {"missingValues": [], "constraints": {"required": True}} if name in sheet.keys else {}
    return {"name": name, "type": kind, "description": sheet.sentences[name], **present}
