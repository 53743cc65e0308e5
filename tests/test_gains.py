"""A change to the reader shows what it gained and lost against the last release."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def test_gains_and_losses_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """Printed in every run of the tests; a reader that loses a twentieth more than it gains fails."""
    done = subprocess.run([sys.executable, str(ROOT / "tools" / "gains.py")], capture_output=True, text=True, check=True)  # noqa: S603 - our own program
    first = done.stdout.splitlines()[0]
    with capsys.disabled():
        print(f"\n{first} (python tools/gains.py names them)")
    words = first.split()
    gained, lost = int(words[4]), int(words[7])
    assert lost - gained < 45, first
