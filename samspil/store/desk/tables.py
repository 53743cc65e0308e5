"""The workbench's tables. A change here needs a migration beside it (`migrations/versions`); a test compares the two."""

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint

naming = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=naming)

# Sources: the bytes, what was read in them, and whose agreement they are in which year.
file = Table(
    "file",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
text = Table(
    "text",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("format", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("facts", LargeBinary, nullable=False),  # zlib of JSON: pages, home, passages
)
document = Table(
    "document",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("year", Integer, nullable=False, index=True),
    Column("file", Text, nullable=False),
    Column("sha256", Text, nullable=False, index=True),
    Column("municipality", Text, nullable=False),
    Column("municipality_code", Text, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("reason", Text, nullable=False),
    UniqueConstraint("year", "file"),
)
picture = Table(
    "picture",
    metadata,
    Column("key", Text, primary_key=True),
    Column("facts", Text, nullable=False),
    Column("png", LargeBinary, nullable=False),
)

# The trail, and what follows from it.
event = Table(
    "event",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("rows", Text, nullable=False),  # JSON list
    Column("content", Text, nullable=False),  # JSON
    Column("key", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False, unique=True),
)
Index("ix_event_actor", event.c.actor, event.c.sequence)
Index("ix_event_key_once", event.c.key, unique=True, sqlite_where=event.c.key != "", postgresql_where=event.c.key != "")
event_row = Table(
    "event_row",
    metadata,
    Column("row", Text, primary_key=True),
    Column("sequence", Integer, ForeignKey("event.sequence"), primary_key=True),
)
row = Table(
    "row",
    metadata,
    Column("id", Text, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("municipality", Text, nullable=False),
    Column("municipality_code", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("worth", Float, nullable=False),  # of a check by a person; the queue's order
    Column("themes", Text, nullable=False),  # ',tendering,technology,' for filters
    Column("stage", Text, nullable=False),
    Column("sha256", Text, nullable=False, index=True),  # of the first evidence
    Column("page", Integer, nullable=False),
    Column("content", Text, nullable=False),  # JSON of RowState
)
# In the queue's order, with what its counts ask for, so that they read no row; the last also finds an agreement's rows.
Index("ix_row_state_queue", row.c.state, row.c.worth.desc(), row.c.id)
Index("ix_row_queue", row.c.worth.desc(), row.c.id, row.c.state)
Index("ix_row_year_queue", row.c.year, row.c.worth.desc(), row.c.id, row.c.state)
Index("ix_row_place", row.c.municipality_code, row.c.year, row.c.state, row.c.sha256, row.c.page, row.c.id)
chain = Table(
    "chain",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("hash", Text, nullable=False),
)
run = Table(
    "run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("year", Integer, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("record", Text, nullable=False),  # JSON: facts, coverage, headlines, second reading's checks
)

# People and their doors.
person = Table(
    "person",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False),  # argon2id; '' for the single local user
    Column("disabled", Boolean, nullable=False),
)
session = Table(
    "session",
    metadata,
    Column("hash", Text, primary_key=True),  # SHA-256 of the cookie: the cookie itself is nowhere kept
    Column("person", Integer, ForeignKey("person.id"), nullable=False),
    Column("begun", Float, nullable=False),
    Column("seen", Float, nullable=False),
)
token = Table(
    "token",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("person", Integer, ForeignKey("person.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),  # api | setup | start | feed
    Column("begun", Float, nullable=False),
    Column("ends", Float, nullable=True),
)
failure = Table(
    "failure",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("who", Text, nullable=False, index=True),
    Column("at", Float, nullable=False),
)

# Work shared among people.
note = Table(
    "note",
    metadata,
    Column("sequence", Integer, ForeignKey("event.sequence"), primary_key=True),
    Column("row", Text, nullable=False, index=True),
    Column("person", Integer, nullable=False),
    Column("text", Text, nullable=False),
)
label = Table("label", metadata, Column("row", Text, primary_key=True), Column("name", Text, primary_key=True))
assignment = Table(
    "assignment",
    metadata,
    Column("row", Text, primary_key=True),
    Column("person", Integer, ForeignKey("person.id"), nullable=False, index=True),
)
sample = Table(
    "sample",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("record", Text, nullable=False),  # JSON: seed, documents, coders, state
)
coding = Table(
    "coding",
    metadata,
    Column("sample", Integer, ForeignKey("sample.id"), primary_key=True),
    Column("person", Integer, ForeignKey("person.id"), primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("done", Boolean, nullable=False),
    Column("content", Text, nullable=False),  # JSON: this person's own initiatives of the document
)

# Search and what waits for something new.
passage = Table(
    "passage",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", Text, nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("page", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("headings", Text, nullable=False),  # JSON list
    Column("words", Text, nullable=False),  # stems and parts of compounds, for the index
)
indexed = Table(
    "indexed",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("analysis", Text, nullable=False),  # by which its words were made; '!' for a file that could not be read
)
saved_search = Table(
    "saved_search",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", Integer, ForeignKey("person.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),  # JSON: words and filters
    Column("webhook", Text, nullable=False),
    Column("seen", Integer, nullable=False),  # the last passage looked at
)
alert = Table(
    "alert",
    metadata,
    Column("search", Integer, ForeignKey("saved_search.id"), primary_key=True),
    Column("passage", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("sent", Boolean, nullable=False),
)

# Uploads and runs.
job = Table(
    "job",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False, index=True),  # waiting | running | done | failed | stopped
    Column("at", Text, nullable=False),
    Column("record", Text, nullable=False),  # JSON: what is asked, progress, outcome
)
upload = Table(
    "upload",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("year", Integer, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("person", Integer, nullable=False),
    Column("at", Text, nullable=False),
    UniqueConstraint("year", "name", "sha256"),
)

# Cases that people here have written: every version stays, a line of the trail tells who and when, and its SHA-256.
case_text = Table(
    "case_text",
    metadata,
    Column("id", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("sequence", Integer, ForeignKey("event.sequence"), nullable=False),
    Column("person", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("content", Text, nullable=False),  # Markdown with front matter, as in a file (docs/cases.md)
)

# Purchasing data: each set that was handed in, whole, and what was made from it (reply sheets, answers, notes). Confidential; removed for good by an admin.
portfolio = Table(
    "portfolio",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("person", Integer, nullable=False),
    Column("sha256", Text, nullable=False),  # of the JSON
    Column("record", Text, nullable=False),  # JSON: file names, counts, findings
    Column("content", LargeBinary, nullable=False),  # zlib of the portfolio as JSON
    sqlite_autoincrement=True,  # the number of one that was removed is not given again
)
purchase_paper = Table(
    "purchase_paper",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("portfolio", Integer, ForeignKey("portfolio.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),  # reply_out | reply_in | note
    Column("at", Text, nullable=False),
    Column("person", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("record", Text, nullable=False),  # JSON
    Column("content", LargeBinary, nullable=False),  # the file
)
# Competition: accounts (whose file lies beside the desk), tender plans and estimates, each version of them.
competition_paper = Table(
    "competition_paper",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False, index=True),  # accounts | conditions | plan | green
    Column("at", Text, nullable=False),
    Column("person", Integer, nullable=False),
    Column("sha256", Text, nullable=False),  # of the content; of accounts: of the file
    Column("record", Text, nullable=False),  # JSON
    Column("content", LargeBinary, nullable=False),  # zlib of JSON; empty for accounts
    sqlite_autoincrement=True,  # the number of one that was removed is not given again
)
