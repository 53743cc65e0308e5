"""All files of a review: all of them, each whole, or none."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from samspil.publish.contract import write_json
from samspil.publish.csv_table import write_csv
from samspil.publish.datapackage import write_datapackage
from samspil.publish.files import staged_outputs, write_bytes
from samspil.publish.pages import PageSource
from samspil.publish.parquet import write_parquet
from samspil.publish.report import MARKER, write_report
from samspil.publish.xlsx import write_xlsx
from samspil.values.review import Review


def write_outputs(review: Review, folder: Path, record: Mapping[str, Any], pages: PageSource | None) -> Path | None:
    """Write the contract's files into `folder`; with `pages` also the report, whose first page is returned. Raises OutputError.

    They are made aside and put in place together, so that a full disk leaves the outputs of the last run as they were. Without `pages` an
    earlier report is taken away: it would tell of other data.
    """
    with staged_outputs(folder, MARKER) as new:
        write_json(review, new / "initiatives.json")
        write_csv(review, new / "initiatives.csv")
        write_xlsx(review, new / "initiatives.xlsx")
        write_parquet(review, new / "initiatives.parquet")
        write_datapackage(review, new)
        write_bytes(new / "run.json", (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode("utf-8", errors="replace"))
        if pages:
            write_report(review, new, pages)
    return folder / "report" / "index.html" if pages else None
