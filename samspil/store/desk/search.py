"""The index of all passages: FTS5 in SQLite, a tsvector with a GIN index in PostgreSQL, both fed with the same stems. The only place with SQL of a dialect.

FTS5 has three columns: stems in order, parts of compounds, words as written. In PostgreSQL they stand in one vector, told apart by their first letter (s, p, w).
Nothing of a query reaches the databases' own query languages but letters and digits in quotes.
"""

import contextlib
import json
import time
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from samspil.store.desk import tables
from samspil.values.search import PHRASE, PREFIX, FoundPassage, IndexQuery, IndexRow, IndexTerm

MOST_FOUND = 3000  # passages that are ranked; of more the newest
_SECONDS = 2.0  # no search may take longer
_STEPS = 20_000  # of SQLite's machine between two looks at the clock
_PG_WEIGHTS = "{0.5, 0.5, 0.5, 1.0}"  # stems carry the label A, parts and words none
_MOST_POSITION = 16_383  # of PostgreSQL
Found = tuple[int, str]


def match_for_sqlite(query: IndexQuery) -> str:
    """The query in FTS5's language."""
    groups = " AND ".join(f"({' OR '.join(map(_fts_term, group))})" for group in query.groups)
    return f"({groups}) NOT ({' OR '.join(map(_fts_term, query.excluded))})" if query.excluded else groups


def _fts_term(term: IndexTerm) -> str:
    if term.kind == PREFIX:
        return " OR ".join(f'words : "{text}" *' for text in term.texts)
    text = " ".join(term.texts)
    return f'stems : "{text}"' if term.kind == PHRASE else f'{{stems parts}} : "{text}"'


def match_for_postgres(query: IndexQuery) -> tuple[str, str]:
    """The query as a tsquery, and one that only ranks: any of its words."""
    groups = " & ".join(f"({' | '.join(map(_ts_term, group))})" for group in query.groups)
    excluded = "".join(f" & !({_ts_term(term)})" for term in query.excluded)
    return groups + excluded, " | ".join(_ts_term(term) for group in query.groups for term in group)


def _ts_term(term: IndexTerm) -> str:
    if term.kind == PREFIX:
        return " | ".join(f"'w{text}':*" for text in term.texts)
    if term.kind == PHRASE:
        return "(" + " <-> ".join(f"'s{text}'" for text in term.texts) + ")"
    return f"('s{term.texts[0]}' | 'p{term.texts[0]}')"


def find_ids(
    connection: sa.Connection,
    query: IndexQuery,
    *,
    sources: Collection[str] | None = None,
    kinds: Collection[str] = (),
    after: int = 0,
    most: int = MOST_FOUND,
) -> list[int]:
    """Ids of the passages that fit, best first; at most `most`, of more the newest. `sources`: only these files, None: all; `after`: only newer ids."""
    conditions, values = _conditions(sources, kinds)
    with _in_time(connection):
        if connection.dialect.name == "sqlite":
            found = connection.execute(
                _sqlite_query(conditions), {**values, "match": match_for_sqlite(query), "after": after, "most": most}
            )
        else:
            match, rank = match_for_postgres(query)
            found = connection.execute(_postgres_query(conditions), {**values, "match": match, "rank": rank, "after": after, "most": most})
        rows = found.all()
    return [row[0] for row in sorted(rows, key=lambda row: (row[1], -row[0]))]


def _conditions(sources: Collection[str] | None, kinds: Collection[str]) -> tuple[str, dict[str, Any]]:
    values: dict[str, Any] = {}
    words = ""
    if sources is not None:
        words += " AND p.sha256 IN :sources"
        values["sources"] = list(sources)
    if kinds:
        words += " AND p.kind IN :kinds"
        values["kinds"] = list(kinds)
    return words, values


def _text(words: str, conditions: str) -> sa.TextClause:
    names = [name for name in ("sources", "kinds") if f":{name}" in conditions]
    return sa.text(words).bindparams(*(sa.bindparam(name, expanding=True) for name in names))


def _sqlite_query(conditions: str) -> sa.TextClause:
    """The index is walked from its newest passage; CROSS JOIN keeps the planner from asking it once for each passage."""
    join = " CROSS JOIN passage p ON p.id = passage_index.rowid" if conditions else ""
    words = f"SELECT passage_index.rowid, bm25(passage_index, 1.0, 0.6, 0.5) FROM passage_index{join} WHERE passage_index MATCH :match"  # noqa: S608 - our own words
    return _text(f"{words} AND passage_index.rowid > :after{conditions} ORDER BY passage_index.rowid DESC LIMIT :most", conditions)


def _postgres_query(conditions: str) -> sa.TextClause:
    """Only what is left after the limit is ranked, since that means reading each vector."""
    join = " JOIN passage p ON p.id = i.id" if conditions else ""
    inner = f"SELECT i.id, i.vector FROM passage_index i{join} WHERE i.vector @@ CAST(:match AS tsquery) AND i.id > :after{conditions}"  # noqa: S608 - our own words
    rank = f"-ts_rank('{_PG_WEIGHTS}', f.vector, CAST(:rank AS tsquery), 1)"
    return _text(f"SELECT f.id, {rank} FROM ({inner} ORDER BY i.id DESC LIMIT :most) f", conditions)  # noqa: S608


@contextlib.contextmanager
def _in_time(connection: sa.Connection) -> Iterator[None]:
    """What takes longer than two seconds is stopped: the database says so with an OperationalError."""
    if connection.dialect.name != "sqlite":
        connection.execute(sa.text("SELECT set_config('statement_timeout', :ms, true)"), {"ms": str(int(_SECONDS * 1000))})
        yield
        connection.execute(sa.text("SELECT set_config('statement_timeout', '0', true)"))
        return
    driver: Any = connection.connection.driver_connection
    end = time.monotonic() + _SECONDS
    driver.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    try:
        yield
    finally:
        driver.set_progress_handler(None, 0)


def read_passages(connection: sa.Connection, ids: Sequence[int]) -> list[FoundPassage]:
    """Passages with their text, in the order of `ids`; those that are gone are left out."""
    table, text = tables.passage.c, tables.text.c
    words = sa.func.substr(text.content, table.start + 1, table.end - table.start).label("words_found")
    query = sa.select(table.id, table.sha256, table.start, table.end, table.page, table.kind, table.headings, words)
    lines = connection.execute(query.join(tables.text, text.sha256 == table.sha256).where(table.id.in_(ids)))
    found = {line.id: FoundPassage(*line[:6], tuple(json.loads(line.headings)), str(line.words_found)) for line in lines}
    return [found[number] for number in ids if number in found]


def list_places(connection: sa.Connection) -> list[tuple[int, str, int, int]]:
    """(id, sha256, start, end) of all passages, by source and place."""
    table = tables.passage.c
    query = sa.select(table.id, table.sha256, table.start, table.end).order_by(table.sha256, table.start)
    return [(line[0], line[1], line[2], line[3]) for line in connection.execute(query)]


def last_passage(connection: sa.Connection) -> int:
    """The highest id that was ever given, also where its passage is gone: what was once told of is not told again."""
    highest = [
        connection.execute(sa.select(sa.func.max(column))).scalar() or 0 for column in (tables.passage.c.id, tables.saved_search.c.seen)
    ]
    return max(highest)


def list_indexed(connection: sa.Connection) -> dict[str, str]:
    """SHA-256 -> the analysis by which it was indexed; '!' for a file that could not be read."""
    return {line[0]: line[1] for line in connection.execute(sa.select(tables.indexed.c.sha256, tables.indexed.c.analysis))}


def note_indexed(connection: sa.Connection, sha256: str, analysis: str) -> None:
    """That a source is in the index, by which analysis."""
    where = tables.indexed.c.sha256 == sha256
    if connection.execute(sa.update(tables.indexed).where(where).values(analysis=analysis)).rowcount == 0:
        connection.execute(sa.insert(tables.indexed), [{"sha256": sha256, "analysis": analysis}])


def index_rows(connection: sa.Connection, sha256: str, rows: Sequence[IndexRow]) -> None:
    """Make the index hold exactly these passages of a source. A passage that stays where it was keeps its id. Within `writing()` only."""
    table = tables.passage
    query = sa.select(table.c.id, table.c.start, table.c.end, table.c.words).where(table.c.sha256 == sha256)
    known = {(line.start, line.end): (line.id, line.words) for line in connection.execute(query)}
    wanted = {(row.start, row.end): row for row in rows}
    changed = {place: known[place] for place, row in wanted.items() if place in known and known[place][1] != _pack(row)}
    gone = {place: line for place, line in known.items() if place not in wanted}
    _remove(connection, [*gone.values(), *changed.values()])
    number = last_passage(connection)
    lines = []
    for place, row in wanted.items():
        if place not in known or place in changed:
            number += place not in changed
            lines.append(_line(changed[place][0] if place in changed else number, sha256, row))
    if lines:
        connection.execute(sa.insert(table), lines)
        _add(connection, [(line["id"], line["words"]) for line in lines])


def rebuild_index(connection: sa.Connection) -> None:
    """Make the database's index anew from the passages it is about, as after a move to another database. Within `writing()` only."""
    if connection.dialect.name == "sqlite":
        connection.execute(sa.text("INSERT INTO passage_index(passage_index) VALUES ('delete-all')"))
    else:
        connection.execute(sa.text("DELETE FROM passage_index"))
    lines = connection.execute(sa.select(tables.passage.c.id, tables.passage.c.words).execution_options(yield_per=1000))
    for some in lines.partitions(1000):
        _add(connection, [(line[0], line[1]) for line in some])


def _line(number: int, sha256: str, row: IndexRow) -> dict[str, Any]:
    return {
        "id": number,
        "sha256": sha256,
        "start": row.start,
        "end": row.end,
        "page": row.page,
        "kind": row.kind,
        "headings": json.dumps(row.headings, ensure_ascii=True),
        "words": _pack(row),
    }


def _pack(row: IndexRow) -> str:
    return "\n".join((" ".join(row.stems), " ".join(row.parts), " ".join(row.words)))


def _add(connection: sa.Connection, lines: Sequence[Found]) -> None:
    if connection.dialect.name == "sqlite":
        query = "INSERT INTO passage_index(rowid, stems, parts, words) VALUES (:id, :stems, :parts, :words)"
        connection.execute(sa.text(query), [_columns(*line) for line in lines])
    else:
        query = "INSERT INTO passage_index(id, vector) VALUES (:id, CAST(:vector AS tsvector))"
        connection.execute(sa.text(query), [{"id": number, "vector": make_vector(words)} for number, words in lines])


def _remove(connection: sa.Connection, lines: Sequence[Found]) -> None:
    if not lines:
        return
    if connection.dialect.name == "sqlite":  # an index without contents must be told what to take away
        query = "INSERT INTO passage_index(passage_index, rowid, stems, parts, words) VALUES ('delete', :id, :stems, :parts, :words)"
        connection.execute(sa.text(query), [_columns(*line) for line in lines])
    else:
        connection.execute(sa.text("DELETE FROM passage_index WHERE id = :id"), [{"id": number} for number, _words in lines])
    connection.execute(
        sa.delete(tables.passage).where(tables.passage.c.id == sa.bindparam("gone")), [{"gone": number} for number, _ in lines]
    )


def _columns(number: int, words: str) -> dict[str, Any]:
    stems, parts, written = words.split("\n")
    return {"id": number, "stems": stems, "parts": parts, "words": written}


def make_vector(words: str) -> str:
    """The tsvector of what `passage.words` holds; stems with their places and the label A."""
    stems, parts, written = (line.split() for line in words.split("\n"))
    places: dict[str, list[str]] = {}
    for place, stem in enumerate(stems, 1):
        if place <= _MOST_POSITION:
            places.setdefault(stem, []).append(f"{place}A")
    lexemes = [f"'s{stem}':{','.join(where[:255])}" for stem, where in places.items()]
    lexemes += [f"'p{part}'" for part in dict.fromkeys(parts)] + [f"'w{word}'" for word in dict.fromkeys(written)]
    return " ".join(lexemes)
