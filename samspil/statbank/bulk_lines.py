"""The lines of a large file taken into DuckDB in one pass, with the categories of each dimension as enumerations and numbers as whole numbers.

Reading text is what costs most, so the file is read once: its categories are guessed from pieces spread over it, and a line that holds anything
else (a category not among those guessed, a number with decimals, '..') is kept as it stands in `odd` and looked at afterwards. Nothing is lost by a
bad guess but time.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from samspil.statbank.csv_file import MOST_CATEGORIES, check_marks
from samspil.statbank.errors import StatbankError, complain
from samspil.statbank.lines import LONGEST_LINE, Header, split_line
from samspil.statbank.numbers import LARGEST, MISSING_SIGNS

MOST_DECIMALS = 6
_WHOLE = "-?[0-9]{1,13}"
_BROKEN = f"{_WHOLE}[.,][0-9]{{1,12}}"
_PIECES, _PIECE, _START = 1_024, 4_096, 8_000_000  # pieces looked at, bytes of each, bytes at the start of the file
_NEVER = "\x02"  # stands in an enumeration that would be empty
_NOTHING = "\x01"  # what DuckDB takes for no value; a cell that holds it is refused as any strange sign


def quote(name: str) -> str:
    """A name as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text as SQL takes it."""
    return "'" + value.replace("'", "''") + "'"


def make_source(file: Path, header: Header, folder: Path) -> str:
    """The file as DuckDB sees it: every column text, every line as wide as the header. By a link, since it takes * and [ in a path for patterns."""
    link = folder / "file.csv"
    try:
        link.symlink_to(file.resolve())
    except OSError:
        link = file
    columns = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(len(header.names) + 1))
    options = (
        f"delim={text(header.delimiter)}, quote='\"', escape='\"', header=true, auto_detect=false, strict_mode=true, compression='none'"
    )
    return f"read_csv({text(str(link))}, columns={{{columns}}}, {options}, nullstr={text(_NOTHING)}, max_line_size={LONGEST_LINE})"


def guess_categories(file: Path, header: Header) -> list[set[str]]:
    """The texts that each dimension has in pieces of the file: its start, and many small ones all the way through."""
    known: list[set[str]] = [set() for _name in header.names]
    with file.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(0)
        _look(stream.read(_START).split(b"\n")[1:-1], file, header, known)
        for number in range(1, _PIECES) if size > _START else ():
            stream.seek(size * number // _PIECES)
            _look(stream.read(_PIECE).split(b"\n")[1:-1], file, header, known)
    return known


def _look(lines: Sequence[bytes], file: Path, header: Header, known: Sequence[set[str]]) -> None:
    """Add the cells of whole lines; broken ones are left to DuckDB, which names them."""
    for line in lines:
        try:
            cells = split_line(line.rstrip(b"\r").decode("utf-8"), header.delimiter, file, 0)
        except (StatbankError, UnicodeDecodeError):
            continue
        if len(cells) == len(known) + 1:
            for each, cell in zip(known, cells, strict=False):
                each.add(cell)


def take_lines(connection: duckdb.DuckDBPyConnection, source: str, guessed: Sequence[set[str]]) -> int:
    """Make the table `lines`: `d0`, `d1`, ... the dimensions, `v` the number, `odd` all cells of a line that holds something else. Gives how many."""
    width = len(guessed)
    for number, known in enumerate(guessed):
        values = sorted(known)[:MOST_CATEGORIES] or [_NEVER]
        connection.execute(f"CREATE TYPE raw{number} AS ENUM ({', '.join(text(value) for value in values)})")
    taken = [f"TRY_CAST(c{place} AS raw{place}) AS d{place}" for place in range(width)]
    whole = f"TRY_CAST(c{width} AS BIGINT)"  # takes '1e3' and '1_000' too: only what it writes back the same is a number
    number_of = f"CASE WHEN CAST({whole} AS VARCHAR) = c{width} THEN {whole} END AS v"
    strange = " OR ".join([*(f"d{place} IS NULL" for place in range(width)), "v IS NULL"])
    cells = ", ".join(f"c{place}" for place in range(width + 1))
    kept = ", ".join([*(f"d{place}" for place in range(width)), "v"])
    connection.execute(
        f"CREATE TABLE lines AS SELECT {kept}, CASE WHEN {strange} THEN [{cells}] END AS odd"  # noqa: S608
        f" FROM (SELECT {', '.join(taken)}, {number_of}, {cells} FROM {source})"
    )
    row = connection.execute("SELECT count(*) FROM lines").fetchone()
    return int(row[0]) if row else 0


def list_texts(connection: duckdb.DuckDBPyConnection, header: Header, file: Path) -> dict[str, list[str]]:
    """The texts that each dimension really has, as written. Raises StatbankError for more of them than a dimension can have."""
    found = {}
    for place, name in enumerate(header.names):
        asked = f"SELECT CAST(d{place} AS VARCHAR) FROM (SELECT DISTINCT d{place} FROM lines WHERE d{place} IS NOT NULL)"  # noqa: S608
        rows = connection.execute(asked).fetchall()
        asked = f"SELECT DISTINCT odd[{place + 1}] FROM lines WHERE odd IS NOT NULL AND d{place} IS NULL LIMIT {MOST_CATEGORIES + 1}"  # noqa: S608
        rows += connection.execute(asked).fetchall()
        if len(rows) > MOST_CATEGORIES:
            raise complain("too_many_categories", f"{file}:{header.given[place]}", count=len(rows), most=MOST_CATEGORIES)
        found[name] = sorted(_NOTHING if row[0] is None else str(row[0]) for row in rows)
    return found


def check_numbers(connection: duckdb.DuckDBPyConnection, file: Path, header: Header) -> tuple[str, int]:
    """The decimal mark in use and how many decimals at most. Raises StatbankError for what is no number, two marks, or perhaps thousands."""
    place = f"{file}:{header.contents}"
    row = connection.execute("SELECT min(v), max(v) FROM lines").fetchone() or (None, None)
    if too_large := [number for number in row if number is not None and abs(number) > LARGEST]:
        raise complain("not_a_number", place, given=str(too_large[0]))
    x = f"odd[{len(header.names) + 1}]"
    connection.execute(f"CREATE OR REPLACE TEMP VIEW strange AS SELECT {x} AS x FROM lines WHERE odd IS NOT NULL AND v IS NULL")  # noqa: S608
    signs = ", ".join(text(sign) for sign in sorted({*MISSING_SIGNS, "-"}))
    pattern = f"{_WHOLE}|{_BROKEN}"
    asked = f"SELECT count(*), any_value(coalesce(x, '?')) FROM strange WHERE x IS NULL OR NOT (x IN ({signs}) OR regexp_full_match(x, {text(pattern)}))"  # noqa: S608
    if (bad := connection.execute(asked).fetchone()) and bad[0]:
        raise complain("not_a_number", place, given=str(bad[1])[:40])
    return _find_mark(connection, file, header)


def _find_mark(connection: duckdb.DuckDBPyConnection, file: Path, header: Header) -> tuple[str, int]:
    marks, mark, decimals = {}, "", 0
    for each in ",.":
        length = f"length(split_part(x, '{each}', 2))"
        asked = f"SELECT any_value(x), max({length}), min({length}) FROM strange WHERE contains(x, '{each}') AND length(x) > 2 AND regexp_full_match(x, {text(_BROKEN)})"  # noqa: S608
        row = connection.execute(asked).fetchone()
        if row and row[0] is not None:
            marks[each], mark, decimals = (0, str(row[0])), each, int(row[1])
            check_marks(file, header.contents, {each: marks[each]}, [str(row[0])] if each == "." and row[1] == row[2] == 3 else [])
    check_marks(file, header.contents, marks, [])
    if decimals > MOST_DECIMALS:
        raise complain("not_a_number", f"{file}:{header.contents}", given=marks[mark][1])
    return mark, decimals


def keep_cells(connection: duckdb.DuckDBPyConnection, codes: Mapping[str, Mapping[str, str]], mark: str, decimals: int) -> None:
    """Make `cells`: a column per dimension with its codes (`codes`: dimension -> text as written -> code) and the exact `value`.

    A view where the lines need nothing done to them, which is the rule; else a table.
    """
    row = connection.execute("SELECT count(odd) FROM lines").fetchone()
    plain = not (row and row[0]) and all(text_of == code for known in codes.values() for text_of, code in known.items())
    kind = f"DECIMAL(18, {decimals})"
    columns = [f"d{place} AS {quote(name)}" for place, name in enumerate(codes)]
    if plain:
        connection.execute(f"CREATE VIEW cells AS SELECT {', '.join(columns)}, CAST(v AS {kind}) AS value FROM lines")  # noqa: S608
        return
    columns = [_code_of(connection, place, name, codes[name]) for place, name in enumerate(codes)]
    signs = ", ".join(text(sign) for sign in sorted(MISSING_SIGNS))
    x = f"odd[{len(codes) + 1}]"
    plain_number = f"replace({x}, ',', '.')" if mark == "," else x
    number = f"CAST({plain_number} AS {kind})"
    value = f"CASE WHEN v IS NOT NULL THEN CAST(v AS {kind}) WHEN {x} IN ({signs}) THEN NULL WHEN {x} = '-' THEN 0 ELSE {number} END"
    connection.execute(f"CREATE TABLE cells AS SELECT {', '.join(columns)}, CAST({value} AS {kind}) AS value FROM lines")  # noqa: S608
    connection.execute("DROP TABLE lines")


def _code_of(connection: duckdb.DuckDBPyConnection, place: int, name: str, known: Mapping[str, str]) -> str:
    """A dimension's column with codes."""
    codes = ", ".join(text(code) for code in sorted(set(known.values())))
    connection.execute(f"CREATE TYPE e{place} AS ENUM ({codes})")
    given = f"coalesce(CAST(d{place} AS VARCHAR), odd[{place + 1}])"
    if all(one == code for one, code in known.items()):
        code = given
    elif all(one.strip(" ").partition(" ")[0] == code for one, code in known.items()):
        code = f"split_part(trim({given}), ' ', 1)"
    else:
        code = f"MAP {{{', '.join(f'{text(one)}: {text(code)}' for one, code in known.items())}}}[{given}]"
    return f"CAST({code} AS e{place}) AS {quote(name)}"
