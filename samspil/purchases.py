"""Files on purchasing come in: found, read in a child that can be killed, and given back as a portfolio with findings. Nothing is kept here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samspil.engines.pool import run_all
from samspil.errors import NothingReadError, UsageError
from samspil.folder import FoundFile, read_bytes, show_path
from samspil.jobs import PURCHASES, make_job
from samspil.purchasing.intake.findings import DOUBT, FILE, ROW, SHEET, Finding
from samspil.purchasing.intake.grid import MOST_BYTES
from samspil.purchasing.intake.reading import Count
from samspil.purchasing.keeping import portfolio_from_json
from samspil.values.purchasing import Portfolio
from samspil.vocabulary.numbers import show_number
from samspil.vocabulary.system import explain
from samspil.vocabulary.texts import language, say

ALL_WELL, NOTHING_READ, GAPS = 0, 2, 3
SUFFIXES = (".xlsx", ".xlsm", ".csv", ".txt")
MOST_FILES = 200
_TELLING = (FILE, SHEET, ROW, DOUBT)  # a note alone is nothing to mend


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of the files. `kept`: the portfolio as JSON, None when nothing may be used; `portfolio` makes the value of it."""

    kept: Mapping[str, Any] | None
    findings: tuple[Finding, ...]
    counts: tuple[Count, ...]

    @property
    def portfolio(self) -> Portfolio:
        """What was read. Raises NothingReadError when there is nothing."""
        if self.kept is None:
            first = self.findings[0] if self.findings else None
            personal = first is not None and first.key.startswith("personal_")
            raise NothingReadError(
                say("purchasing_findings.refused_personal" if personal else "purchasing_findings.refused_all"),
                place=first.place if first else "",
                remedy=say("purchasing_findings.refused_remedy"),
            )
        return portfolio_from_json(self.kept)

    @property
    def exit_code(self) -> int:
        """0: nothing to mend; 2: nothing may be used; 3: something is to be mended."""
        if self.kept is None:
            return NOTHING_READ
        return GAPS if any(finding.level in _TELLING for finding in self.findings) else ALL_WELL

    def lines(self, limit: int = 20) -> list[str]:
        """For a terminal: the findings (at most `limit`, 0 for all), how many there are, and the count of rows per sheet."""
        shown = self.findings[: limit or None]
        rest = sum(1 + each.more for each in self.findings) - sum(1 + each.more for each in shown)
        lines = [f"{say(f'purchasing_findings.level_{each.level}')} {each.line()}" for each in shown]
        lines += [say("purchasing_findings.rest", count=show_number(rest))] if rest else []
        return lines + [self._count_line(count) for count in self.counts]

    def _count_line(self, count: Count) -> str:
        numbers = {name: show_number(getattr(count, name)) for name in ("rows", "read", "refused")}
        return say("purchasing_findings.count", place=", ".join(part for part in (count.file, count.sheet) if part), **numbers)

    def as_json(self) -> dict[str, Any]:
        """For programs. Never the rows themselves."""
        names = ("file", "sheet", "kind", "rows", "read", "refused")
        return {
            "usable": self.kept is not None,
            "exit_code": self.exit_code,
            "findings": [finding.as_json() for finding in self.findings],
            "counts": [{name: getattr(count, name) for name in names} for count in self.counts],
        }


def open_portfolio(paths: Sequence[Path], *, municipality: str = "") -> Reading:
    """As `read_purchases`, for those who need the portfolio. Raises UsageError, NothingReadError (nothing usable)."""
    reading = read_purchases(paths, municipality=municipality)
    _ = reading.portfolio  # raises when there is none
    return reading


def read_purchases(paths: Sequence[Path], *, municipality: str = "") -> Reading:
    """Read workbooks, CSV files or folders of them as one municipality's data. Raises UsageError (no such file), NothingReadError (the reader had to be stopped)."""
    return read_given([(show_path(Path(path.name)), _read(path)) for path in _find(paths)], municipality=municipality)


def read_given(files: Sequence[tuple[str, bytes]], *, municipality: str = "") -> Reading:
    """The same of names and bytes, as they come from a browser. Raises NothingReadError (the reader had to be stopped)."""
    settings = {"files": [[name, len(data)] for name, data in files], "municipality": municipality, "language": language()}
    job = make_job("purchases", PURCHASES, b"".join(data for _name, data in files), settings)
    _key, answer = next(iter(run_all([job], 1)))
    if answer.answer is None or "failed" in answer.answer:
        reason = say(f"cli.failed_{answer.failure if answer.answer is None else 'crash'}")
        raise NothingReadError(say("purchasing_findings.stopped", reason=reason), remedy=say("purchasing_findings.stopped_remedy"))
    given = answer.answer
    findings = tuple(Finding(**each) for each in given["findings"])
    return Reading(given["portfolio"], findings, tuple(Count(**each) for each in given["counts"]))


def _find(paths: Iterable[Path]) -> list[Path]:
    """The files themselves; of a folder its workbooks and CSV files, not those of folders in it. Raises UsageError."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(
                each for each in path.iterdir() if each.suffix.lower() in SUFFIXES and each.is_file() and each.name[0] not in ".~"
            )
            if not inside:
                raise UsageError(
                    say("purchasing_findings.empty_folder"), place=show_path(path), remedy=say("purchasing_findings.empty_folder_remedy")
                )
            found += inside
        elif path.is_file():
            found.append(path)
        else:
            raise UsageError(say("purchasing_findings.no_file"), place=show_path(path), remedy=say("purchasing_findings.no_file_remedy"))
    if len(found) > MOST_FILES:
        raise UsageError(say("purchasing_findings.too_many_files", most=MOST_FILES))
    return found


def _read(path: Path) -> bytes:
    """Raises UsageError."""
    try:
        if path.stat().st_size > MOST_BYTES:
            most = str(MOST_BYTES // 1_000_000)
            raise UsageError(
                say("purchasing_findings.too_big", most=most), place=show_path(path), remedy=say("purchasing_findings.too_big_remedy")
            )
        return read_bytes(FoundFile(path.name, path)).data
    except OSError as error:
        raise UsageError(say("cli.file_unreadable", detail=explain(error)), place=show_path(path)) from error
