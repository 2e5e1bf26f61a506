"""Parquet: one file a sheet, with the types that the numbers have."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq

from trends.exports.datapackage import Format, describe
from trends.exports.sheets import Sheet
from trends.mart.files import replacing

PARQUET = Format(name="parquet", mediatype="application/vnd.apache.parquet")


def write(sheets: Sequence[Sheet], out: Path) -> list[Path]:
    """Write one file a sheet, and `datapackage.json`."""
    written = [(sheet, out / f"{sheet.name}.parquet", PARQUET) for sheet in sheets]
    for sheet, file, _ in written:
        schema = sheet.parts[0].to_arrow_reader(1).schema
        with replacing(file) as beside, pq.ParquetWriter(beside, schema, compression="zstd") as writer:
            for batch in sheet.batches():
                writer.write_batch(batch)
    return [*(file for _, file, _ in written), describe(out, written)]
