"""Scanned pages read by tesseract, run as a separate program. Slow (about 4 s a page) and optional; never the source of a sure amount."""

import ctypes
import functools
import os
import shutil
import subprocess
from typing import Any

import pypdfium2.raw as pdfium
from PIL import Image

from samspil.documents.drawing import POINTS_PER_INCH, choose_scale, encode_png
from samspil.documents.letters import replace_unsafe
from samspil.documents.pdfium import read_frame
from samspil.values.document import Line, Page

DPI = 300
LANGUAGE = "dan"
SECONDS_PER_PAGE = 25  # below the 30 seconds of silence after which a child is stopped
_COLUMNS = 12
_WORD_LEVEL = "5"


@functools.cache
def is_available() -> bool:
    """True when tesseract with Danish is installed."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    try:
        answer = subprocess.run([program, "--list-langs"], capture_output=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return False
    return LANGUAGE in answer.stdout.decode("utf-8", "replace").split()


def read_page(handle: Any, number: int) -> Page | None:
    """The page as tesseract reads it, lines with boxes; None when it cannot."""
    frame = read_frame(handle)
    scale = choose_scale(frame.width, frame.height, DPI)
    if scale <= 0:
        return None
    table = run_tesseract(encode_png(draw_grey(handle, frame.width, frame.height, scale)), round(scale * POINTS_PER_INCH))
    raw, lines = parse_table(table, scale)
    return Page(number, raw, tuple(lines), round(frame.width, 1), round(frame.height, 1), ocr=True) if lines else None


def draw_grey(handle: Any, width: float, height: float, scale: float) -> Image.Image:
    """The page as a grey picture, without opening the file again."""
    columns, rows = max(1, int(width * scale)), max(1, int(height * scale))
    bitmap = pdfium.FPDFBitmap_CreateEx(columns, rows, pdfium.FPDFBitmap_Gray, None, 0)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, handle, 0, 0, columns, rows, 0, pdfium.FPDF_GRAYSCALE | pdfium.FPDF_ANNOT)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * rows)
        return Image.frombuffer("L", (columns, rows), pixels, "raw", "L", stride, 1).copy()
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def run_tesseract(png: bytes, dpi: int) -> str:
    """Tesseract's table of words, '' when it fails or takes too long."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "OMP_THREAD_LIMIT": "1"}
    command = ["tesseract", "-", "-", "-l", LANGUAGE, "--dpi", str(dpi), "tsv"]
    try:
        answer = subprocess.run(command, input=png, capture_output=True, env=environment, timeout=SECONDS_PER_PAGE, check=False)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.decode("utf-8", "replace") if answer.returncode == 0 else ""


def parse_table(table: str, scale: float) -> tuple[str, list[Line]]:
    """Words of tesseract's table joined to lines; pixel boxes become points by `scale` (pixels per point)."""
    parts: list[str] = []
    lines: list[Line] = []
    offset = 0
    for words in _words_by_line(table):
        text, _ = replace_unsafe(" ".join(word[-1] for word in words))
        boxes = [[int(word[column]) for column in (6, 7, 8, 9)] for word in words]
        left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
        place = (round(left / scale, 1), round(top / scale, 1), round(right / scale, 1), round(bottom / scale, 1))
        lines.append(Line(offset, offset + len(text), box=place, size=round((bottom - top) / scale, 1)))
        parts.append(text)
        offset += len(text) + 2
    return "\r\n".join(parts), lines


def _words_by_line(table: str) -> list[list[list[str]]]:
    """Rows of words, grouped by block, paragraph and line number."""
    groups: dict[tuple[str, ...], list[list[str]]] = {}
    for row in table.splitlines()[1:]:
        fields = row.split("\t")
        if len(fields) == _COLUMNS and fields[0] == _WORD_LEVEL and fields[-1].strip():
            groups.setdefault(tuple(fields[1:5]), []).append(fields)
    return list(groups.values())
