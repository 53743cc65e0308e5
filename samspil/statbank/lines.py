"""The lines of a saved text file, one at a time: decoded, bounded, cut into cells; and what its first line says.

Nothing of ours breaks a line inside a cell, so a quote never closed is known on its own line and cannot swallow the rest of the file.
"""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from samspil.statbank.errors import StatbankError, complain, shorten
from samspil.statbank.words import CONTENTS, name_dimension
from samspil.vocabulary.system import explain

MOST_DIMENSIONS = 20
LONGEST_LINE = 20_000  # bytes
_LOOKED_AT = 65_536
_KINDS = (  # how a file begins -> what it is
    (b"PK\x03\x04", "is_workbook"),
    (b"\xd0\xcf\x11\xe0", "is_workbook"),
    (b"<", "is_page"),
    (b"\x1f\x8b", "is_packed"),
    (b"%PDF", "is_pdf"),
    (b"CHARSET=", "is_px"),
)


@dataclass(frozen=True, slots=True)
class Header:
    """What the first line says. `names`: the bank's codes without the column of numbers, which stands last; `given`: as written."""

    names: tuple[str, ...]
    given: tuple[str, ...]
    contents: str
    language: str
    delimiter: str
    encoding: str
    marked: bool  # begins with a byte order mark
    ends_crlf: bool


def peek(file: Path, size: int = _LOOKED_AT) -> bytes:
    """The first bytes. Raises StatbankError when there is no such file, no access, or nothing in it."""
    try:
        with file.open("rb") as stream:
            start = stream.read(size)
    except OSError as error:
        raise complain("cannot_open", str(file), reason=explain(error)) from error
    if not start.strip(b"\xef\xbb\xbf\x00 \r\n\t"):
        raise complain("empty", str(file))
    return start


def sniff(file: Path, start: bytes) -> str:
    """'json' or 'csv', by the first bytes. Raises StatbankError for what is something else: a web page, a workbook, a packed file."""
    plain = start.removeprefix(codecs.BOM_UTF8).lstrip()
    for mark, key in _KINDS:
        if plain.startswith(mark):
            raise complain(key, str(file))
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise complain("wrong_encoding", f"{file}:1", detail="UTF-16")
    return "json" if plain[:1] in (b"{", b"[") else "csv"


def read_header(file: Path, start: bytes) -> Header:
    """The dimensions of a CSV or BULK file, from its first bytes. Raises StatbankError."""
    marked = start.startswith(codecs.BOM_UTF8)
    line = start.removeprefix(codecs.BOM_UTF8).split(b"\n", 1)[0]
    if len(line) > LONGEST_LINE:
        raise complain("line_too_long", f"{file}:1", most=LONGEST_LINE)
    encoding = _guess_encoding(start, marked)
    text = line.decode(encoding, "replace")
    if "\x00" in text:
        raise complain("nul", f"{file}:1")
    delimiter = ";" if ";" in text else "\t"
    given = tuple(cell.strip() for cell in split_line(text.rstrip("\r"), delimiter, file, 1))
    contents = given[-1].upper()
    if len(given) < 2 or contents not in CONTENTS:
        raise complain("not_statbank", f"{file}:1", found=shorten(given))
    if len(given) - 1 > MOST_DIMENSIONS:
        raise complain("too_many_dimensions", f"{file}:1", count=len(given) - 1, most=MOST_DIMENSIONS)
    names = tuple(name_dimension(name) for name in given[:-1])
    doubled = [name for name in dict.fromkeys(names) if names.count(name) > 1 or not name]
    if doubled:
        raise complain("doubled_column", f"{file}:1", names=shorten(doubled) or "''")
    return Header(names, given[:-1], given[-1], _language(contents, names, given), delimiter, encoding, marked, line.endswith(b"\r"))


def _language(contents: str, names: tuple[str, ...], given: tuple[str, ...]) -> str:
    """English by the column of numbers, or by a dimension called otherwise than the bank does."""
    renamed = any(
        " ".join(one.upper().split()) != name and one.upper() not in _OTHER_DANISH for one, name in zip(given, names, strict=False)
    )
    return "en" if CONTENTS[contents] == "en" or renamed else "da"


_OTHER_DANISH = frozenset(("KOMMUNE", "OMRADE", "OMRAADE", "KOEN", "FUNKTION", "EJERFORHOLD", "GRUPPERING"))


def _guess_encoding(start: bytes, marked: bool) -> str:
    """UTF-8 (with its mark, or where all of the beginning is UTF-8), else Windows-1252, as the bank's web pages save files."""
    if marked:
        return "utf-8"
    whole = start[: start.rfind(b"\n") + 1] or start
    try:
        whole.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def split_line(line: str, delimiter: str, file: Path, number: int) -> list[str]:
    """The cells of a line. Raises StatbankError for a quote never closed."""
    if '"' not in line:
        return line.split(delimiter)
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True))
    except (csv.Error, StopIteration) as error:
        raise complain("open_quote", f"{file}:{number}") from error


def read_rows(file: Path, header: Header) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of every line below the header, blank lines at the end passed over. Raises StatbankError for a broken line."""
    width = len(header.names) + 1
    ended, number = True, 1
    for number, raw in _bounded_lines(file):
        if number == 1:
            continue
        ended = raw.endswith(b"\n")
        line = _decode(raw, header.encoding, file, number)
        if not line:
            continue
        cells = split_line(line, header.delimiter, file, number)
        if len(cells) != width:
            raise _wrong_width(file, number, len(cells), width, ended)
        yield number, cells
    if not ended:
        raise complain("cut_line", f"{file}:{number}")
    if number == 1:
        raise complain("no_rows", str(file))


def check_tail(file: Path) -> None:
    """The last line must be ended, or the download was cut. Raises StatbankError."""
    with file.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - 1))
        if stream.read() != b"\n":
            raise complain("cut_line", str(file))


def _wrong_width(file: Path, number: int, found: int, width: int, ended: bool) -> StatbankError:
    if not ended:
        return complain("cut_line", f"{file}:{number}")
    return complain("wrong_width", f"{file}:{number}", found=found, width=width)


def _bounded_lines(file: Path) -> Iterator[tuple[int, bytes]]:
    with file.open("rb") as stream:
        number = 0
        while raw := stream.readline(LONGEST_LINE + 1):
            number += 1
            if len(raw) > LONGEST_LINE:
                raise complain("line_too_long", f"{file}:{number}", most=LONGEST_LINE)
            yield number, raw


def _decode(raw: bytes, encoding: str, file: Path, number: int) -> str:
    if b"\x00" in raw:
        raise complain("nul", f"{file}:{number}")
    try:
        return raw.rstrip(b"\r\n").decode(encoding)
    except UnicodeDecodeError as error:
        raise complain("wrong_encoding", f"{file}:{number}", detail=f"0x{raw[error.start]:02x}") from error
