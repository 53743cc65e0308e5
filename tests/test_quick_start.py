"""A run that reads few files: what is left out, begun early or done at once for its sake changes no answer."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from agreements import as_pdf, as_text, compose, environment, read_outputs, run_samspil, write_many

from samspil.cli.main import build_parser
from samspil.documents.read import read_document
from samspil.initiatives.model import read_model
from samspil.initiatives.reader import LinearReader
from samspil.passages.split import split_passages

SAMPLES = Path(__file__).resolve().parents[1] / "samspil/samples/agreements"


def test_a_reader_without_known_words_reads_the_same() -> None:
    """Of a word that is not known beforehand the features are worked out: they are those that were worked out before."""
    model = read_model()
    assert model.words
    contents = [as_text(compose("Vejle", 1)), as_pdf(compose("Ærø", 2)), *(file.read_bytes() for file in sorted(SAMPLES.glob("*.txt")))]
    for number, content in enumerate(contents):
        document = read_document(content, f"{number}.{'pdf' if content.startswith(b'%PDF') else 'txt'}")
        _clean, passages = split_passages(document)
        proposals = LinearReader(model).propose(passages)
        assert proposals
        assert LinearReader(replace(model, words=())).propose(passages) == proposals


@pytest.mark.parametrize("changed", [1, 4])
def test_a_run_over_some_changed_files_ends_as_a_first_run(changed: int, tmp_path: Path) -> None:
    """One changed file is read by a child of its own, several by those that many would have."""
    folder = write_many(tmp_path / "aftaler", 6, "pdf")
    first, other = tmp_path / "ud", tmp_path / "andet"
    files = sorted(folder.iterdir())
    assert run_samspil("review", folder, "--year", 2026, "--out", first, "--no-report").returncode in (0, 3)
    for file in files[:changed]:
        file.write_bytes(as_pdf([*compose("Vejle", 9), "Der afsættes 1,5 mio. kr. i 2026 til robotter i hjemmeplejen."]))
    again = run_samspil("review", folder, "--year", 2026, "--out", first, "--no-report")
    fresh = run_samspil("review", folder, "--year", 2026, "--out", other, "--no-report")
    assert again.returncode == fresh.returncode
    assert read_outputs(first) == read_outputs(other)
    assert again.stdout.replace(str(first), "UD") == fresh.stdout.replace(str(other), "UD")


@pytest.mark.parametrize("command", ["review", "demo", "import-review", "cases"])
def test_a_command_alone_has_the_options_it_has_among_all(command: str) -> None:
    def list_options(parser_of: str) -> str:
        choices = next(action.choices for action in build_parser(parser_of)._actions if action.dest == "command")
        return str(dict(choices or {})[command].format_help())

    assert list_options(command) == list_options("")


def test_a_command_loads_no_other() -> None:
    code = "import sys; from samspil.cli.main import build_parser; build_parser('review'); print('samspil.cli.serve' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "False"
