"""`datapackage.json`: the data files described as a Frictionless Data Package v2 (https://datapackage.org)."""

import hashlib
import json
from pathlib import Path

from samspil.publish.contract import Json, order_documents
from samspil.publish.files import write_bytes
from samspil.publish.rows import column_types, review_years
from samspil.values.codes import AMOUNT_KINDS, STAGES
from samspil.values.review import Review
from samspil.vocabulary.texts import say

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
CONTRACT_FILE = "initiatives.json"
ALTERNATIVES = {
    "initiatives.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "initiatives.parquet": "application/vnd.apache.parquet",
}


def write_datapackage(review: Review, folder: Path) -> None:
    """Describe the data files that lie in `folder` already, with their size and SHA-256. Write it after them."""
    text = json.dumps(describe_package(review, folder), ensure_ascii=False, indent=1)
    write_bytes(folder / "datapackage.json", (text + "\n").encode("utf-8", errors="replace"))


def describe_package(review: Review, folder: Path) -> Json:
    """The table and the full JSON as resources; the same content in other formats as `alternatives`. Absent files are left out.

    The alternatives are no resources since frictionless cannot open Parquet without a further package, and would call the whole invalid.
    """
    table = describe_table(review, folder / "initiatives.csv")
    full = [describe_file(folder / CONTRACT_FILE, "application/json")] if (folder / CONTRACT_FILE).is_file() else []
    others = [describe_file(folder / name, media) for name, media in ALTERNATIVES.items() if (folder / name).is_file()]
    return {
        "$schema": PROFILE,
        "name": f"samspil-{review.facts['budget_year']}",
        "title": say("publish.title", year=review.facts["budget_year"]),
        "description": say("publish.package_description", read=review.coverage.read, of=review.coverage.municipalities),
        "version": str(review.facts.get("version", "")),
        "keywords": ["budgetaftaler", "kommuner", "Danmark"],
        "sources": [{"title": title} for title in source_titles(review)],
        "resources": [table, *full],
        "alternatives": others,
    }


def source_titles(review: Review) -> list[str]:
    """The files the initiatives were read from."""
    return list(dict.fromkeys(record.file for record in order_documents(review.coverage) if record.verdict in ("ok", "warn")))


def describe_table(review: Review, path: Path) -> Json:
    """The CSV as a table resource with its schema."""
    schema = {"fields": describe_fields(review), "primaryKey": ["id"], "missingValues": [""]}
    dialect = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True}
    table = {"name": "initiatives", "type": "table", "path": path.name, "title": say("publish.table_title"), "format": "csv"}
    return table | {"mediatype": "text/csv", "encoding": "utf-8", **measure(path), "dialect": dialect, "schema": schema}


def describe_fields(review: Review) -> list[Json]:
    """Name, type, description and rules of every column."""
    years = review_years(review)
    return [
        {"name": name, "type": kind, "description": describe_column(name), **_rules(name)} for name, kind in column_types(years).items()
    ]


def describe_column(name: str) -> str:
    """What a column holds, from the catalogue; the year columns share one sentence per kind."""
    parts = name.split("_")
    if parts[0] in AMOUNT_KINDS and parts[1].isdigit():
        return say(f"publish.column_{parts[0]}_year", year=parts[1])
    return say(f"publish.column_{name}")


def _rules(name: str) -> Json:
    required = {
        "id": {"required": True, "unique": True},
        "municipality": {"required": True},
        "stage": {"required": True, "enum": list(STAGES)},
    }
    rules = required | {"municipality_code": {"required": True, "pattern": "[0-9]{4}"}, "confidence": {"minimum": 0, "maximum": 1}}
    return {"constraints": rules[name]} if name in rules else {}


def describe_file(path: Path, media_type: str) -> Json:
    """A file that is listed but not described column by column."""
    return {"name": path.name.replace(".", "-"), "path": path.name, "format": path.suffix[1:], "mediatype": media_type, **measure(path)}


def measure(path: Path) -> Json:
    """Size and digest, so that a reader can tell whether the file is the one described."""
    content = path.read_bytes()
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
