"""A story as files by name: page, workbook, note."""

from samspil.publish.purchasing.make_note import to_docx
from samspil.publish.purchasing.make_page import render_page
from samspil.publish.purchasing.make_sheets import to_xlsx
from samspil.publish.purchasing.make_story import Story


def make_files(story: Story, name: str) -> dict[str, bytes]:
    """`NAME.html`, `NAME.xlsx`, `NAME.docx`. Raises MakeError without python-docx."""
    page = render_page(story).encode("utf-8", errors="replace")
    return {f"{name}.html": page, f"{name}.xlsx": to_xlsx(story), f"{name}.docx": to_docx(story)}
