"""Samples in the other formats: DOCX with real heading styles, municipal web pages, plain text."""

import datetime
import html
import io
import re
import textwrap
import zipfile
from html.parser import HTMLParser
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt, RGBColor
from source import HERE, NOTE, Sample

COLOURS = {"Lejre": "#2f6b3a", "Assens": "#14507a"}
FONTS = {"docx-tables": ("Calibri", 11), "docx-headings": ("Arial", 10.5)}
ZIP_DAY = (2025, 9, 30, 12, 0, 0)


class WordWriter(HTMLParser):
    """Puts the HTML of a sample into a Word document."""

    def __init__(self, document: Any) -> None:
        super().__init__()
        self.document, self.place, self.bold = document, None, False
        self.rows: list[list[str]] = []
        self.in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a heading, paragraph, item, row or cell."""
        if re.fullmatch(r"h[1-6]", tag):
            self.place = self.document.add_heading("", int(tag[1]))
        elif tag in ("p", "li"):
            self.place = self.document.add_paragraph("", style="List Bullet" if tag == "li" else None)
        elif tag == "table":
            self.rows = []
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self.in_cell = True
        elif tag == "strong":
            self.bold = True

    def handle_endtag(self, tag: str) -> None:
        """Close a cell, a table or bold type."""
        if tag in ("td", "th"):
            self.in_cell = False
        elif tag == "table":
            self.add_table()
        elif tag == "strong":
            self.bold = False

    def handle_data(self, data: str) -> None:
        """Text of the open place."""
        if self.in_cell:
            self.rows[-1][-1] += data
        elif self.place is not None and data.strip("\n"):
            self.place.add_run(data.replace("\n", " ")).bold = self.bold or None

    def add_table(self) -> None:
        """The collected rows as a table; figures stand to the right."""
        table = self.document.add_table(rows=0, cols=max(map(len, self.rows)), style="Light List Accent 1")
        table.autofit = False
        for number, column in enumerate(table.columns):
            column.width = Cm(2.1) if number else Cm(6.8)
        for row in self.rows:
            for number, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
                cell.text = text
                cell.width = Cm(2.1) if number else Cm(6.8)
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT if number else WD_ALIGN_PARAGRAPH.LEFT
        self.document.add_paragraph("")
        self.place = None


def set_notice(document: Any, sample: Sample) -> None:
    """The notice in the head of every page, the municipality in its foot."""
    section = document.sections[0]
    run = section.header.paragraphs[0].add_run(NOTE)
    run.bold, run.font.size, run.font.color.rgb = True, Pt(9), RGBColor(0xA3, 0x26, 0x2A)
    section.footer.paragraphs[0].add_run(f"{sample.municipality} Kommune").font.size = Pt(8)


def set_properties(document: Any, sample: Sample) -> None:
    """Title, author and fixed dates."""
    core, day = document.core_properties, datetime.datetime.fromisoformat(sample.date)
    core.title, core.author, core.last_modified_by, core.comments = (
        f"{sample.title} – {sample.municipality} Kommune",
        "Sekretariatet",
        "Sekretariatet",
        NOTE,
    )
    core.created = core.modified = core.last_printed = day


def fix_zip(data: bytes) -> bytes:
    """The same zip with fixed dates, so that it is the same each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()


def build_docx(sample: Sample) -> bytes:
    """A Word document with heading styles, lists and tables."""
    document = docx.Document()
    font, size = FONTS[sample.meta["format"]]
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = font, Pt(size)
    set_notice(document, sample)
    set_properties(document, sample)
    WordWriter(document).feed(sample.html)
    out = io.BytesIO()
    document.save(out)
    return fix_zip(out.getvalue())


def build_page(sample: Sample) -> bytes:
    """A municipal web page around the agreement: cookie text, menus, related links, foot."""
    shell = (HERE / "styles" / "webpage.html").read_text(encoding="utf-8")
    colour, names = COLOURS[sample.municipality], {"municipality": sample.municipality, "title": html.escape(sample.title)}
    return shell.format(**names, date=sample.date, colour=colour, note=NOTE, body=sample.html).encode("utf-8")


def wrap_block(block: str) -> str:
    """One block of Markdown as plain text of 78 columns."""
    if block.startswith("#"):
        title = block.lstrip("# ")
        return f"{title}\n{('=' if block.startswith('# ') else '-') * len(title)}"
    wrapped = [
        textwrap.fill(line, 78, subsequent_indent="  " if line.startswith("- ") else "", break_on_hyphens=False)
        for line in block.split("\n")
    ]
    return "\n".join(wrapped)


def build_text(sample: Sample) -> bytes:
    """Plain text in Windows' old encoding with its line ends."""
    blocks = [NOTE.upper(), *(wrap_block(block) for block in re.split(r"\n{2,}", sample.text)), NOTE.upper()]
    return ("\n\n".join(blocks) + "\n").replace("\n", "\r\n").encode("cp1252")
