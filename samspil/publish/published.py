"""A published review as `published.json`, exactly by the contract (docs/outputs.md): keys in its order, doubled rows kept as printed, same review same bytes."""

import json
from collections.abc import Mapping
from typing import Any

from samspil.publish.contract import amount_to_json
from samspil.values.published import Claim, PublishedReview, PublishedRow, PublishedTable

Json = dict[str, Any]


def published_contract(review: PublishedReview) -> Json:
    """Year, tables with rows, claims, as plain values."""
    return {
        "year": review.year,
        "tables": [_table(table) for table in review.tables],
        "claims": [_claim(claim) for claim in review.claims],
    }


def published_bytes(review: PublishedReview) -> bytes:
    """The file: UTF-8, one blank of indentation, newline at the end."""
    text = json.dumps(published_contract(review), ensure_ascii=False, indent=1, allow_nan=False)
    return (text + "\n").encode("utf-8", errors="replace")


def read_skeleton(content: Mapping[str, Any]) -> object:
    """What an article itself says, without what reading adds: two files with the same skeleton are of the same article. Raises KeyError, TypeError."""
    tables = [(table["title"], [(row["as_printed"], row["text"]) for row in table["rows"]]) for table in content["tables"]]
    return int(content["year"]), tables, [claim["quote"] for claim in content["claims"]]


def _table(table: PublishedTable) -> Json:
    return {"number": table.number, "title": table.title, "theme": table.theme, "rows": [_row(row) for row in table.rows]}


def _row(row: PublishedRow) -> Json:
    return {
        "municipality": row.municipality,
        "municipality_code": row.municipality_code,
        "as_printed": row.as_printed,
        "text": row.text,
        "stage": row.stage,
        "amounts": [amount_to_json(amount) for amount in row.amounts],
    }


def _claim(claim: Claim) -> Json:
    return {
        "quote": claim.quote,
        "count": claim.count,
        "at_least": claim.at_least,
        "of": claim.of,
        "theme": claim.theme,
        "table": claim.table,
    }
