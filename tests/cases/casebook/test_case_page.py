"""docs/cases.md shows the schema as it is."""

import importlib.util
from pathlib import Path

from samspil.cases.schema import FIELDS, SECTIONS

ROOT = Path(__file__).resolve().parents[3]


def test_the_page_has_the_tables_of_the_schema() -> None:
    spec = importlib.util.spec_from_file_location("cases_page", ROOT / "tools/cases_page.py")
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    page = tool.PAGE.read_text(encoding="utf-8")
    assert page == tool.renew(page), "write it again with: python tools/cases_page.py"
    for fields in FIELDS.values():
        assert all(f"| `{field.name}` |" in page for field in fields)
    assert all(f"`## {heading}`" in page for heading in SECTIONS.values())
