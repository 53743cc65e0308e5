"""Files of the bank become one kept file: read, checked, the leaves taken, kroner, joined with the others, written whole or not at all."""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from samspil.competition.accounts.choosing import Chosen, Note, choose_leaves, plain_art, plain_function
from samspil.competition.accounts.joining import check_alike, join_parts
from samspil.competition.accounts.keeping import COLUMNS, MEMORY, THREADS, copy_sorted
from samspil.competition.accounts.reconciling import compare_with_country
from samspil.competition.accounts.tables import name_kind, read_unit, refuse_metrics
from samspil.competition.errors import complain
from samspil.statbank.areas import municipality_of
from samspil.statbank.bulk import Bulk
from samspil.statbank.bulk_lines import quote, text
from samspil.statbank.errors import SelectError, refuse_all
from samspil.statbank.opening import open_file
from samspil.statbank.provenance import hash_file
from samspil.statbank.selecting import Choices
from samspil.statbank.words import UNIT
from samspil.values.competition_accounts import About, AccountFile
from samspil.values.statistics import NOTE, Origin, TableFinding

_ROOM = "competition_import"
_RENAME: Mapping[str, Callable[[str], str]] = {
    "municipality": lambda code: municipality_of(code) or code,
    "year": str,
    "function": plain_function,
    "dranst": str,
    "owner": str,
    "art": plain_art,
}


@dataclass(frozen=True, slots=True)
class Part:
    """A file that was taken in: what it says of itself, its findings, and the Parquet file of its rows."""

    about: About
    rows: Path
    years: tuple[int, ...]
    findings: tuple[TableFinding, ...]


def import_accounts(
    files: Sequence[Path], out: Path, choices: Choices | None = None, *, memory: str = MEMORY, threads: int = THREADS
) -> tuple[About, tuple[TableFinding, ...]]:
    """Gather files of one table in `out`: what the kept file says of itself, and what was noted of each file.

    `choices`: dimension -> codes or levels, where the files leave a choice. Raises CompetitionError, StatbankError and SelectError naming file, place
    and remedy; then `out` is as it was.
    """
    if not out.parent.is_dir():
        raise complain(f"{_ROOM}.no_folder", str(out.parent))
    files, again = _drop_same(files)
    if len(files) == 1:
        part = _take_in(files[0], out, choices or {}, again, memory, threads)
        return part.about, part.findings
    with tempfile.TemporaryDirectory(prefix="samspil-accounts-") as folder:
        parts: list[Part] = []
        for number, file in enumerate(files):
            parts.append(_take_in(file, Path(folder) / f"{number}.parquet", choices or {}, [], memory, threads))
            check_alike(parts[0].about, parts[-1].about, file)
        about = join_parts([(part.about, part.rows, part.years) for part in parts], out, Path(folder), again, memory, threads)
    return about, tuple(finding for part in parts for finding in part.findings)


def _drop_same(files: Sequence[Path]) -> tuple[list[Path], list[Note]]:
    """Files given twice, by name or by content, count once; said."""
    if len(files) == 1:
        return list(files), []
    kept: dict[str, Path] = {}
    notes: list[Note] = []
    for file in files:
        digest = hash_file(file) if file.is_file() else str(file)
        if digest in kept:
            notes.append(("same_file", {"name": file.name, "first": kept[digest].name}))
        else:
            kept[digest] = file
    return list(kept.values()), notes


def _take_in(file: Path, out: Path, choices: Choices, notes: Sequence[Note], memory: str, threads: int) -> Part:
    """One file as a kept file. A fault of the file itself comes before any choice."""
    with open_file(file, memory=memory, threads=threads) as bulk:
        origin = bulk.origin
        refuse_all(bulk.findings, SelectError)
        kind, since = name_kind(origin, bulk.dimensions)
        refuse_metrics(origin, bulk.dimensions)
        unit, kroner = read_unit(origin, bulk.dimensions, choices.get(UNIT, ()))
        chosen = choose_leaves(origin, bulk.dimensions, choices)
        bulk.select(chosen.kept)
        missing, rows = _count(bulk)
        if rows == missing:
            raise complain(f"{_ROOM}.all_missing", str(file), count=missing)
        years = _check_years(origin, chosen, since)
        told = [*notes, *chosen.notes, *_tell_stated(unit, chosen, choices, missing), *compare_with_country(bulk, chosen, kroner)]
        about = _describe(origin, kind, unit, chosen, missing, told)
        copy_sorted(bulk.connection, _query(chosen, kroner), out, about)
        noted = tuple(finding for finding in bulk.findings if finding.weight == NOTE and finding.kind not in {"periods", "holes"})
        return Part(about, out, years, noted)


def _count(bulk: Bulk) -> tuple[int, int]:
    """Chosen cells without a figure, and all of them."""
    row = bulk.connection.execute("SELECT count(*) - count(value), count(*) FROM chosen").fetchone() or (0, 0)
    return int(row[0]), int(row[1])


def _check_years(origin: Origin, chosen: Chosen, since: int) -> tuple[int, ...]:
    years = tuple(sorted(int(year) for year in chosen.kept[chosen.columns["year"]]))
    if years[0] < since:
        raise complain(f"{_ROOM}.too_early", f"{origin.file}:{chosen.columns['year']}", year=years[0], since=since)
    return years


def _tell_stated(unit: str, chosen: Chosen, choices: Choices, missing: int) -> list[Note]:
    """A unit that the user vouches for, and figures that are not there."""
    notes: list[Note] = [("unit_stated", {"unit": unit})] if UNIT in choices and UNIT not in chosen.kept else []
    return [*notes, *([("missing", {"count": str(missing)})] if missing else [])]


def _describe(origin: Origin, kind: str, unit: str, chosen: Chosen, missing: int, notes: Sequence[Note]) -> About:
    day = origin.read_on.isoformat() if origin.read_on else ""
    return About(
        kind=kind,
        table=origin.id,
        unit_read=unit,
        files=(AccountFile(Path(origin.file).name, origin.sha256, day),),
        source=origin.source,
        example=origin.example,
        missing=missing,
        chosen=chosen.told,
        detail=chosen.detail,
        lacks=chosen.lacks,
        notes=tuple(notes),
    )


def _query(chosen: Chosen, kroner: int) -> str:
    """The rows as the kept file has them, sorted by enumerations, which is fast; added up only where rows can be alike without it."""
    held = dict.fromkeys(name for name in chosen.columns.values() if name)
    cells = "(SELECT * FROM chosen WHERE value IS NOT NULL)"
    if any(len(codes) > 1 for name, codes in chosen.kept.items() if name not in held):
        key = ", ".join(quote(name) for name in held)
        cells = f"(SELECT {key}, sum(value) AS value FROM {cells} GROUP BY {key})"  # noqa: S608
    columns = [f"{_write_column(column, chosen)} AS {column}" for column in chosen.columns]
    amount = f"CAST(value * {kroner} AS {COLUMNS['amount']}) AS amount"
    order = ", ".join(_sort_by(column, chosen) for column in ("year", "municipality", "function"))
    return f"SELECT {', '.join(columns)}, {amount} FROM (SELECT * FROM {cells} ORDER BY {order})"  # noqa: S608


def _write_column(column: str, chosen: Chosen) -> str:
    """A column of the kept file from the dimension's codes."""
    name = chosen.columns[column]
    if not name:
        return "''"
    if column == "year":
        return f"CAST(CAST({quote(name)} AS VARCHAR) AS SMALLINT)"
    renamed = {code: _RENAME[column](code) for code in chosen.kept[name]}
    if all(code == ours for code, ours in renamed.items()):
        return quote(name)
    if all(f"0{code}" == ours for code, ours in renamed.items()):
        return f"'0' || CAST({quote(name)} AS VARCHAR)"
    pairs = ", ".join(f"{text(code)}: {text(ours)}" for code, ours in renamed.items())
    return f"MAP {{{pairs}}}[CAST({quote(name)} AS VARCHAR)]"


def _sort_by(column: str, chosen: Chosen) -> str:
    """The dimension itself where its codes have the order of ours."""
    name = chosen.columns[column]
    ours = [_RENAME[column](code) for code in sorted(chosen.kept[name])]
    return quote(name) if ours == sorted(ours) else _write_column(column, chosen)
