"""Notes to the rows of a table: 'Ad 1.2: …', what stands under 'Forslag 34. Post og print', and paragraphs that begin 'Noter til tabel 2.'

Such a table tells what is done and its notes explain row after row, so sentences beside each other are about different things. Numbers tell which
note belongs to which row; without them the words do, and where these are silent the theme and the order, as both are written down the table.
"""

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from samspil.initiatives.context import N_THEMES, Surroundings
from samspil.initiatives.stretches import stretches
from samspil.values.passage import Passage

Array = NDArray[np.float64]

_CODE = r"(?P<code>\d{1,3}(?:\.\d{1,2}){0,2}|[A-ZÆØÅ]{1,3}[-.]?\d{1,3})"
_LEAD = r"(?:ad|note|til|vedr(?:\.|ørende)|forslag|punkt|pkt\.|nr\.|tiltag|initiativ|emne|sag)"
_OF_ROW = re.compile(rf"(?i:(?:{_LEAD}\s+)?){_CODE}[.):]?\s+(?=\S*[^\W\d_]{{2}})")
_OF_COLUMN = re.compile(rf"Nr\. {_CODE}\.?")
_OF_NOTE = re.compile(rf"(?i:{_LEAD}(?:\s+(?:punkt|nr\.|forslag|række))?\s+){_CODE}(?=[.):,]?(?:\s|$))")
_NOTES = re.compile(
    r"(?i)(?:noter?|bemærkninger|forklaringe?r?|kommentarer|uddybning|anmærkninger)"
    r"(?:(?: og \w+)? til (?:tabel|skema|oversigt|bilag|liste|forslag|post|række|linje)\w*(?:\s\d+)?)?[.:]?"
)
_LONGEST_LEAD = 70  # characters of 'Bemærkninger og forklaringer til tabel 2.'
_MOST_PARAGRAPHS = 60  # of notes in a document; and pairs of a row and a note in one: agreements have far fewer
_MOST_PAIRS = 20_000
_BACK = re.compile(r"(?:de[nt]?|dette|denne|disse|dermed|herved|derved|heraf|samtidig)\b")
_MOST_UNNUMBERED = 0.4  # share of a table's rows that may lack a number
_WORD = re.compile(r"[^\W\d_]{5,}")
_SHORTEST = 3  # signs behind a number: 'Forslag 4.' alone is no note
_ENOUGH = 0.5  # a word that stands in two more passages
_MUCH = 1.5  # where the themes differ


@dataclass(frozen=True, slots=True)
class Notes:
    """`row_of`: for a passage the row it is a note to. `named`: those of them that name their row's number themselves. `part_of`: for passages
    known to be about one entry each, a name of the entry: those of different entries are never joined. `table_of`: for those of a paragraph of notes
    the paragraph number of their table.
    """

    row_of: Mapping[int, int] = field(default_factory=dict)
    named: Mapping[int, int] = field(default_factory=dict)
    part_of: Mapping[int, str] = field(default_factory=dict)
    table_of: Mapping[int, int] = field(default_factory=dict)


def find_notes(around: Surroundings, inside: Array, least: float, alone: float) -> Notes:
    """The notes to rows in a document. From `least` on a note counts in a paragraph of notes, from `alone` on a row without shared words."""
    rows = [n for n, passage in enumerate(around.passages) if passage.kind == "row" or passage.columns]
    if not rows:
        return Notes()
    row_of, part_of = _find_numbered(around, rows)
    named = {n: row for n, row in row_of.items() if _names_row(around, n)}
    table_of: dict[int, int] = {}
    paragraphs = _find_paragraphs(around, rows)
    common = _count_parts(around.lower) if paragraphs else Counter()
    for table, notes in paragraphs:
        table_of |= dict.fromkeys(notes, around.passages[table[0]].paragraph)
        free = [row for row in table if row not in row_of.values()]
        weighed = [n for n in notes if inside[n] >= least and n not in part_of]
        linked = _link_by_words(around, inside, common, free, weighed)
        linked |= _link_by_theme(
            around, [row for row in free if row not in linked.values() and inside[row] >= alone], [n for n in weighed if n not in linked]
        )
        row_of |= linked
        part_of |= _part(around, [n for n in notes if n not in part_of], linked)
    return Notes(row_of, named, part_of, table_of)


def _find_numbered(around: Surroundings, rows: Sequence[int]) -> tuple[dict[int, int], dict[int, str]]:
    """Notes told by number: the row of a sentence that names it or stands below a heading that does, and the entry of all up to the next number."""
    numbered = number_rows(around, rows)
    row_of: dict[int, int] = {}
    part_of: dict[int, str] = {}
    if not numbered:
        return row_of, part_of
    code, paragraph, alone = "", -1, False
    for n, passage in enumerate(around.passages):
        if passage.kind not in {"sentence", "item"}:
            continue
        if passage.paragraph != paragraph:
            code, paragraph, alone = "", passage.paragraph, False
        told = _code_of([*passage.headings[-2:], passage.text], numbered)
        code = told or code
        if code:
            part_of[n] = code
        if _is_lone(passage.text):
            alone = bool(told)
        elif told or (alone and code):
            row_of[n] = _nearest(
                numbered[code], n, above=not _code_of([each for each in passage.headings[-2:] if not _is_lone(each)], numbered)
            )
    return row_of, part_of


def _nearest(rows: Sequence[int], n: int, *, above: bool) -> int:
    """Of the rows of one number in several tables the one that is meant: notes stand below their table, proposals on either side."""
    upper = [row for row in rows if row < n] if above else []
    return upper[-1] if upper else min(rows, key=lambda row: abs(row - n))


def number_rows(around: Surroundings, rows: Sequence[int]) -> dict[str, list[int]]:
    """The rows by number, of the tables that number theirs."""
    found: dict[str, list[int]] = {}
    for table in _tables(around, rows):
        codes = [(code, row) for row in table if (code := _number_of(around.passages[row]))]
        if len({code for code, _row in codes}) == len(codes) >= max(2, (1 - _MOST_UNNUMBERED) * len(table)):
            for code, row in codes:
                found.setdefault(code, []).append(row)
    return found


def _number_of(row: Passage) -> str:
    """The number of a row, as its label begins or as a column of numbers names it (the last of its notes); '' without one."""
    match = _OF_ROW.match(row.text) or (_OF_COLUMN.fullmatch(row.notes[-1]) if row.notes else None)
    return match["code"] if match else ""


def _code_of(texts: Sequence[str], numbered: Mapping[str, Sequence[int]]) -> str:
    """The last number of a row that one of the texts begins with, '' without one."""
    codes = [match["code"] for text in texts if (match := _OF_NOTE.match(text))]
    return next((code for code in reversed(codes) if code in numbered), "")


def _is_lone(text: str) -> bool:
    """'Til nr. 4.': the number of a note in a sentence of its own."""
    match = _OF_NOTE.match(text)
    return match is not None and len(text) <= match.end() + _SHORTEST


def _names_row(around: Surroundings, n: int) -> bool:
    """Whether a passage begins with the number of a note: 'Ad 1.2: …', or 'Ad 4: …' and 'Til nr. 4. …', whose beginning stands among the headings or
    in a sentence of its own.
    """
    passage = around.passages[n]
    begins = not around.same_paragraph(n - 1, n) and bool(passage.headings) and _is_lone(passage.headings[-1])
    behind = around.same_paragraph(n - 1, n) and _is_lone(around.passages[n - 1].text)
    return begins or behind or _OF_NOTE.match(passage.text) is not None


def _tables(around: Surroundings, rows: Iterable[int]) -> list[list[int]]:
    """Rows by table; those of a table without figures are items with columns."""
    tables: dict[object, list[int]] = {}
    for row in rows:
        passage = around.passages[row]
        tables.setdefault(passage.paragraph if passage.kind == "row" else (passage.columns, passage.headings), []).append(row)
    return list(tables.values())


def _find_paragraphs(around: Surroundings, rows: Sequence[int]) -> list[tuple[list[int], list[int]]]:
    """The rows of a table and the sentences of the paragraph of notes below it."""
    tables = _tables(around, rows)
    found: list[tuple[list[int], list[int]]] = []
    seen: set[int] = set()
    for n, passage in enumerate(around.passages):
        if passage.kind == "row" or len(passage.text) > _LONGEST_LEAD or passage.paragraph in seen or not _NOTES.fullmatch(passage.text):
            continue
        seen.add(passage.paragraph)
        above = [table for table in tables if table[-1] < n]
        beside = itertools.takewhile(functools.partial(around.same_paragraph, n), range(n + 1, len(around.passages)))
        notes = [below for below in beside if around.passages[below].kind in {"sentence", "item"}]
        if above and notes and not any(_OF_NOTE.match(around.passages[below].text) for below in notes):
            found.append((above[-1], notes))
    return [(table, notes) for table, notes in found[:_MOST_PARAGRAPHS] if len(table) * len(notes) <= _MOST_PAIRS]


def _link_by_words(
    around: Surroundings, inside: Array, common: Mapping[str, int], rows: Sequence[int], notes: Sequence[int]
) -> dict[int, int]:
    """For each note the row that shares most of its words with it, parts of compounds too; each row once, the surest first."""
    labels = {row: _parts(around.lower[row]) for row in rows}
    told = {n: frozenset().union(*_parts(around.lower[n])) for n in notes}
    theme = {n: _theme_of(around, n) for n in (*rows, *notes)}
    chances = [(_shared(labels[row], told[n], common), float(inside[row]), -n, row) for n in notes for row in rows]
    found: dict[int, int] = {}
    for shared, _inside, place, row in sorted(chances, reverse=True):
        enough = shared >= (_ENOUGH if theme[-place] == theme[row] else _MUCH)
        if enough and -place not in found and row not in found.values():
            found[-place] = row
    return found


def _theme_of(around: Surroundings, n: int) -> int:
    return int(around.scores[n][:N_THEMES].argmax())


def _count_parts(texts: Sequence[str]) -> Counter[str]:
    """In how many texts each stretch of letters stands."""
    return Counter(part for text in texts for part in frozenset().union(*_parts(text)))


def _parts(text: str) -> list[frozenset[str]]:
    """Of each word its stretches of letters: 'lagen' in 'Lagenet' and 'vendelagener'."""
    return [frozenset(stretches(word)) for word in _WORD.findall(text)]


def _shared(label: Sequence[frozenset[str]], told: frozenset[str], common: Mapping[str, int]) -> float:
    """How many of a label's words a note has; 1 for a word that stands in these two alone, less for others."""
    return sum(max((2 / common[part] for part in word & told), default=0.0) for word in label)


def _link_by_theme(around: Surroundings, rows: Sequence[int], notes: Sequence[int]) -> dict[int, int]:
    """For each note with a likely theme the first row of that theme that no note has yet."""
    themes = {n: _theme_of(around, n) for n in (*rows, *notes) if around.best[n] > 0}
    found: dict[int, int] = {}
    for n in notes:
        row = next((row for row in rows if n in themes and themes.get(row) == themes[n] and row not in found.values()), None)
        if row is not None:
            found[n] = row
    return found


def _part(around: Surroundings, notes: Sequence[int], linked: Mapping[int, int]) -> dict[int, str]:
    """The entry of every note; one that points back ('Det …') goes with the note before it."""
    parts: dict[int, str] = {}
    for place, n in enumerate(notes):
        back = place > 0 and n not in linked and _BACK.match(around.lower[n])
        parts[n] = parts[notes[place - 1]] if back else f"note {n}"
    return parts
