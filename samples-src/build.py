"""Build the sample agreements into samspil/samples/agreements/ from the sources in this folder, and gold.json beside that folder.

usage: python samples-src/build.py [OUT]      (needs weasyprint, python-docx, markdown, pyyaml, pypdfium2, pillow)
The same bytes come out each time with the same versions of those tools and fonts.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ["SOURCE_DATE_EPOCH"] = "1759233600"  # 30 September 2025: dates inside fonts and PDF files stand still

from pdfs import build_locked, build_pdf, build_scan
from source import HERE, NOTE, Sample, as_draft, gold_of, read_source, read_sources
from texts import build_docx, build_page, build_text

TARGET = HERE.parent / "samspil" / "samples"
LOCKED = "Budgetforlig 2026-2029 Stevns (adgangskode).pdf"
EMPTY = "budgetaftale-2026-fanoe.pdf"
WRITERS: dict[str, Callable[[Sample], bytes]] = {"pdf": build_pdf, "docx": build_docx, "html": build_page, "txt": build_text}


def build_sample(sample: Sample) -> bytes:
    """A sample in its own format."""
    return WRITERS[sample.meta["format"].split("-")[0]](sample)


def build_troublesome() -> Iterator[tuple[str, bytes]]:
    """The files that cannot simply be read: a scan, a locked file, an empty one."""
    scan = read_source(HERE / "troublesome" / "faaborg-midtfyn.md")
    yield scan.file, build_scan(scan)
    yield LOCKED, build_locked([NOTE, "Budgetforlig 2026-2029", "Stevns Kommune", "Teksten er ikke med i eksemplet."], "fiktivt")
    yield EMPTY, b""


def build_files(samples: list[Sample]) -> Iterator[tuple[str, bytes]]:
    """Every file of the folder, gold.json apart."""
    for sample in samples:
        yield sample.file, build_sample(sample)
        if "draft" in sample.meta:
            draft = as_draft(sample)
            yield draft.file, build_sample(draft)
    yield from build_troublesome()


def main() -> None:
    """Write all files and say how many."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    (out / "agreements").mkdir(parents=True, exist_ok=True)
    samples, size = read_sources(), 0
    for name, data in build_files(samples):
        (out / "agreements" / name).write_bytes(data)
        size += len(data)
        print(f"{len(data):>9,} {name}")
    gold = [gold_of(sample) for sample in samples]
    (out / "gold.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{len(gold)} agreements, {sum(len(one['initiatives']) for one in gold)} initiatives, {size:,} bytes in {out}")


if __name__ == "__main__":
    main()
