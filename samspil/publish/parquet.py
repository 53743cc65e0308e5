"""`initiatives.parquet`: one row per initiative, evidence and amounts nested, written by DuckDB."""

import errno
import json
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

import duckdb

from samspil.publish.contract import Json, initiative_to_json, order_initiatives
from samspil.publish.files import write_bytes
from samspil.values.initiative import Initiative
from samspil.values.review import Review

_UNSTORABLE = re.compile(r"\\u(?:0000|d[89a-f])")  # as JSON spells NUL and surrogates, also those of a pair that is no trouble
_EVIDENCE = [
    {"document": "VARCHAR", "sha256": "VARCHAR", "page": "INTEGER", "start": "INTEGER", "end": "INTEGER"}
    | dict.fromkeys(("quote", "prefix", "suffix"), "VARCHAR")
]
_AMOUNT = [
    {
        "dkk": "BIGINT",
        "kind": "VARCHAR",
        "profile": "MAP(INTEGER, BIGINT)",
        "total": "BIGINT",
        "ambiguous": "BOOLEAN",
        "assumed": "BOOLEAN",
        "part_of": "BOOLEAN",
        "price_level": "INTEGER",
        "quote": "VARCHAR",
        "readings": ["VARCHAR"],
    }
]
_ROW = {
    "id": "VARCHAR",
    "municipality": "VARCHAR",
    "municipality_code": "VARCHAR",
    "budget_year": "INTEGER",
    "themes": ["VARCHAR"],
    "topics": ["VARCHAR"],
    "stage": "VARCHAR",
    "confidence": "DOUBLE",
    "reader": "VARCHAR",
    "evidence": _EVIDENCE,
    "amounts": _AMOUNT,
    "technologies": ["VARCHAR"],
    "actors": ["VARCHAR"],
    "committee": "VARCHAR",
}
_QUERY = "SELECT unnest(from_json(line, ?)) FROM (SELECT unnest(?::VARCHAR[]) AS line)"


def write_parquet(review: Review, path: Path) -> None:
    """Columns as in the contract; `profile` is a map from year to kroner; amounts carry their `readings` as well."""
    write_bytes(path, _encode([_spell(_row(initiative)) for initiative in order_initiatives(review)]))


def _row(initiative: Initiative) -> Json:
    row = initiative_to_json(initiative)
    for amount, source in zip(row["amounts"], initiative.amounts, strict=True):
        amount["readings"] = list(source.readings)
    return row


def _spell(row: Json) -> str:
    words = json.dumps(row)
    return json.dumps(_replace_unstorable(row)) if _UNSTORABLE.search(words) else words


def _replace_unstorable(value: object) -> object:
    """NUL and lone surrogates have no place in a Parquet string."""
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd").encode("utf-8", errors="replace").decode("utf-8")
    if isinstance(value, list):
        return [_replace_unstorable(item) for item in value]
    return {key: _replace_unstorable(item) for key, item in value.items()} if isinstance(value, dict) else value


def _encode(rows: Sequence[str]) -> bytes:
    """JSON rows to Parquet bytes; one thread, so that equal rows give equal bytes."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(config={"threads": 1}) as database:
        target = Path(folder, "rows.parquet")
        # a line at a time: all rows in one text take three times as long
        query = f"COPY ({_QUERY}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
        try:
            database.execute(query, [json.dumps(_ROW), list(rows)])
        except duckdb.IOException as error:
            raise OSError(errno.ENOSPC, str(error)) from error  # all it reads and writes is its own temporary file
        return target.read_bytes()
