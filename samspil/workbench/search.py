"""Search at the desk: sources come into the index, queries are answered with places to open."""

import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

import sqlalchemy as sa

from samspil.search.indexing import analysis_name, make_index_query, make_rows
from samspil.search.match import Piece, make_snippet
from samspil.search.query import Query, loosen_query
from samspil.store.desk import search as index
from samspil.store.desk import tables
from samspil.store.desk.desk import Desk
from samspil.values.search import FoundPassage
from samspil.workbench.checks import find_own
from samspil.workbench.sources import NoSourceError, open_source
from samspil.workbench.theme_places import ThemePlaces

PER_PAGE, MOST_PER_PAGE = 20, 100
UNREADABLE = "!"
Progress = Callable[[int, int], None]
_themes: weakref.WeakKeyDictionary[sa.Engine, ThemePlaces] = weakref.WeakKeyDictionary()
_chosen: weakref.WeakKeyDictionary[sa.Engine, tuple[int, frozenset[str]]] = weakref.WeakKeyDictionary()  # last run -> themes
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose agreement a source is, in which year."""

    sha256: str
    file: str
    year: int
    municipality: str
    municipality_code: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found. `pieces`: its text with the hits marked; `address`: where it opens at its place."""

    passage: FoundPassage
    owner: Owner
    pieces: tuple[Piece, ...]

    @property
    def address(self) -> str:
        """Path of the page on which the passage is marked."""
        found = self.passage
        return f"/sources/{found.sha256}/{found.page}?start={found.start}&end={found.end}"


@dataclass(frozen=True, slots=True)
class Answer:
    """`hits`: those of this page; `total`: all of them, `capped` when there are more than were looked at; `page` from 1, of `pages`.

    `loosened`: nothing had the compounds of the query, so these have their parts.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    capped: bool = False
    page: int = 1
    pages: int = 1
    loosened: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """How far the index is: documents `ready`, `waiting` and `unreadable`."""

    ready: int = 0
    waiting: int = 0
    unreadable: int = 0


def search(desk: Desk, query: Query, *, page: int = 1, size: int = PER_PAGE) -> Answer:
    """Passages of the documents on the desk that fit a query, best first."""
    size, loosened = min(max(size, 1), MOST_PER_PAGE), False
    with desk.reading() as connection:
        owners = list_owners(connection, query)
        ids = find_ids(desk, connection, query, owners)
        if not ids and (looser := loosen_query(query)):
            query, loosened, ids = looser, True, find_ids(desk, connection, looser, owners)
        pages = max(1, -(-len(ids) // size))
        page = min(max(page, 1), pages)
        hits = make_hits(connection, query, ids[(page - 1) * size : page * size], owners)
    return Answer(tuple(hits), len(ids), len(ids) >= index.MOST_FOUND, page, pages, loosened and bool(ids))


def make_hits(connection: sa.Connection, query: Query, ids: Sequence[int], owners: Mapping[str, Owner]) -> list[Hit]:
    """The passages as they are shown, in the order of `ids`."""
    found = [passage for passage in index.read_passages(connection, ids) if passage.sha256 in owners]
    return [Hit(passage, owners[passage.sha256], make_snippet(query, passage.text, "… ", " …")) for passage in found]


def find_ids(desk: Desk, connection: sa.Connection, query: Query, owners: dict[str, Owner], *, after: int = 0) -> list[int]:
    """Ids of all passages that fit, best first. `owners`: of the documents that count; `after`: only newer ids."""
    if not owners:
        return []
    everything = set(owners) >= set(index.list_indexed(connection))
    sources = None if everything else list(owners)
    ids = index.find_ids(connection, make_index_query(query), sources=sources, kinds=query.kinds, after=after)
    if query.themes:
        allowed = _places_of(desk).find(connection, query.themes)
        ids = [number for number in ids if number in allowed]
    return ids


def _places_of(desk: Desk) -> ThemePlaces:
    with _lock:
        return _themes.setdefault(desk.engine, ThemePlaces())


def list_owners(connection: sa.Connection, query: Query | None = None) -> dict[str, Owner]:
    """SHA-256 -> whose it is; of a file that stands in several years the newest that fits the filters."""
    table = tables.document.c
    chosen = sa.select(table.sha256, table.file, table.year, table.municipality, table.municipality_code).where(table.sha256 != "")
    if query and query.years:
        chosen = chosen.where(table.year.in_(query.years))
    if query and query.municipalities:
        chosen = chosen.where(table.municipality_code.in_(query.municipalities))
    return {line[0]: Owner(*line) for line in connection.execute(chosen.order_by(table.year, table.file.desc()))}


# Into the index


def index_sources(desk: Desk, progress: Progress = lambda _done, _all: None, stopped: Callable[[], bool] = lambda: False) -> int:
    """Bring every document on the desk that is not there yet, or was made by other rules, into the index; gives how many were.

    Files are read in children. One that cannot be read is noted and not tried again. `stopped`: asked between files.
    """
    waiting = list_waiting(desk)
    done = 0
    for number, (sha256, name) in enumerate(waiting):
        if stopped():
            break
        progress(number, len(waiting))
        done += index_source(desk, sha256, name)
    else:
        progress(len(waiting), len(waiting))
    return done


def list_waiting(desk: Desk) -> list[tuple[str, str]]:
    """(sha256, name) of documents whose bytes or text are here and that are not in the index as it should be; newest year last, so that its ids are highest."""
    document, wanted = tables.document.c, (analysis_name(), UNREADABLE)
    here = sa.or_(document.sha256.in_(sa.select(tables.file.c.sha256)), document.sha256.in_(sa.select(tables.text.c.sha256)))
    ready = sa.select(tables.indexed.c.sha256).where(tables.indexed.c.analysis.in_(wanted))
    query = sa.select(document.sha256, document.file).where(here, document.sha256 != "", document.sha256.not_in(ready))
    with desk.reading() as connection:
        return list({line[0]: (line[0], line[1]) for line in connection.execute(query.order_by(document.year, document.file))}.values())


def index_source(desk: Desk, sha256: str, name: str) -> bool:
    """One file into the index; whether it could be read."""
    try:
        rows = make_rows(open_source(desk, sha256, name, wait=None))
    except NoSourceError:
        with desk.writing() as connection:
            index.note_indexed(connection, sha256, UNREADABLE)
        return False
    with desk.writing() as connection:
        index.index_rows(connection, sha256, rows)
        index.note_indexed(connection, sha256, analysis_name())
    return True


def read_state(desk: Desk) -> State:
    """How far the index is for the documents on the desk."""
    with desk.reading() as connection:
        indexed, owners = index.list_indexed(connection), list_owners(connection)
    unreadable = sum(indexed.get(sha256) == UNREADABLE for sha256 in owners)
    ready = sum(sha256 in indexed for sha256 in owners) - unreadable
    return State(ready, len(owners) - ready - unreadable, unreadable)


@dataclass(slots=True)
class Choices:
    """What filters may be set to: years, municipalities (code, name) and themes that are on the desk."""

    years: list[int] = field(default_factory=list)
    municipalities: list[tuple[str, str]] = field(default_factory=list)
    themes: Sequence[str] = ()


def list_choices(desk: Desk) -> Choices:
    """In the order in which they are shown: newest year first, names in Danish order."""
    from samspil.vocabulary.danish import sort_key
    from samspil.vocabulary.themes import read_words

    with desk.reading() as connection:
        owners = list_owners(connection).values()
        themes = _list_themes(desk, connection)
        years = connection.execute(sa.select(tables.document.c.year).distinct()).scalars().all()
    names = {owner.municipality_code: owner.municipality for owner in owners if owner.municipality_code}
    known = list(read_words()["theme"])
    order = sorted(themes | set(known), key=lambda theme: (known.index(theme) if theme in known else len(known), theme))
    return Choices(sorted(years, reverse=True), sorted(names.items(), key=lambda item: sort_key(item[1])), order)


def _list_themes(desk: Desk, connection: sa.Connection) -> frozenset[str]:
    """The themes of rows, and the user's own. All rows are read for it once after each run: people give rows only themes that are known."""
    last = connection.execute(sa.select(sa.func.max(tables.run.c.id))).scalar() or 0
    with _lock:
        known = _chosen.get(desk.engine)
    if known and known[0] == last:
        return known[1]
    kept = connection.execute(sa.select(tables.row.c.themes).distinct()).scalars()
    found = {theme for line in kept for theme in line.split(",") if theme}
    years = connection.execute(sa.select(tables.run.c.year).distinct()).scalars().all()
    themes = frozenset(found.union(*(find_own(connection, year) for year in years)))
    with _lock:
        _chosen[desk.engine] = (last, themes)
    return themes
