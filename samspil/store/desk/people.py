"""People at the desk as the store keeps them: who they are, their sessions, tokens and failed tries to log in. Secrets come here only as hashes."""

from dataclasses import asdict, dataclass

import sqlalchemy as sa

from samspil.store.desk import tables
from samspil.values.desk import Person


@dataclass(frozen=True, slots=True)
class Session:
    """An open session. `hash`: SHA-256 of the cookie; `begun`, `seen`: seconds since 1970."""

    hash: str
    person: Person
    begun: float
    seen: float


@dataclass(frozen=True, slots=True)
class Token:
    """A key to the desk. `kind`: 'api', 'setup' (to choose a password) or 'feed'; `begun`, `ends`: seconds since 1970, `ends` None: never."""

    hash: str
    person: int
    name: str
    kind: str
    begun: float
    ends: float | None


def list_people(connection: sa.Connection) -> list[Person]:
    """Everybody, in the order they came."""
    return [_person(line) for line in connection.execute(sa.select(tables.person).order_by(tables.person.c.id))]


def find_person(connection: sa.Connection, person: int) -> Person | None:
    """By id."""
    found = connection.execute(sa.select(tables.person).where(tables.person.c.id == person)).one_or_none()
    return _person(found) if found else None


def find_login(connection: sa.Connection, login: str) -> tuple[Person, str] | None:
    """By login name, with the password's hash ('' if there is none)."""
    found = connection.execute(sa.select(tables.person).where(tables.person.c.login == login)).one_or_none()
    return (_person(found), str(found.password)) if found else None


def find_password(connection: sa.Connection, person: int) -> str:
    """The password's hash, '' if there is none."""
    return str(connection.execute(sa.select(tables.person.c.password).where(tables.person.c.id == person)).scalar() or "")


def add_person(connection: sa.Connection, login: str, name: str, role: str, password: str = "") -> Person:
    """A new person. `password`: its hash. Raises IntegrityError when the login is taken."""
    values = {"login": login, "name": name, "role": role, "password": password, "disabled": False}
    key = connection.execute(sa.insert(tables.person).values(**values)).inserted_primary_key
    return Person(int(key[0]), login, name, role) if key else Person(0, login, name, role)


def set_person(connection: sa.Connection, person: int, **values: object) -> None:
    """Change `name`, `role`, `password` (a hash) or `disabled`."""
    connection.execute(sa.update(tables.person).where(tables.person.c.id == person).values(**values))


def count_logins(connection: sa.Connection, role: str = "") -> int:
    """How many can log in with a password, in that role if one is given."""
    query = sa.select(sa.func.count()).select_from(tables.person).where(tables.person.c.password != "", tables.person.c.disabled.is_(False))
    return int(connection.execute(query.where(tables.person.c.role == role) if role else query).scalar() or 0)


def add_session(connection: sa.Connection, hash_: str, person: int, now: float) -> None:
    """Open a session."""
    connection.execute(sa.insert(tables.session), [{"hash": hash_, "person": person, "begun": now, "seen": now}])


def find_session(connection: sa.Connection, hash_: str) -> Session | None:
    """A session of somebody who is not disabled."""
    table = tables.session
    query = sa.select(tables.person, table.c.begun, table.c.seen).join(table, table.c.person == tables.person.c.id)
    found = connection.execute(query.where(table.c.hash == hash_, tables.person.c.disabled.is_(False))).one_or_none()
    return Session(hash_, _person(found), found.begun, found.seen) if found else None


def touch_session(connection: sa.Connection, hash_: str, now: float) -> None:
    """It was used now."""
    connection.execute(sa.update(tables.session).where(tables.session.c.hash == hash_).values(seen=now))


def remove_session(connection: sa.Connection, hash_: str) -> None:
    """Log out."""
    connection.execute(sa.delete(tables.session).where(tables.session.c.hash == hash_))


def remove_sessions(connection: sa.Connection, person: int) -> None:
    """All of a person's."""
    connection.execute(sa.delete(tables.session).where(tables.session.c.person == person))


def remove_old_sessions(connection: sa.Connection, *, begun_before: float) -> None:
    """Those that have ended by themselves long ago."""
    connection.execute(sa.delete(tables.session).where(tables.session.c.begun < begun_before))


def add_token(connection: sa.Connection, token: Token) -> None:
    """Keep a token's hash."""
    connection.execute(sa.insert(tables.token), [asdict(token)])


def find_token(connection: sa.Connection, hash_: str, kind: str, now: float) -> tuple[Token, Person] | None:
    """A token of that kind that has not ended, with its owner, if they are not disabled."""
    table = tables.token
    query = sa.select(table).where(table.c.hash == hash_, table.c.kind == kind)
    found = connection.execute(query.where(sa.or_(table.c.ends.is_(None), table.c.ends > now))).one_or_none()
    owner = find_person(connection, found.person) if found else None
    return (Token(**found._mapping), owner) if found and owner and not owner.disabled else None


def list_tokens(connection: sa.Connection, person: int, kind: str) -> list[Token]:
    """A person's tokens of a kind, newest first."""
    table = tables.token
    query = sa.select(table).where(table.c.person == person, table.c.kind == kind).order_by(table.c.begun.desc(), table.c.hash)
    return [Token(**line._mapping) for line in connection.execute(query)]


def remove_tokens(connection: sa.Connection, person: int, kind: str, hash_: str = "") -> int:
    """A person's tokens of a kind, or the one with that hash; gives how many there were."""
    table = tables.token
    query = sa.delete(table).where(table.c.person == person, table.c.kind == kind)
    return int(connection.execute(query.where(table.c.hash == hash_) if hash_ else query).rowcount)


def add_failure(connection: sa.Connection, who: str, now: float) -> None:
    """Somebody has failed to log in."""
    connection.execute(sa.insert(tables.failure), [{"who": who, "at": now}])


def list_failures(connection: sa.Connection, who: str, since: float) -> list[float]:
    """When, oldest first."""
    table = tables.failure.c
    return list(connection.execute(sa.select(table.at).where(table.who == who, table.at > since).order_by(table.at)).scalars())


def remove_failures(connection: sa.Connection, *, who: str = "", before: float = 0.0) -> None:
    """Those of one, or all older ones."""
    table = tables.failure.c
    connection.execute(sa.delete(tables.failure).where(table.who == who if who else table.at < before))


def _person(line: sa.Row[tuple[object, ...]]) -> Person:
    return Person(line.id, line.login, line.name, line.role, bool(line.disabled))
