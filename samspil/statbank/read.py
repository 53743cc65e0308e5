"""A saved file of the bank becomes a table: CSV, BULK, JSON-stat 1.x or 2.0, whichever it is. Files too large for memory: `bulk.open_bulk`."""

import datetime
import re
from pathlib import Path

from samspil.statbank.csv_file import check_doubled, read_csv
from samspil.statbank.errors import StatbankError, complain, find
from samspil.statbank.jsonstat import MOST_BYTES, parse_jsonstat
from samspil.statbank.lines import peek, read_header, sniff
from samspil.statbank.provenance import SOURCE, Provenance, hash_file, read_provenance
from samspil.statbank.words import UNIT
from samspil.values.statistics import CODES_AND_TEXTS, ERROR, NOTE, Dimension, Origin, Table, TableFinding
from samspil.vocabulary.system import explain
from samspil.vocabulary.texts import say

EXAMPLE_PREFIX = "eksempel"  # files that ship with Samspil and hold made-up figures begin so
_IDS = re.compile(r"(?<![A-Z0-9])(FOLK1AM?|BEF1A(?:07)?|FRKM\d{3}|REGK\d{1,3}|REGKC|BUDK\d{1,3}|NGLK)(?![A-Z0-9])")
_ENGLISH = frozenset(("time", "region", "age", "sex", "gender", "municipality", "price unit", "function", "marital status"))


def read_table(file: Path) -> Table:
    """The table in a saved file. Raises StatbankError naming file, line and remedy for anything that is not whole, plain and of the bank's formats."""
    try:
        start = peek(file)
        kind = sniff(file, start)
        beside = read_provenance(file)
        digest = hash_file(file)
        changed = find_changed(file, beside, digest)
        try:
            return _read_json(file, beside, digest, changed) if kind == "json" else _read_csv(file, start, beside, digest, changed)
        except StatbankError as error:
            if changed:  # the deeper reason: the file is not what was fetched
                error.findings = (*error.findings, *changed)
            raise
    except OSError as error:
        raise complain("cannot_open", str(file), reason=explain(error)) from error


def find_changed(file: Path, beside: Provenance, digest: str) -> list[TableFinding]:
    """An error when the file is not the one its provenance file tells of."""
    return [find("changed", ERROR, str(file), "")] if beside.sha256 and beside.sha256 != digest else []


def _read_csv(file: Path, start: bytes, beside: Provenance, digest: str, found: list[TableFinding]) -> Table:
    header = read_header(file, start)
    dimensions, places, numbers, more, presentation = read_csv(file, header)
    facts = {"format": "CSV", "language": header.language, "presentation": presentation}
    return Table(describe_origin(file, beside, digest, dimensions, facts), dimensions, places, numbers, (*found, *more))


def _read_json(file: Path, beside: Provenance, digest: str, found: list[TableFinding]) -> Table:
    with file.open("rb") as stream:
        data = stream.read(MOST_BYTES + 1)
    dimensions, places, numbers, facts = parse_jsonstat(data, file)
    english = any(dimension.label.lower() in _ENGLISH for dimension in dimensions)
    facts |= {"language": "en" if english else "da", "presentation": CODES_AND_TEXTS}
    more = check_doubled(str(file), dimensions, places)
    if english:
        more.append(find("read_english", NOTE, str(file), "", names=", ".join(d.label for d in dimensions if d.label)))
    return Table(describe_origin(file, beside, digest, dimensions, facts), dimensions, places, numbers, (*found, *more))


def describe_origin(file: Path, beside: Provenance, digest: str, dimensions: tuple[Dimension, ...], facts: dict[str, str]) -> Origin:
    """What the file says of itself, then what stands beside it, then its name and its day."""
    told = _IDS.search(file.stem.upper())
    unit = next((d.categories[0].label or d.categories[0].code for d in dimensions if d.code == UNIT and len(d.categories) == 1), "")
    example = beside.example or bool(facts.get("example")) or file.name.startswith(EXAMPLE_PREFIX)
    return Origin(
        file=str(file),
        sha256=digest,
        format=facts["format"],
        id=beside.table or (told[1] if told else ""),
        title=beside.title or facts.get("title", ""),
        unit=unit or facts.get("unit", "") or beside.unit,
        source=beside.source or facts.get("source", "") or (say("statbank.example_source") if example else SOURCE),
        read_on=beside.read_on or datetime.date.fromtimestamp(file.stat().st_mtime),
        updated=facts.get("updated", "") or beside.updated,
        language=facts["language"],
        presentation=facts["presentation"],
        example=example,
    )
