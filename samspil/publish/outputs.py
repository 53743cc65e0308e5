"""All files of a review, each whole or not at all."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from samspil.publish.contract import write_json
from samspil.publish.csv_table import write_csv
from samspil.publish.datapackage import write_datapackage
from samspil.publish.files import write_bytes
from samspil.publish.pages import PageSource
from samspil.publish.parquet import write_parquet
from samspil.publish.report import write_report
from samspil.publish.xlsx import write_xlsx
from samspil.values.review import Review


def write_outputs(review: Review, folder: Path, record: Mapping[str, Any], pages: PageSource | None) -> Path | None:
    """Write the contract's files into `folder`; with `pages` also the report, whose first page is returned. Raises OutputError."""
    write_json(review, folder / "initiatives.json")
    write_csv(review, folder / "initiatives.csv")
    write_xlsx(review, folder / "initiatives.xlsx")
    write_parquet(review, folder / "initiatives.parquet")
    write_datapackage(review, folder)
    write_bytes(folder / "run.json", (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
    return write_report(review, folder, pages) if pages else None
