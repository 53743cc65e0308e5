"""Make benchmark agreements: real municipalities' names, invented texts (each page says so), the same for the same seed.

usage: python benchmarks/generate.py OUT [--agreements 98] [--pages 20] [--seed 1] [--copies 1] [--txt] [--workers 1]

60 % in one column, 40 % in two hyphenated columns, with running heads and tables. `--copies 10` writes each agreement ten times, the pages
after the first in another order, so that files, hashes and reading order differ while the municipality stays. `--txt` writes plain texts instead.
"""

import argparse
import csv
import hashlib
import os
import re
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

os.environ.setdefault("SOURCE_DATE_EPOCH", "1759233600")

import pypdfium2 as pdfium
from recombine import HERE, Block, Material, Writer, as_html, as_text, official_name, read_material
from source import NOTE

COLUMNS_SHARE = 40  # of a hundred agreements
WORDS_PER_PAGE = {1: 410, 2: 630}
STYLE = """
@page {{ size: A4; margin: 24mm 22mm 20mm; @top-left {{ content: '{name} | Budgetaftale 2026-2029'; font: 8pt 'Liberation Sans'; }}
  @top-right {{ content: '{note}'; font: 8pt 'Liberation Sans'; }} @bottom-right {{ content: 'Side ' counter(page); font: 8pt 'Liberation Sans'; }} }}
body {{ font: 10.5pt/1.45 '{font}'; {columns} }} h1 {{ font-size: 20pt; {span} }} h2 {{ font-size: 13pt; margin: 5mm 0 2mm; break-after: avoid; }}
p {{ margin: 0 0 2.5mm; }} table {{ border-collapse: collapse; width: 100%; font-size: .85em; margin-bottom: 4mm; hyphens: manual; }}
td {{ border-bottom: .4pt solid #999; padding: .6mm 1mm; }} td + td {{ text-align: right; }}
"""
TWO_COLUMNS = "font-size: 9.5pt; columns: 2; column-gap: 8mm; hyphens: auto; text-align: justify;"


@dataclass(frozen=True)
class Order:
    """One agreement to make."""

    number: int
    municipality: str
    pages: int
    seed: int
    copies: int
    out: Path
    txt: bool

    @property
    def columns(self) -> int:
        """One or two, spread evenly over the numbers."""
        return 2 if self.number * COLUMNS_SHARE % 100 < COLUMNS_SHARE else 1

    def file(self, copy: int) -> Path:
        """Where copy `copy` goes."""
        tail = f"-{copy:02d}" if self.copies > 1 else ""
        name = self.municipality.replace(" ", "-")
        return self.out / f"Budgetaftale_2026_{name}{tail}.{'txt' if self.txt else 'pdf'}"


@cache
def material() -> Material:
    """Read once in each process."""
    return read_material()


def read_municipalities() -> list[str]:
    """The 98 names."""
    data = HERE.parent / "samspil" / "vocabulary" / "data" / "municipalities.csv"
    with data.open(encoding="utf-8") as lines:
        return [row["name"] for row in csv.DictReader(lines)]


def write_blocks(order: Order, share: float = 1.1) -> list[Block]:
    """The blocks of an agreement, a little more than its pages hold."""
    writer = Writer(material(), f"{order.seed}/{order.number}/{order.municipality}")
    return list(writer.agreement(order.municipality, int(order.pages * WORDS_PER_PAGE[order.columns] * share)))


def style_of(order: Order) -> str:
    """The style sheet."""
    two = order.columns == 2
    font = ("Liberation Serif", "Liberation Sans", "DejaVu Serif")[order.number % 3]
    parts = {"columns": TWO_COLUMNS if two else "", "span": "column-span: all;" if two else "", "font": font}
    return STYLE.format(name=official_name(order.municipality), note=NOTE, **parts)


def print_pdf(order: Order) -> bytes:
    """An agreement of exactly so many pages."""
    from weasyprint import HTML

    mark = hashlib.sha256(f"{order.seed}/{order.municipality}".encode()).digest()[:16]
    for share in (1.1, 1.4, 2.0):
        page = (
            f"<html lang=da><title>{NOTE}</title><style>{style_of(order)}</style><body>{as_html(write_blocks(order, share))}</body></html>"
        )
        document = HTML(string=page).render()
        if len(document.pages) >= order.pages:
            break
    data: bytes = document.copy(document.pages[: order.pages]).write_pdf(pdf_identifier=mark)
    return data


def shuffle_pages(data: bytes, copy: int) -> bytes:
    """The same pages after the first, turned by `copy`."""
    old, new = pdfium.PdfDocument(data), pdfium.PdfDocument.new()
    rest = list(range(1, len(old)))
    turn = copy % max(1, len(rest))
    new.import_pages(old, [0, *rest[turn:], *rest[:turn]])
    out = BytesIO()
    new.save(out)
    mark = hashlib.sha256(b"%d/" % copy + data).hexdigest()[:32].upper().encode()
    fixed = re.sub(rb"/ID\[<\w{32}><\w{32}>\]", b"/ID[<%b><%b>]" % (mark, mark), out.getvalue())
    return re.sub(rb"/CreationDate\(D:\d{14}", b"/CreationDate(D:20250930120000", fixed)


def make(order: Order) -> int:
    """Write one agreement and its copies; returns the number of bytes."""
    if order.txt:
        text = f"{NOTE}\n\n{as_text(write_blocks(order, 1.0))}"
        files = [f"{text}\nEksemplar {copy}\n".encode() for copy in range(1, order.copies + 1)]
    else:
        first = print_pdf(order)
        files = [first, *(shuffle_pages(first, copy) for copy in range(2, order.copies + 1))]
    for copy, data in enumerate(files, 1):
        order.file(copy).write_bytes(data)
    return sum(map(len, files))


def make_all(orders: list[Order], workers: int) -> int:
    """Write all agreements, in processes of their own when more than one worker is asked for."""
    if workers == 1:
        return sum(make(order) for order in orders)
    with ProcessPoolExecutor(workers) as pool:
        return sum(pool.map(make, orders))


def plan(out: Path, agreements: int = 98, pages: int = 20, seed: int = 1, copies: int = 1, txt: bool = False) -> list[Order]:
    """The orders of one run; more than 98 agreements need `copies`."""
    names = read_municipalities()
    if not 1 <= agreements <= len(names):
        raise SystemExit(f"--agreements: 1 to {len(names)}; use --copies for more files")
    return [Order(number, name, pages, seed, copies, out, txt) for number, name in enumerate(names[:agreements])]


def main(argv: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    for name, default in (("agreements", 98), ("pages", 20), ("seed", 1), ("copies", 1), ("workers", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--txt", action="store_true")
    args = parser.parse_args(argv)
    args.out.mkdir(parents=True, exist_ok=True)
    orders, start = plan(args.out, args.agreements, args.pages, args.seed, args.copies, args.txt), time.perf_counter()
    size = make_all(orders, args.workers)
    print(f"{len(orders) * args.copies} files, {size / 1e6:.1f} MB in {args.out}, {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
