"""The commands as users meet them: exit codes, messages, languages, help, and no traceback whatever happens."""

import argparse
import errno
import importlib.util
import json
import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from agreements import ROOT, environment, run_samspil, write_agreement, write_many

from samspil.cli import main as cli
from samspil.cli import review as review_command
from samspil.cli.parser import Parser
from samspil.vocabulary.texts import use_language

COMMANDS = (
    "demo",
    "review",
    "evaluate",
    "train",
    "doctor",
    "import-review",
    "audit",
    "compare",
    "publish",
    "site",
    "serve",
    "verify",
    "search",
    "desk",
    "cases",
    "statbank",
    "purchasing",
    "competition",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("aftaler")
    for seed, name in enumerate(("Herning", "Greve", "Viborg")):
        write_agreement(made / f"{name} 2026.txt", name, seed)
    return made


def call(*arguments: object) -> int:
    """The command in this process; its exit code."""
    try:
        return cli.main([str(word) for word in arguments])
    except SystemExit as left:
        return int(left.code or 0)


def test_all_read_is_0(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("review", folder, "--year", 2026, "--out", tmp_path) == 0
    shown = capsys.readouterr()
    assert "Læst: 3 af 98 kommuner" in shown.out
    assert str(tmp_path / "report/index.html") in shown.out
    assert "Læser filer 3/3" in shown.err
    assert "Skriver resultater" in shown.err


def test_gaps_are_3(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_agreement(tmp_path / "a/Herning 2026.txt", "Herning")
    (tmp_path / "a/tom.pdf").touch()
    assert call("review", tmp_path / "a", "--year", 2026, "--out", tmp_path / "ud") == 3
    shown = capsys.readouterr().out
    assert "Ikke talt med:" in shown
    assert "tom.pdf: Afvist. Filen er tom." in shown


@pytest.mark.parametrize("files", [(), ("tom.pdf", "tom.docx")])
def test_nothing_read_is_2_and_outputs_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str], files: tuple[str, ...]) -> None:
    (tmp_path / "a").mkdir()
    for name in files:
        (tmp_path / "a" / name).touch()
    assert call("review", tmp_path / "a", "--year", 2026, "--out", tmp_path / "ud", "--json") == 2
    shown = capsys.readouterr()
    assert "Ingen budgetaftale kunne læses" in shown.err
    assert json.loads(shown.out)["coverage"]["read"] == 0
    written = json.loads((tmp_path / "ud/initiatives.json").read_text(encoding="utf-8"))
    assert [record["file"] for record in written["coverage"]["documents"]] == sorted(files)
    assert len(written["coverage"]["missing"]) == 98
    assert (tmp_path / "ud/report/index.html").is_file()


WRONG = [
    ([], "KOMMANDO"),
    (["review"], "MAPPE, --year, --out"),
    (["find"], "find"),
    (["review", "a", "--year", "26", "--out", "b"], "'26' er ikke et budgetår"),
    (["review", "a", "--year", "², ", "--out", "b"], "er ikke et budgetår"),
    (["review", "a", "--year", "2026", "--out", "b", "--workers", "0"], "'0' er ikke et helt tal mellem 1 og"),
    (["review", "a", "--year", "2026", "--out", "b", "--workers", "-1"], "--workers"),
    (["review", "a", "--year", "2026", "--out"], "--out skal følges af en værdi"),
    (["review", "a", "--year", "2026", "--out", "b", "--hurtigt"], "ukendt: --hurtigt"),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG, ids=lambda value: " ".join(value) if isinstance(value, list) else "")
def test_wrong_use_is_1(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(*arguments) == 1
    shown = capsys.readouterr().err
    assert words in shown
    assert "--help" in shown


def test_no_folder_is_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("review", tmp_path / "intet", "--year", 2026, "--out", tmp_path / "ud") == 1
    assert "findes ikke" in capsys.readouterr().err


def test_unknown_municipality_in_the_list_is_1(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "liste.csv").write_text("fil,kommune,år\nGreve 2026.txt,Grevee,2026\nintet.txt,Greve,2026\n", encoding="utf-8")
    assert call("review", folder, "--year", 2026, "--out", tmp_path / "ud", "--manifest", tmp_path / "liste.csv") == 1
    shown = capsys.readouterr().err
    assert "liste.csv:2" in shown
    assert "Grevee" in shown
    assert "Greve" in shown
    assert "intet.txt" in shown


@pytest.mark.parametrize("place", ["fil", "fil/under", "/proc/samspil"])
def test_folder_that_cannot_be_written_is_1(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str) -> None:
    (tmp_path / "fil").touch()
    assert call("review", folder, "--year", 2026, "--out", tmp_path / place) == 1
    shown = capsys.readouterr().err
    assert "Der kan ikke skrives i mappen" in shown
    assert "--out" in shown


def test_a_report_folder_of_somebody_else_is_left_alone(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "report/mit.txt").write_text("vigtigt", encoding="utf-8")
    assert call("review", folder, "--year", 2026, "--out", tmp_path) == 1
    assert "bliver ikke overskrevet" in capsys.readouterr().err
    assert (tmp_path / "report/mit.txt").read_text(encoding="utf-8") == "vigtigt"
    assert not (tmp_path / "initiatives.json").exists()


FAULTS = [
    KeyError("navn"),
    ValueError("linje 1\nlinje 2"),
    MemoryError(),
    RecursionError("for dybt"),
    UnicodeEncodeError("utf-8", "\udcff", 0, 1, "x"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_a_fault_of_our_own_is_one_message(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise fault

    monkeypatch.delenv("SAMSPIL_DEBUG", raising=False)
    monkeypatch.setattr(review_command, "show_progress", fail)
    assert call("review", folder, "--year", 2026, "--out", tmp_path) == 1
    shown = capsys.readouterr().err
    assert f"Uventet fejl ({type(fault).__name__}" in shown
    assert "i review.py:" in shown
    assert "SAMSPIL_DEBUG=1" in shown
    assert "Traceback" not in shown
    monkeypatch.setenv("SAMSPIL_DEBUG", "1")
    assert call("review", folder, "--year", 2026, "--out", tmp_path) == 1
    assert "Traceback" in capsys.readouterr().err


def test_trouble_of_the_machine_is_told_as_such(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No room for the temporary folders of the children."""

    def fail(*_arguments: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/tmp/samspil-x")  # noqa: S108

    monkeypatch.setattr("samspil.engines.child.tempfile.mkdtemp", fail)
    monkeypatch.setattr(review_command, "check_out", lambda _out: None)
    assert call("review", folder, "--year", 2026, "--out", tmp_path) == 1
    shown = capsys.readouterr().err
    assert "Computeren melder fejl (disken er fuld)" in shown
    assert "midlertidige filer" in shown
    assert "Traceback" not in shown


def test_reader_that_goes_away(folder: Path, tmp_path: Path) -> None:
    """`samspil ... | head -0`."""
    command = f"{sys.executable} -m samspil review '{folder}' --year 2026 --out '{tmp_path}' | true"
    done = subprocess.run(["/bin/sh", "-c", command], env=environment(), capture_output=True, text=True, timeout=60, check=False)  # noqa: S603
    assert "Traceback" not in done.stderr
    assert "Uventet" not in done.stderr


def test_json_is_one_object(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("review", folder, "--year", 2026, "--out", tmp_path, "--json") == 0
    result = json.loads(capsys.readouterr().out)
    assert list(result) == ["samspil", "coverage", "headlines", "out", "report"]
    assert result["out"] == str(tmp_path)


@pytest.mark.parametrize("place", ["before", "after", "variable"])
def test_english_everywhere(folder: Path, tmp_path: Path, place: str) -> None:
    words: list[object] = ["review", folder, "--year", 2026, "--out", tmp_path]
    arguments = {"before": ["--lang", "en", *words], "after": [*words, "--lang=en"], "variable": words}[place]
    done = run_samspil(*arguments, **({"SAMSPIL_LANG": "en"} if place == "variable" else {}))
    assert done.returncode == 0, done.stderr
    assert "Read: 3 of 98 municipalities" in done.stdout
    assert "Reading files 3/3" in done.stderr
    page = (tmp_path / "report/index.html").read_text(encoding="utf-8")
    assert re.search(r"<html[^>]* lang=\"?en", page)
    assert "kommuner" not in done.stdout + done.stderr


def test_language_can_be_changed_over_the_same_store(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/tom.pdf").touch()
    for language, reason in (("da", "Filen er tom."), ("en", "The file is empty."), ("da", "Filen er tom.")):
        call("--lang", language, "review", tmp_path / "a", "--year", 2026, "--out", tmp_path / "ud", "--json")
        assert json.loads(capsys.readouterr().out)["coverage"]["documents"][0]["reason"] == reason


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command: str, language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert call("--lang", language, command, "--help") == 0
    shown = capsys.readouterr().out
    assert f"samspil {command}" in shown.partition("Eksempel:" if language == "da" else "Example:")[2]
    assert max(map(len, shown.splitlines())) <= 80
    if language == "da":
        assert "options:" not in shown
        assert "show this" not in shown


def walk_parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """A command and all actions below it."""
    yield parser
    for action in parser._actions:
        for below in action.choices.values() if isinstance(action, argparse._SubParsersAction) else ():
            yield from walk_parsers(below)


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_action_has_help_that_fits_the_terminal(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    use_language(language)
    parsers = list(walk_parsers(cli.build_parser()))
    assert len(parsers) > 50
    wide = {parser.prog: line for parser in parsers for line in parser.format_help().splitlines() if len(line) > 80}
    assert wide == {}


def test_every_command_is_tested() -> None:
    shown = cli.build_parser().format_help()
    assert set(re.findall(r"^    ([\w-]+)(?:  |$)", shown, re.MULTILINE)) == set(COMMANDS)


HEAVY = ("numpy", "pypdfium2", "duckdb", "jinja2", "rich", "sklearn", "lxml", "PIL", "xlsxwriter", "selectolax")


@pytest.mark.parametrize("arguments", [["--help"], ["review", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    code = f"""
import sys
from samspil.cli.main import main
try:
    main({arguments!r})
except SystemExit:
    pass
print(",".join(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, timeout=30, check=True)  # noqa: S603
    assert done.stderr.strip() == ""


def load(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_commands_page_is_that_of_the_commands() -> None:
    page = load(ROOT / "tools/commands_page.py")
    assert page.describe_page() == page.PAGE.read_text(encoding="utf-8"), "write it again: python tools/commands_page.py"


@pytest.mark.parametrize("width", [80, 120])
def test_table_fits_the_terminal(tmp_path: Path, width: int) -> None:
    write_many(tmp_path / "a", 3)
    long = "Meget langt navn på en fil som ingen burde bruge " * 4
    (tmp_path / f"a/{long}.pdf").touch()
    (tmp_path / "a" / ("x" * 200 + ".pdf")).touch()
    done = run_samspil("review", tmp_path / "a", "--year", 2026, "--out", tmp_path / "ud", COLUMNS=str(width))
    assert done.returncode == 3
    shown = [line for line in done.stdout.splitlines() if str(tmp_path) not in line]
    assert max(map(len, shown)) <= width
    head = next(number for number, line in enumerate(shown) if "Tema" in line)
    assert ("2029" in shown[head]) == (width == 120)
    assert "Kommuner" in shown[head]
    assert "2026" in shown[head]
    assert max(map(len, done.stderr.splitlines())) <= 100


def test_progress_bar_on_a_terminal(folder: Path, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "samspil", "review", str(folder), "--year", "2026", "--out", str(tmp_path)]
    with subprocess.Popen(command, env=environment(COLUMNS="80", TERM="xterm"), stdout=theirs, stderr=theirs) as process:  # noqa: S603
        os.close(theirs)
        shown = b""
        while select.select([ours], [], [], 30)[0]:
            try:
                data = os.read(ours, 65536)
            except OSError:
                break
            if not data:
                break
            shown += data
    os.close(ours)
    assert process.returncode == 0
    text = shown.decode()
    assert "Læser filer" in text
    assert "3/3" in text
    assert "Læst: 3 af 98 kommuner" in text


class TestDoctor:
    def test_this_machine(self, capsys: pytest.CaptureFixture[str]) -> None:
        code = call("doctor", "--json")
        findings = {finding["name"]: finding for finding in json.loads(capsys.readouterr().out)}
        assert {"samspil", "Python", "PDFium", "SQLite", "Læsemodel", "OCR", "Afskærmning", "scikit-learn"} <= set(findings)
        assert code == int(any(finding["state"] == "trouble" for finding in findings.values()))
        assert all(
            finding["remedy"]
            for finding in findings.values()
            if finding["state"] != "ok" or (finding["name"] == "SQLite" and finding["remedy"])
        )

    def test_without_tesseract(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "")
        call("doctor")
        shown = capsys.readouterr().out
        assert "tesseract er ikke installeret" in shown
        assert "apt-get install" in shown

    def test_tesseract_that_does_not_run(self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "tesseract").write_text("nonsense", encoding="utf-8")
        (tmp_path / "tesseract").chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        call("doctor")
        assert "tesseract kan ikke køres" in capsys.readouterr().out

    def test_damaged_model(self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        from samspil.initiatives import model

        read, broken = model.read_model, tmp_path / "reader.npz"
        broken.write_bytes(b"PK\x03\x04 not a model")
        monkeypatch.setattr(model, "read_model", lambda _file=None: read(broken))
        assert call("doctor") == 1
        shown = capsys.readouterr().out
        assert "FEJL" in shown
        assert "samspil train" in shown


SCORE = ROOT.parent / "shared" / "score.py"


def perturb(gold: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Predictions made from gold with every kind of mistake."""
    rows: list[dict[str, Any]] = []
    for number, (municipality, item) in enumerate((one["municipality"], item) for one in gold for item in one["initiatives"]):
        row = {**item, "municipality": municipality, "evidence": [{"quote": text} for text in item["evidence"]]}
        amounts = [dict(amount) for amount in item.get("amounts") or []]
        if number % 7 == 1:
            continue
        if number % 5 == 2:
            row["stage"] = "considered"
        if number % 4 == 3 and amounts:
            amounts[0]["dkk"] = int(amounts[0]["dkk"]) + 1000
        if number % 4 == 2 and amounts:
            amounts[0]["profile"] = {"2026": 1}
        if number % 6 == 4:
            row["themes"] = ["insourcing"]
        if number % 9 == 5:
            rows.append({**row, "evidence": [{"quote": "Noget helt andet end det, der står i aftalen."}]})
        if number % 11 == 7:
            row["municipality"] = "Atlantis"
        rows.append({**row, "amounts": amounts})
    return rows


BAD_GOLD = [
    ("intet", None, "findes ikke"),
    ("text", "ikke JSON", "kan ikke læses som JSON"),
    ("object", '{"a": 1}', "ikke den ventede form"),
    ("number", "5", "ikke den ventede form"),
    ("list of numbers", "[1, 2]", "ikke den ventede form"),
    ("no initiatives", '[{"municipality": "Greve"}]', "ikke den ventede form"),
    ("deep", "[" * 100_000, "kan ikke læses som JSON"),
]


class TestEvaluate:
    @pytest.fixture
    def gold(self, devset: Path) -> Path:
        return devset / "gold.json"

    @pytest.mark.skipif(not SCORE.is_file(), reason="../shared/score.py is not beside this checkout")
    def test_figures_are_those_of_the_reference(self, gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        labelled = json.loads(gold.read_text(encoding="utf-8"))
        predicted = perturb(labelled)
        (tmp_path / "p.json").write_text(json.dumps({"initiatives": predicted}), encoding="utf-8")
        assert call("evaluate", gold, tmp_path / "p.json", "--json") == 0
        ours = json.loads(capsys.readouterr().out)
        figures, missed, spurious, _matched, strays = load(SCORE).score(labelled, predicted)
        for name in ("presence", "initiatives", "amounts"):
            assert [ours[name][part] for part in ("precision", "recall", "f1")] == pytest.approx(list(figures[name]))
        for theme, rate in ours["presence_by_theme"].items():
            assert [rate[part] for part in ("precision", "recall", "f1")] == pytest.approx(list(figures[f"presence/{theme}"]))
        assert (ours["stage"], ours["profiles"]) == pytest.approx((figures["stage"], figures["profiles"]))
        assert [len(ours[name]) for name in ("missed", "spurious", "strays")] == [len(missed), len(spurious), len(strays)]
        assert min(len(missed), len(spurious), len(strays)) > 0

    def test_errors_are_listed(self, gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "p.json").write_text("[]", encoding="utf-8")
        assert call("evaluate", gold, tmp_path / "p.json") == 0
        assert "Overset: " in capsys.readouterr().out

    @pytest.mark.parametrize(("what", "content", "words"), BAD_GOLD, ids=[one[0] for one in BAD_GOLD])
    def test_bad_gold(self, tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str, content: str | None, words: str) -> None:
        if content is not None:
            (tmp_path / "guld.json").write_text(content, encoding="utf-8")
        (tmp_path / "p.json").write_text("[]", encoding="utf-8")
        assert call("evaluate", tmp_path / "guld.json", tmp_path / "p.json") == 1
        shown = capsys.readouterr().err
        assert words in shown
        assert "guld.json" in shown


def test_train_without_a_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("train", tmp_path / "intet", "--out", tmp_path / "model.npz") == 1
    shown = capsys.readouterr().err
    assert "Uventet" not in shown
    assert not (tmp_path / "model.npz").exists()


def test_parser_is_used_for_every_command() -> None:
    parser = cli.build_parser()
    choices = next(action.choices for action in parser._actions if action.dest == "command")
    assert all(isinstance(command, Parser) for command in dict(choices or {}).values())
