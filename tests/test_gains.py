"""A change to the reader shows what it gained and lost against the last release."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOOL = ROOT / "tools" / "gains.py"


@pytest.fixture(scope="module")
def gains() -> ModuleType:
    spec = importlib.util.spec_from_file_location("gains", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["gains"] = module
    spec.loader.exec_module(module)
    return module


def test_gains_and_losses_are_shown(gains: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    """Printed in every run of the tests, in CI with every name; a reader that loses a twentieth more than it gains fails."""
    now, last = gains.read(gains.NOW), gains.read(gains.LAST)
    result = gains.compare(now, last)
    lines = gains.describe(result, gains.tell_themes(now))
    with capsys.disabled():
        print("\n" + ("\n".join(lines) if os.environ.get("CI") else f"{lines[0]} (python tools/gains.py names them)"))
    assert len(result.lost) - len(result.gained) < result.known / 20, lines[0]


def quality(found: list[str], labelled: list[str] | None = None, texts: list[str] | None = None) -> dict[str, Any]:
    kept: dict[str, Any] = {"version": "x", "found": found}
    if labelled is not None:
        kept["outcomes"] = {"columns": ["file", "id", "themes"], "rows": [[*name.split(":"), ["insourcing"]] for name in labelled]}
    if texts is not None:
        kept["texts_read"] = {"columns": ["file"], "rows": [[name] for name in texts]}
    return kept


CASES = [
    # what, found now, labelled now, found before -> gained, lost, fresh, unlabelled
    ("nothing changed", ["a:1"], ["a:1"], ["a:1"], [], [], [], []),
    ("one gained", ["a:1", "a:2"], ["a:1", "a:2"], ["a:1"], ["a:2"], [], [], []),
    ("one lost", ["a:1"], ["a:1", "a:2"], ["a:1", "a:2"], [], ["a:2"], [], []),
    ("a new text", ["a:1", "b:1"], ["a:1", "b:1"], ["a:1"], [], [], ["b:1"], []),
    ("a label taken away is no loss", ["a:1"], ["a:1"], ["a:1", "a:9"], [], [], [], ["a:9"]),
    ("an old file does not say what is labelled", ["a:1"], None, ["a:1", "a:9"], [], ["a:9"], [], []),
]


@pytest.mark.parametrize(("what", "found", "labelled", "before", "gained", "lost", "fresh", "unlabelled"), CASES, ids=[c[0] for c in CASES])
def test_comparing(
    gains: ModuleType,
    what: str,
    found: list[str],
    labelled: list[str] | None,
    before: list[str],
    gained: list[str],
    lost: list[str],
    fresh: list[str],
    unlabelled: list[str],
) -> None:
    result = gains.compare(quality(found, labelled), quality(before))
    assert (result.gained, result.lost, result.fresh, result.unlabelled) == (gained, lost, fresh, unlabelled)


def run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(TOOL), *map(str, words)], capture_output=True, text=True, check=False)  # noqa: S603 - our own program


def test_output_of_the_command_is_taken(tmp_path: Path) -> None:
    """What `samspil evaluate --corpus ... --json` prints: the corpus part of it."""
    (tmp_path / "now.json").write_text(json.dumps({"corpus": quality(["a:1"], ["a:1", "a:2"]), "sets": []}), encoding="utf-8")
    (tmp_path / "last.json").write_text(json.dumps(quality(["a:2"])), encoding="utf-8")
    done = run("--now", tmp_path / "now.json", "--last", tmp_path / "last.json")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "Since the last release: 1 initiatives gained, 1 lost, 0 found in new texts.",
        "  gained a:1 (insourcing)",
        "  lost a:2 (insourcing)",
    ]


def test_a_release_remembers_texts_in_which_nothing_was_found(tmp_path: Path, gains: ModuleType) -> None:
    """What is found later in a text that was there is gained, not new."""
    last = tmp_path / "last.json"
    gains.release(quality(["a:1"], ["a:1", "b:1"], ["a", "b"]), last)
    assert gains.compare(quality(["a:1", "b:1"], ["a:1", "b:1"]), gains.read(last)).gained == ["b:1"]


@pytest.mark.parametrize("content", [None, "{", "[]", "{}", '{"found": 3}'])
def test_a_file_that_is_no_quality_is_named(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "now.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    done = run("--now", file)
    assert done.returncode == 1
    assert "now.json" in done.stderr
    assert "Traceback" not in done.stderr
