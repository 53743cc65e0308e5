"""Writes the tables of columns and faults into docs/purchasing.md.  usage: python tools/purchasing_page.py  (a test compares; --check only compares)."""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from samspil.purchasing.intake.columns import Column, Kind, code_label, list_codes, read_kinds  # noqa: E402 - found by the line above
from samspil.purchasing.intake.templates import describe_column  # noqa: E402
from samspil.vocabulary.paragraphs import list_paragraphs  # noqa: E402
from samspil.vocabulary.texts import language, use_language  # noqa: E402

PAGE = ROOT / "docs" / "purchasing.md"
CATALOGUE = ROOT / "samspil/vocabulary/catalogue/en/purchasing_findings.toml"
_PARTS = re.compile(r"(<!-- (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def describe_page(text: str) -> str:
    """The page with its made parts as the code says."""
    makers = {"columns": make_columns, "codes": make_codes, "paragraphs": make_paragraphs, "faults": make_faults}
    before = language()
    use_language("en")
    try:
        return _PARTS.sub(lambda part: f"{part[1]}{''.join(makers[part[2]]())}{part[3]}", text)
    finally:
        use_language(before)


def make_columns() -> Iterator[str]:
    for kind in read_kinds().values():
        yield f"\n### {kind.da} ({kind.en}): `{kind.file}.csv`\n\n| heading | English | field | required | unit | example | meaning |\n| --- | --- | --- | --- | --- | --- | --- |\n"
        for column in kind.columns:
            yield describe_row(kind, column)
    yield "\n"


def describe_row(kind: Kind, column: Column) -> str:
    _sheet, _heading, required, unit, example, meaning = describe_column(kind, column)
    cells = (column.da, column.en, f"`{column.key}`", required, unit, example, meaning)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def make_codes() -> Iterator[str]:
    yield "\n| list | code | Danish | English |\n| --- | --- | --- | --- |\n"
    names = dict.fromkeys(column.codes for kind in read_kinds().values() for column in kind.columns if column.codes)
    for name in names:
        for code in list_codes(name):
            yield f"| {name} | `{code}` | {code_label(name, code, 'da')} | {code_label(name, code, 'en')} |\n"
    yield "\n"


def make_paragraphs() -> Iterator[str]:
    yield "\n| written as | what it is |\n| --- | --- |\n"
    for code, meaning in list_paragraphs().items():
        yield f"| {code} | {meaning} |\n"
    yield "\n"


def make_faults() -> Iterator[str]:
    texts = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
    yield "\n| key | what is said | remedy |\n| --- | --- | --- |\n"
    for key, text in texts.items():
        if f"{key}_remedy" in texts and not key.startswith(("refused", "stopped", "empty_folder", "no_file")):
            yield f"| `{key}` | {text} | {texts[f'{key}_remedy']} |\n"
    yield "\n"


def main() -> int:
    old = PAGE.read_text(encoding="utf-8")
    page = describe_page(old)
    if "--check" in sys.argv:
        return int(old != page)
    PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
