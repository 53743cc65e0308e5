"""docs/purchasing.md says what the code does."""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_the_page_has_the_columns_codes_and_faults_of_the_code() -> None:
    spec = importlib.util.spec_from_file_location("purchasing_page", ROOT / "tools/purchasing_page.py")
    assert spec is not None
    assert spec.loader is not None
    page = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(page)
    text = page.PAGE.read_text(encoding="utf-8")
    assert page.describe_page(text) == text, "write it again: python tools/purchasing_page.py"
    assert text.count("| `days` |") == 1
