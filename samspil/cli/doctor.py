"""`samspil doctor`: what is installed, what is known to trouble, and what to do."""

import argparse
import json
import platform
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from typing import Any

from samspil import __version__
from samspil.cli.parser import add_json, declare
from samspil.errors import SamspilError
from samspil.vocabulary.system import explain
from samspil.vocabulary.texts import say

WAL_RACE_FIXED = (3, 51, 3)  # SQLite 3.7.0-3.51.2 may lose a reset of the write-ahead log (docs/dependencies.md)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's report. `state`: 'ok', 'note' or 'trouble'."""

    name: str
    state: str
    found: str
    remedy: str = ""


def add_command(commands: Any) -> None:
    """Declare the command and its options."""
    parser = declare(commands, "doctor")
    add_json(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Show all findings; exit code 1 when something is in the way of a review."""
    findings = list(examine())
    if options.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            print(f"{say(f'cli.state_{finding.state}'):9} {finding.name}: {finding.found}")
            if finding.remedy:
                print(f"{'':9} {finding.remedy}")
    return int(any(finding.state == "trouble" for finding in findings))


def examine() -> Iterator[Finding]:
    """Look at everything a review needs or may use."""
    yield Finding("samspil", "ok", __version__)
    yield Finding("Python", "ok" if sys.version_info >= (3, 11) else "trouble", platform.python_version())
    yield _pdfium()
    yield _sqlite()
    yield _model()
    yield _ocr()
    yield _isolation()
    yield _training()


def _pdfium() -> Finding:
    try:
        import pypdfium2

        return Finding("PDFium", "ok", f"{pypdfium2.PDFIUM_INFO} (pypdfium2 {pypdfium2.PYPDFIUM_INFO})")
    except (ImportError, OSError) as error:
        return Finding("PDFium", "trouble", str(error), say("cli.reinstall"))


def _sqlite() -> Finding:
    safe = sqlite3.sqlite_version_info >= WAL_RACE_FIXED
    return Finding("SQLite", "ok" if safe else "note", sqlite3.sqlite_version, "" if safe else say("cli.sqlite_note"))


def _model() -> Finding:
    from samspil.initiatives.model import read_model
    from samspil.initiatives.reader import LinearReader

    try:
        model = read_model()
        LinearReader(model)
        return Finding(say("cli.model_word"), "ok", model.name)
    except Exception as error:  # whatever is wrong with the file, the doctor reports it
        message = error.message if isinstance(error, SamspilError) else repr(error)
        return Finding(say("cli.model_word"), "trouble", message, say("cli.model_remedy"))


def _ocr() -> Finding:
    program = shutil.which("tesseract")
    if program is None:
        return Finding("OCR", "note", say("cli.no_tesseract"), say("cli.install_tesseract"))
    try:
        answer = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)  # noqa: S603 - found on PATH
    except (OSError, subprocess.TimeoutExpired) as error:
        return Finding("OCR", "note", say("cli.broken_tesseract", detail=explain(error)), say("cli.install_tesseract"))
    if "dan" not in answer.stdout.split():
        return Finding("OCR", "note", say("cli.no_danish_ocr"), say("cli.install_tesseract"))
    return Finding("OCR", "ok", f"{program} (dan)")


def _isolation() -> Finding:
    from samspil.engines.server import can_fork

    return (
        Finding(say("cli.isolation_word"), "ok", say("cli.full_isolation"))
        if can_fork()
        else Finding(say("cli.isolation_word"), "note", say("cli.weak_isolation"))
    )


def _training() -> Finding:
    try:
        return Finding("scikit-learn", "ok", metadata.version("scikit-learn"))
    except metadata.PackageNotFoundError:
        return Finding("scikit-learn", "note", say("cli.no_sklearn"), say("cli.no_training_remedy"))
