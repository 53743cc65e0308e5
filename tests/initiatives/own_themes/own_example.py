"""Where the worked example stands."""

from pathlib import Path

EXAMPLE = Path(__file__).resolve().parents[3] / "examples/own-theme-skolestruktur"
