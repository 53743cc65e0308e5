"""Several files of one table become one: other years, other municipalities. The same amount twice counts once; two amounts for one thing are refused."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from samspil.competition.accounts.choosing import Note
from samspil.competition.accounts.keeping import copy_sorted
from samspil.competition.errors import complain
from samspil.statbank.bulk_lines import text
from samspil.statbank.levels import overlapping
from samspil.statbank.words import ART
from samspil.values.competition_accounts import About
from samspil.values.statistics import Category, Dimension

_ROOM = "competition_import"
_KEY = "municipality, year, function, dranst, owner, art"
_ORDER = "year, municipality, function, dranst, owner, art"


def check_alike(first: About, other: About, file: Path) -> None:
    """Files that may stand in one: the same kind, table and columns. Raises CompetitionError."""
    names = {"one": first.files[0].name, "other": other.files[0].name}
    if first.kind != other.kind:
        raise complain(f"{_ROOM}.budget_among_accounts", str(file), **names)
    if first.table != other.table:
        raise complain(f"{_ROOM}.mixed_tables", str(file), **names, first=first.table, second=other.table)
    if first.example != other.example:
        raise complain(f"{_ROOM}.mixed_examples", str(file), **names)
    if (first.detail, first.lacks) != (other.detail, other.lacks):
        raise complain(f"{_ROOM}.mixed_columns", str(file), **names)


def join_parts(
    parts: Sequence[tuple[About, Path, tuple[int, ...]]], out: Path, folder: Path, notes: Sequence[Note], memory: str, threads: int
) -> About:
    """Write the joined file and give what it says of itself. Raises CompetitionError for two amounts of one thing."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "threads": threads,
        "temp_directory": str(folder / "spill"),
    }
    with duckdb.connect(config=settings) as connection:
        connection.execute(
            f"CREATE VIEW parts AS {' UNION ALL '.join(_select(number, rows) for number, (_a, rows, _y) in enumerate(parts))}"
        )
        abouts = [about for about, _rows, _years in parts]
        _check_arts(connection, out)
        years = [year for _about, _rows, held in parts for year in held]
        again = _check_overlap(connection, abouts) if len(set(years)) < len(years) else 0
        told: list[Note] = [*notes, *([("overlap", {"count": str(again)})] if again else [])]
        about = _join(abouts, years, told)
        amount = "any_value(amount) AS amount" if again else "amount"
        grouped = f" GROUP BY {_KEY}" if again else ""
        copy_sorted(connection, f"SELECT {_KEY}, {amount} FROM parts{grouped} ORDER BY {_ORDER}", out, about)  # noqa: S608
    return about


def _select(number: int, rows: Path) -> str:
    return f"SELECT *, {number} AS part FROM read_parquet({text(str(rows))})"  # noqa: S608


def _check_arts(connection: duckdb.DuckDBPyConnection, out: Path) -> None:
    """A main art of one file ('4') beside its parts in another ('40')."""
    codes = [str(row[0]) for row in connection.execute("SELECT DISTINCT art FROM parts ORDER BY 1").fetchall()]
    if levels := overlapping(Dimension(ART, tuple(Category(code) for code in codes))):
        shown = "; ".join(f"@{level}: {', '.join(list(held)[:4])}" for level, held in levels.items())
        raise complain(f"{_ROOM}.mixed_arts", str(out), levels=shown)


def _check_overlap(connection: duckdb.DuckDBPyConnection, abouts: Sequence[About]) -> int:
    """How many amounts stand in several files, alike. Raises CompetitionError when two of them differ."""
    connection.execute(  # the names are our own
        "CREATE TEMP TABLE twice AS SELECT municipality, year, function, dranst, owner, art, count(*) AS held, min(amount) AS low,"  # noqa: S608
        f" max(amount) AS high, list(part ORDER BY part) AS part FROM parts GROUP BY {_KEY} HAVING count(*) > 1"
    )
    asked = f"SELECT municipality, year, function, art, low, high, part, count(*) OVER () FROM twice WHERE low <> high ORDER BY {_ORDER} LIMIT 1"  # noqa: S608
    if found := connection.execute(asked).fetchone():
        municipality, year, function, art, low, high, held, count = found
        names = [abouts[number].files[0].name for number in held[:2]]
        place = f"{names[-1]}:{municipality}:{year}:{function}"
        values = {"municipality": municipality, "year": year, "function": function, "art": art or "–"}
        raise complain(f"{_ROOM}.overlap_differs", place, **values, low=low, high=high, one=names[0], other=names[-1], count=count)
    row = connection.execute("SELECT coalesce(sum(held - 1), 0) FROM twice").fetchone()
    return int(row[0]) if row else 0


def _join(abouts: Sequence[About], years: Sequence[int], notes: Sequence[Note]) -> About:
    """What they say together."""
    first = abouts[0]
    told: list[Note] = list(notes)
    for about in abouts:
        told += [note for note in about.notes if note not in told]
    chosen = dict(first.chosen)
    for about in abouts[1:]:
        for name, words in about.chosen.items():
            if words not in chosen.get(name, "").split(" | "):
                chosen[name] = " | ".join(part for part in (chosen.get(name, ""), words) if part)
    if "TID" in chosen:
        chosen["TID"] = ", ".join(str(year) for year in sorted(set(years)))
    return About(
        kind=first.kind,
        table=first.table,
        unit_read=first.unit_read,
        files=tuple(file for about in abouts for file in about.files),
        source=first.source,
        example=first.example,
        missing=sum(about.missing for about in abouts),
        chosen=chosen,
        detail=first.detail,
        lacks=first.lacks,
        notes=tuple(told),
    )
