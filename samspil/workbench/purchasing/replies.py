"""The supplier's right of reply at the desk: the sheet that goes out and each answer that comes in are kept beside each other; nothing is overwritten."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from samspil.errors import StoreError
from samspil.publish.purchasing.reply_xlsx import reply_to_xlsx
from samspil.purchasing.prices.model import Entry
from samspil.purchasing.prices.negotiation import Replies
from samspil.purchasing.prices.reply import ReplyLine, describe_field, make_sheet, parse_sheet, sheet_to_json
from samspil.purchasing.prices.reply_read import GivenAnswer, describe_fault, parse_reading
from samspil.replying import MOST_BYTES, KeptReply, KeptSheet, check_answer, find_sheet_id, join_replies
from samspil.store.desk import purchasing as kept
from samspil.store.desk.desk import Desk
from samspil.values.desk import Person
from samspil.vocabulary.texts import say
from samspil.workbench.purchasing.data import RECEIVED, SENT, DataSet, NoDataError, PurchasingError, log, no_set, open_portfolio

OUT, IN = "reply_out", "reply_in"
MOST_ANSWER = MOST_BYTES


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """A line of a sheet beside the answer to it. `what`: the field in words; `given` None: not answered."""

    line: ReplyLine
    what: str
    given: GivenAnswer | None


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that came in: `paper` to fetch it, what could not be used (`faults`, in words), and every line that was answered."""

    paper: int
    received_on: date
    sha256: str
    faults: tuple[str, ...]
    rows: tuple[ReplyRow, ...]
    unanswered: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """A sheet that went out, and the answers to it, oldest first."""

    paper: int
    sheet: KeptSheet
    answers: tuple[Answered, ...]


def send(desk: Desk, person: Person, data: DataSet, supplier: str, year: int, entries: Iterable[Entry]) -> int:
    """Make and keep a sheet; the paper's number, or that of this very sheet when it was made before. Raises UsageError (no such supplier, nothing to ask), NoDataError."""
    sheet = make_sheet(open_portfolio(desk, data), supplier, desk.clock().date(), year=year or None, entries=entries)
    content = reply_to_xlsx(sheet)
    sha256 = hashlib.sha256(content).hexdigest()
    with desk.writing() as connection:
        for one in kept.list_papers(connection, data.id):
            if one.kind == OUT and one.record["sheet"]["id"] == sheet.id:
                return one.id
        record = {"sheet": sheet_to_json(sheet)}
        return _keep(connection, desk, person, kept.Paper(0, data.id, OUT, desk.now(), person.id, sha256, record), content, SENT)


def receive(desk: Desk, person: Person, data: DataSet, name: str, content: bytes) -> int:
    """Read an answer in a child and keep it beside its sheet; the supplier's place is found by the keys in it.

    Raises PurchasingError (too big, no sheet of this set, the same again), NothingReadError (unreadable, personal data: nothing is kept).
    """
    if not content or len(content) > MOST_BYTES:
        raise PurchasingError(
            say("desk_purchasing.bad_answer", most=MOST_BYTES // 1_000_000), remedy=say("desk_purchasing.bad_answer_remedy")
        )
    file, sha256 = Path(name[:100] or "svar.xlsx"), hashlib.sha256(content).hexdigest()
    sheets = {one.sheet.sheet.id: one for one in list_exchanges(desk, data)}
    found = sheets.get(find_sheet_id(content, file, list(sheets))) if sheets else None
    if found is None:
        raise PurchasingError(say("desk_purchasing.no_sheet"), remedy=say("desk_purchasing.no_sheet_remedy"))
    if any(one.sha256 == sha256 for one in found.answers):
        raise PurchasingError(say("desk_purchasing.same_answer"), remedy=say("desk_purchasing.same_answer_remedy"))
    reading = check_answer(content, file, found.sheet.sheet)
    record = {"sheet": found.sheet.sheet.id, "received_on": desk.clock().date().isoformat(), "reading": asdict(reading)}
    with desk.writing() as connection:
        return _keep(connection, desk, person, kept.Paper(0, data.id, IN, desk.now(), person.id, sha256, record), content, RECEIVED)


def _keep(connection: sa.Connection, desk: Desk, person: Person, paper: kept.Paper, content: bytes, what: str) -> int:
    try:
        number = kept.add_paper(connection, paper, content)
    except sa.exc.IntegrityError as error:  # the set was removed while the file was read
        raise no_set() from error
    log(connection, desk, person, what, paper.portfolio, paper.sha256)
    return number


def list_exchanges(desk: Desk, data: DataSet, supplier: str = "") -> list[Exchange]:
    """The sheets of a set (of one supplier, if asked) with their answers, newest sheet first. Raises StoreError for papers that cannot be read any more."""
    with desk.reading() as connection:
        papers = kept.list_papers(connection, data.id)
    try:
        return [_join(one, papers) for one in reversed(papers) if one.kind == OUT and supplier in ("", one.record["sheet"]["supplier"])]
    except (KeyError, TypeError, ValueError) as error:
        raise StoreError(say("desk_purchasing.changed"), remedy=say("desk_purchasing.changed_remedy")) from error


def _join(out: kept.Paper, papers: Iterable[kept.Paper]) -> Exchange:
    sheet = parse_sheet(out.record["sheet"])
    own = [one for one in papers if one.kind == IN and one.record["sheet"] == sheet.id]
    replies = tuple(
        KeptReply(number, date.fromisoformat(one.record["received_on"]), one.sha256, parse_reading(one.record["reading"]), Path())
        for number, one in enumerate(own, 1)
    )
    lines = {line.key: line for line in sheet.lines}
    answers = tuple(_describe(one.id, reply, lines) for one, reply in zip(own, replies, strict=True))
    return Exchange(out.id, KeptSheet(sheet, out.sha256, Path(), replies), answers)


def _describe(paper: int, reply: KeptReply, lines: dict[str, ReplyLine]) -> Answered:
    rows = tuple(ReplyRow(line, describe_field(line), given) for given in reply.reading.answers if (line := lines.get(given.key)))
    faults = tuple(describe_fault(fault) for fault in reply.reading.faults)
    return Answered(paper, reply.received_on, reply.sha256, faults, rows, len(reply.reading.unanswered))


def gather(desk: Desk, data: DataSet) -> Replies:
    """What suppliers say of the offers of a set."""
    return join_replies([one.sheet for one in list_exchanges(desk, data)])


def fetch(desk: Desk, data: DataSet, paper: int) -> tuple[bytes, str]:
    """A paper of a set and a name for it. Raises NoDataError."""
    with desk.reading() as connection:
        found = next((one for one in kept.list_papers(connection, data.id) if one.id == paper), None)
        content = kept.read_paper(connection, paper) if found else None
    if found is None or content is None:
        raise NoDataError(say("desk_purchasing.no_file"), remedy=say("desk_purchasing.no_set_remedy"))
    sheet = found.record["sheet"]
    return content, f"svarark-{sheet['id']}.xlsx" if found.kind == OUT else f"svar-{sheet}-{paper}.xlsx"
