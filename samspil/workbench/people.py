"""Who may come to the desk: passwords, sessions, tokens, roles. The rules stand here; the web only carries cookies and forms."""

import contextlib
import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass

import sqlalchemy as sa

from samspil.errors import SamspilError
from samspil.store.desk import people as kept
from samspil.store.desk.desk import Desk
from samspil.values.desk import ROLES, Person
from samspil.vocabulary.texts import say
from samspil.workbench.passwords import MOST_PASSWORD, PeopleError, check_password, fits, hash_password

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
FAILURE_WINDOW = 15 * MINUTE
MOST_FAILURES_OF_LOGIN, MOST_FAILURES_OF_ADDRESS = 5, 50
SETUP_LASTS = 2 * DAY
API, SETUP, FEED = "api", "setup", "feed"  # kinds of tokens
LOCAL_LOGIN = "lokal"  # of the one person of a desk without accounts; nobody can log in by it
_LONGEST_SESSION = 30 * DAY  # older ones are cleared away whatever the rules
_SEEN_EVERY = MINUTE  # how exactly a session's last use is known
_LOGIN = re.compile(r"[a-z0-9æøå][a-z0-9æøå._@-]{1,63}")


class LoginError(SamspilError):
    """Wrong name or password: never said which."""


class TooManyTriesError(LoginError):
    """`wait`: seconds until the next try may be made."""

    def __init__(self, wait: float) -> None:
        super().__init__(say("people.too_many_tries", minutes=max(1, round(wait / MINUTE))), remedy=say("people.too_many_tries_remedy"))
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Rules:
    """How long a session lasts: `idle` without use, `whole` in any case, in seconds."""

    idle: float = 8 * HOUR
    whole: float = DAY


@dataclass(frozen=True, slots=True)
class Secret:
    """A new token: `text` is shown once and kept nowhere."""

    text: str
    hash: str


def make_secret(prefix: str = "") -> Secret:
    """256 random bits."""
    text = prefix + secrets.token_urlsafe(32)
    return Secret(text, hash_secret(text))


def hash_secret(text: str) -> str:
    """What is kept of a secret with 256 random bits: SHA-256 is enough for those."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def may(person: Person, role: str) -> bool:
    """Whether a person has the rights of `role`: each role has those of the roles before it."""
    return not person.disabled and person.role in ROLES and ROLES.index(person.role) >= ROLES.index(role)


def now_of(desk: Desk) -> float:
    """The server's clock, seconds since 1970."""
    return desk.clock().timestamp()


# Logging in


def log_in(desk: Desk, login: str, password: str, address: str) -> tuple[Person, Secret]:
    """A new session: whatever session there was before is not carried on. Raises LoginError, TooManyTriesError."""
    login = clean_login(login)
    whos = (_who("login", login), _who("address", address))
    with desk.reading() as connection:
        wait = _wait(connection, whos, now_of(desk))
        found = kept.find_login(connection, login)
    if wait:
        raise TooManyTriesError(wait)
    person, hashed = found if found else (None, "")
    right = fits(password[: MOST_PASSWORD + 1], hashed)
    if person is None or not right or person.disabled:
        _note_failure(desk, whos)
        raise LoginError(say("people.wrong_login"), remedy=say("people.wrong_login_remedy"))
    with desk.writing() as connection:
        kept.remove_failures(connection, who=whos[0])
    return person, begin_session(desk, person)


def delay_of(desk: Desk, login: str) -> float:
    """Seconds to wait before answering a failed try: doubled with each, whether the name is known or not."""
    with desk.reading() as connection:
        tries = len(kept.list_failures(connection, _who("login", clean_login(login)), now_of(desk) - FAILURE_WINDOW))
    return min(4.0, 0.25 * 2.0 ** (tries - 1)) if tries else 0.0


def _note_failure(desk: Desk, whos: tuple[str, str]) -> None:
    now = now_of(desk)
    with desk.writing() as connection:
        kept.remove_failures(connection, before=now - DAY)
        for who in whos:
            kept.add_failure(connection, who, now)


def _wait(connection: sa.Connection, whos: tuple[str, str], now: float) -> float:
    """Seconds until the next try may be made, 0 for now."""
    waits = [0.0]
    for who, most in zip(whos, (MOST_FAILURES_OF_LOGIN, MOST_FAILURES_OF_ADDRESS), strict=True):
        times = kept.list_failures(connection, who, now - FAILURE_WINDOW)
        if len(times) >= most:
            waits.append(times[-most] + FAILURE_WINDOW - now)
    return max(waits)


def _who(kind: str, value: str) -> str:
    """People type passwords where names belong: what is kept does not tell."""
    return f"{kind}:{hash_secret(value)[:32]}"


def clean_login(login: str) -> str:
    """Login names know no capitals."""
    return unicodedata.normalize("NFC", login).replace("\x00", "\ufffd").strip().casefold()[:64]


# Sessions


def begin_session(desk: Desk, person: Person) -> Secret:
    """A new session; gives its cookie."""
    secret, now = make_secret(), now_of(desk)
    with desk.writing() as connection:
        kept.remove_old_sessions(connection, begun_before=now - _LONGEST_SESSION)
        kept.add_session(connection, secret.hash, person.id, now)
    return secret


def find_caller(desk: Desk, cookie: str, rules: Rules) -> Person | None:
    """Whose session it is; None when there is none, it has ended, or the person is disabled."""
    hash_, now = hash_secret(cookie), now_of(desk)
    with desk.reading() as connection:
        session = kept.find_session(connection, hash_)
    if session is None:
        return None
    if now - session.seen > rules.idle or now - session.begun > rules.whole:
        with contextlib.suppress(sa.exc.OperationalError), desk.writing() as connection:  # a clock set back shall not wake it
            kept.remove_session(connection, hash_)
        return None
    if now - session.seen > _SEEN_EVERY:
        with contextlib.suppress(sa.exc.OperationalError), desk.writing() as connection:  # a store that cannot be written can still be read
            kept.touch_session(connection, hash_, now)
    return session.person


def end_session(desk: Desk, cookie: str) -> None:
    """Log out."""
    with desk.writing() as connection:
        kept.remove_session(connection, hash_secret(cookie))


def find_token_owner(desk: Desk, text: str, kind: str = API) -> Person | None:
    """Whose token it is; None when it is unknown, has ended or was taken back."""
    with desk.reading() as connection:
        found = kept.find_token(connection, hash_secret(text), kind, now_of(desk))
    return found[1] if found else None


# People


def open_local(desk: Desk) -> Person:
    """The one person of a desk without accounts."""
    with desk.writing() as connection:
        found = kept.find_login(connection, LOCAL_LOGIN)
        return found[0] if found else kept.add_person(connection, LOCAL_LOGIN, say("people.local_name"), ROLES[-1])


def has_accounts(desk: Desk) -> bool:
    """Whether anybody can log in with a password."""
    with desk.reading() as connection:
        return kept.count_logins(connection) > 0


def list_all(desk: Desk) -> list[Person]:
    """Everybody but the local person."""
    with desk.reading() as connection:
        return [person for person in kept.list_people(connection) if person.login != LOCAL_LOGIN]


def get_person(connection: sa.Connection, person: int) -> Person:
    """Raises PeopleError when there is nobody of that number."""
    found = kept.find_person(connection, person)
    if found is None or found.login == LOCAL_LOGIN:
        raise PeopleError(say("people.nobody"), place=str(person))
    return found


def add_first(desk: Desk, login: str, name: str, password: str) -> Person:
    """The first admin. Raises PeopleError, also when somebody can log in already."""
    login, name = _check_names(login, name, ROLES[-1])
    check_password(password, (login, name))
    hashed = hash_password(password)
    with desk.writing() as connection:
        if kept.count_logins(connection):
            raise PeopleError(say("people.set_up_already"))
        _refuse_taken(connection, login)
        return kept.add_person(connection, login, name, ROLES[-1], hashed)


def add_person(desk: Desk, login: str, name: str, role: str) -> tuple[Person, Secret]:
    """Somebody new, and the token by which they choose their password. Raises PeopleError."""
    login, name = _check_names(login, name, role)
    with desk.writing() as connection:
        _refuse_taken(connection, login)
        person = kept.add_person(connection, login, name, role)
        return person, _make_token(connection, desk, person.id, SETUP, "", SETUP_LASTS)


def _check_names(login: str, name: str, role: str) -> tuple[str, str]:
    login, name = clean_login(login), " ".join(unicodedata.normalize("NFC", name).split())
    if not _LOGIN.fullmatch(login):
        raise PeopleError(say("people.bad_login"), place=login)
    if not 1 <= len(name) <= 100 or not name.isprintable():
        raise PeopleError(say("people.bad_name"))
    if role not in ROLES:
        raise PeopleError(say("people.bad_role", roles=", ".join(ROLES)), place=role)
    return login, name


def _refuse_taken(connection: sa.Connection, login: str) -> None:
    if kept.find_login(connection, login):
        raise PeopleError(say("people.taken"), place=login)


def set_role(desk: Desk, person: int, role: str) -> Person:
    """A new role; the person's sessions end, so that none goes on with other rights. Raises PeopleError (also: the last admin)."""
    with desk.writing() as connection:
        known = get_person(connection, person)
        _check_names(known.login, known.name, role)
        if known.role == role:
            return known
        _keep_one_admin(connection, known)
        kept.set_person(connection, person, role=role)
        kept.remove_sessions(connection, person)
        return get_person(connection, person)


def set_disabled(desk: Desk, person: int, disabled: bool) -> Person:
    """Shut somebody out, with all sessions and tokens, or let them in again. Raises PeopleError (also: the last admin)."""
    with desk.writing() as connection:
        known = get_person(connection, person)
        if disabled:
            _keep_one_admin(connection, known)
            kept.remove_sessions(connection, person)
            for kind in (API, SETUP, FEED):
                kept.remove_tokens(connection, person, kind)
        kept.set_person(connection, person, disabled=disabled)
        return get_person(connection, person)


def _keep_one_admin(connection: sa.Connection, person: Person) -> None:
    counts = person.role == ROLES[-1] and not person.disabled and kept.find_password(connection, person.id)
    if counts and kept.count_logins(connection, ROLES[-1]) <= 1:
        raise PeopleError(say("people.last_admin"), place=person.login, remedy=say("people.last_admin_remedy"))


def reset_password(desk: Desk, person: int) -> Secret:
    """A token by which a person chooses a new password; until then the old one holds, and failed tries are forgotten. Raises PeopleError."""
    with desk.writing() as connection:
        known = get_person(connection, person)
        kept.remove_tokens(connection, person, SETUP)
        kept.remove_failures(connection, who=_who("login", known.login))
        return _make_token(connection, desk, person, SETUP, "", SETUP_LASTS)


def choose_password(desk: Desk, token: str, password: str) -> Person:
    """By a set-up token, which is used up. All the person's sessions end. Raises PeopleError."""
    with desk.reading() as connection:
        found = kept.find_token(connection, hash_secret(token), SETUP, now_of(desk))
    if found is None:
        raise PeopleError(say("people.bad_setup_token"), remedy=say("people.bad_setup_token_remedy"))
    return _set_password(desk, found[1], password)


def change_password(desk: Desk, person: Person, old: str, new: str) -> None:
    """By the person. All sessions end. Raises PeopleError, LoginError (the old one is wrong), TooManyTriesError."""
    whos = (_who("login", person.login), _who("address", ""))
    with desk.reading() as connection:
        wait, hashed = _wait(connection, whos, now_of(desk)), kept.find_password(connection, person.id)
    if wait:
        raise TooManyTriesError(wait)
    if not fits(old[: MOST_PASSWORD + 1], hashed):
        _note_failure(desk, whos)
        raise LoginError(say("people.wrong_old_password"))
    _set_password(desk, person, new)


def _set_password(desk: Desk, person: Person, password: str) -> Person:
    check_password(password, (person.login, person.name))
    hashed = hash_password(password)
    with desk.writing() as connection:
        kept.set_person(connection, person.id, password=hashed)
        kept.remove_tokens(connection, person.id, SETUP)
        kept.remove_sessions(connection, person.id)
    return person


def _make_token(connection: sa.Connection, desk: Desk, person: int, kind: str, name: str, lasts: float | None) -> Secret:
    secret, now = make_secret(f"samspil_{kind}_"), now_of(desk)
    kept.add_token(connection, kept.Token(secret.hash, person, name, kind, now, now + lasts if lasts else None))
    return secret


def add_token(desk: Desk, person: Person, name: str, *, kind: str = API, days: int | None = 90) -> Secret:
    """A token of the person's own. `days`: how long it holds, None: until it is taken back. Raises PeopleError."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not 1 <= len(name) <= 100 or not name.isprintable():
        raise PeopleError(say("people.bad_token_name"))
    with desk.writing() as connection:
        return _make_token(connection, desk, person.id, kind, name, days * DAY if days else None)


def list_tokens(desk: Desk, person: Person, kind: str = API) -> list[kept.Token]:
    """The person's tokens, newest first, without their text, which nobody has."""
    with desk.reading() as connection:
        return kept.list_tokens(connection, person.id, kind)


def take_back(desk: Desk, person: Person, hash_: str, kind: str = API) -> None:
    """End one of the person's own tokens. Raises PeopleError when it is not theirs."""
    with desk.writing() as connection:
        if not hash_ or not kept.remove_tokens(connection, person.id, kind, hash_):
            raise PeopleError(say("people.no_token"))
