"""Writes the tables of docs/cases.md from the schema of cases.  usage: python tools/cases_page.py  (a test compares; --check only compares)."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from samspil.cases.schema import FIELDS, SECTIONS, Field  # noqa: E402 - found by the line above
from samspil.vocabulary.texts import language, say, use_language  # noqa: E402

PAGE = ROOT / "docs" / "cases.md"
BEGIN, END = "<!-- tables: made by tools/cases_page.py -->", "<!-- end of tables -->"
TITLES = {
    "case": "Fields of a case",
    "source": "Each of `sources`",
    "effect": "Each of `effects`",
    "change": "Each of `history`",
}
KINDS = {
    "id": "id",
    "line": "text",
    "integer": "whole number",
    "year": "year",
    "number": "number",
    "yes_no": "yes or no",
    "date": "day",
    "address": "web address",
    "lines": "list of texts",
    "municipalities": "list",
    "source": "list",
    "effect": "list",
    "change": "list",
}
LABELS = {"service_area": "area", "base_unit": "unit"}


def describe_tables() -> str:
    """The fields with their meaning, the codes with their Danish words, the sections."""
    before = language()
    try:
        use_language("en")
        parts = [describe_table(name) for name in FIELDS]
        use_language("da")
        codes = {each.name: each.codes for fields in FIELDS.values() for each in fields if each.codes and each.name != "base_unit"}
        parts.append(
            "### Codes\n\n| field | codes |\n| --- | --- |\n" + "".join(describe_codes(name, known) for name, known in codes.items())
        )
    finally:
        use_language(before)
    headings = ", ".join(f"`## {heading}` ({name})" for name, heading in SECTIONS.items())
    return "\n".join([*parts, f"### Sections\n\n{headings}. The first two are paragraphs and needed, the others lists.\n"])


def describe_table(table: str) -> str:
    rows = "".join(
        f"| `{each.name}` | {describe_kind(each)} | {'yes' if each.needed else ''} | {say(f'cases.field_{table}_{each.name}')} |\n"
        for each in FIELDS[table]
    )
    return f"### {TITLES[table]}\n\n| field | kind | needed | meaning |\n| --- | --- | --- | --- |\n{rows}"


def describe_kind(each: Field) -> str:
    return "code" if each.codes else KINDS[each.kind]


def describe_codes(name: str, codes: tuple[str, ...]) -> str:
    words = "; ".join(f"`{code}` {say(f'cases.{LABELS.get(name, name)}_{code}')}".strip() for code in codes)
    return f"| `{name}` | {words} |\n"


def renew(page: str) -> str:
    """The page with fresh tables between its marks."""
    head, _, rest = page.partition(BEGIN)
    return f"{head}{BEGIN}\n\n{describe_tables()}\n{END}{rest.partition(END)[2]}"


def main() -> int:
    page = PAGE.read_text(encoding="utf-8")
    if "--check" in sys.argv:
        return int(renew(page) != page)
    PAGE.write_text(renew(page), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
