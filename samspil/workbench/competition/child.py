"""Reads files of accounts in a process of its own: `python -m samspil.workbench.competition.child WISH`, where WISH is JSON (kind, files, out, language).

What people send is hostile until it was read here: under limits on time and memory, and written anew by us, so that the server opens no file but our own.
"""

import contextlib
import json
import re
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil.errors import SamspilError
from samspil.vocabulary.texts import say, use_language
from samspil.workbench.competition.given import GIVEN
from samspil.workbench.competition.given import tell as tell_given
from samspil.workbench.side_run import end_with_parent, tell, tell_error

if TYPE_CHECKING:
    from samspil.values.competition_accounts import About

CPU_SECONDS, MEMORY, FILE_BYTES = 900, 6 << 30, 2 << 30
_KEPT = b"PAR1"
_CODE = "^[0-9A-Za-z]{0,12}$"
_ROOM = "desk_competition"
_LONGEST = 300


def main(wish: dict[str, Any]) -> int:
    """Read, check, write; tells of each step and in the end what came of it."""
    use_language(str(wish["language"]))
    end_with_parent()
    _limit()
    try:
        files = [Path(file) for file in wish["files"]]
        if wish["kind"] in GIVEN:
            tell(step="read")
            tell(end=True, record=tell_given(wish["kind"], files))
        else:
            _read(files, Path(wish["out"]))
    except SamspilError as error:
        tell_error(_plain(error))
        return 1
    return 0


def _limit() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        for kind, most in ((resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, FILE_BYTES)):
            resource.setrlimit(kind, (most, most))


def _plain(error: SamspilError) -> SamspilError:
    """Names of files, never where on the server they lay."""
    return SamspilError(_short(error.message), place=_short(error.place), remedy=_short(error.remedy))


def _short(words: str) -> str:
    return re.sub(r"(?:/[^\s/:]+)+/", "", words)


def _read(files: list[Path], out: Path) -> None:
    from samspil.competition.accounts.gathering import import_accounts
    from samspil.competition.accounts.keeping import count_accounts
    from samspil.competition.coverage.checks import check_accounts

    tell(step="read")
    noted: list[str] = []
    if len(files) == 1 and files[0].open("rb").read(4) == _KEPT:
        about = _take_kept(files[0], out)
    elif any(file.open("rb").read(4) == _KEPT for file in files):
        raise SamspilError(say(f"{_ROOM}.kept_alone"), remedy=say(f"{_ROOM}.kept_alone_remedy"))
    else:
        about, findings = import_accounts(files, out)
        noted = [f"{Path(one.file).name}: {one.what}"[:_LONGEST] for one in findings]
    if about.kind != "accounts":
        raise SamspilError(say(f"{_ROOM}.a_budget"), place=about.table[:40], remedy=say(f"{_ROOM}.a_budget_remedy"))
    tell(step="check")
    rows, places, years = count_accounts(out)
    odd = sum(one.weight == "odd" for one in check_accounts(out))
    facts = {"rows": rows, "municipalities": places, "years": list(years), "odd": odd, "noted": noted[:50]}
    tell(end=True, record={"about": asdict(about), **facts})


def _take_kept(file: Path, out: Path) -> "About":
    """A kept file from elsewhere, checked in every column and written anew. Raises CompetitionError, SamspilError."""
    from samspil.competition.accounts.keeping import copy_sorted, open_accounts, read_about
    from samspil.vocabulary.municipalities import read_municipalities

    about = _clean(read_about(file))
    codes = ", ".join(f"'{each.code}'" for each in read_municipalities())
    texts = " OR ".join(f"NOT regexp_full_match({name}, '{_CODE}')" for name in ("function", "dranst", "owner", "art"))
    wrong = f"municipality NOT IN ({codes}) OR year NOT BETWEEN 1990 AND 2100 OR amount IS NULL OR {texts}"
    with open_accounts(file) as connection:
        row = connection.execute(f"SELECT count(*) FILTER (WHERE ({wrong}) IS NOT FALSE), count(*) FROM accounts").fetchone() or (0, 0)  # noqa: S608
        if row[0] or not row[1]:
            raise SamspilError(say(f"{_ROOM}.bad_rows", count=int(row[0])), place=file.name, remedy=say(f"{_ROOM}.bad_rows_remedy"))
        copy_sorted(connection, "SELECT * FROM accounts ORDER BY year, municipality, function, dranst, owner, art", out, about)
    return about


def _clean(about: "About") -> "About":
    """Texts cut to what fits a page; notes that we have no words for are left out."""
    notes = tuple((key, fills) for key, fills in about.notes if _sayable(key, dict(fills)))[:50]
    chosen = {name[:60]: words[:_LONGEST] for name, words in list(about.chosen.items())[:50]}
    files = tuple(
        replace(one, name=Path(one.name).name[:120], sha256=one.sha256[:64], read_on=one.read_on[:10]) for one in about.files[:100]
    )
    return replace(
        about,
        notes=notes,
        chosen=chosen,
        files=files,
        table=about.table[:40],
        source=about.source[:_LONGEST],
        unit_read=about.unit_read[:40],
    )


def _sayable(key: str, fills: dict[str, str]) -> bool:
    try:
        say(f"competition_import.note_{key}", **fills)
    except (KeyError, IndexError, ValueError):
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
