"""Scanned pages read by tesseract, run as a separate program. Slow (about 4 s a page) and optional; never the source of a sure amount."""

import ctypes
import functools
import math
import os
import shutil
import subprocess
from statistics import median
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from PIL import Image

from samspil.documents.drawing import POINTS_PER_INCH, choose_scale
from samspil.documents.letters import replace_unsafe
from samspil.documents.pdfium import read_frame
from samspil.documents.sheets import encode_png
from samspil.documents.words import find_turns, turn_upright, unite
from samspil.values.document import Box, Line, Page, Word

DPI = 300
LANGUAGE = "dan"
_ORIENTATION = "osd"  # with it tesseract finds out how a page was laid on the glass
SECONDS_PER_PAGE = 25  # below the 30 seconds of silence after which a child is stopped
_COLUMNS = 12
_WORD_LEVEL = "5"
_SAME_PRINT = 0.25  # of the usual height of a line
_CELL_GAP = 1.5  # of the usual height of a line: wider than any blank of justified print
_SLACK = 0.25  # of a word's height or width, by which its box may be off
_INK = 128  # darker is ink


def is_available() -> bool:
    """True when tesseract with Danish is installed."""
    return LANGUAGE in list_languages()


@functools.cache
def list_languages() -> frozenset[str]:
    """What tesseract can read; empty when it is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        return frozenset()
    try:
        answer = subprocess.run([program, "--list-langs"], capture_output=True, timeout=10, check=False)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(answer.stdout.decode("utf-8", "replace").split())


def read_page(handle: Any, number: int) -> Page | None:
    """The page as tesseract reads it, lines with boxes; None when it cannot."""
    frame = read_frame(handle)
    scale = choose_scale(frame.width, frame.height, DPI)
    if scale <= 0:
        return None
    picture = draw_grey(handle, frame.width, frame.height, scale)
    table = run_tesseract(encode_png(picture), round(scale * POINTS_PER_INCH))
    raw, words = parse_table(table, picture)
    if not words:
        return None
    turns = find_turns(words)
    upright = (frame.height, frame.width) if turns % 2 else (frame.width, frame.height)
    lines = make_lines(words, turns, frame.width, frame.height)
    return Page(number, raw, tuple(lines), round(upright[0], 1), round(upright[1], 1), ocr=True, words=tuple(words))


def draw_grey(handle: Any, width: float, height: float, scale: float) -> Image.Image:
    """The page as a grey picture, without opening the file again."""
    columns, rows = max(1, round(width * scale)), max(1, round(height * scale))
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
    command = ["tesseract", "-", "-", "-l", LANGUAGE, "--dpi", str(dpi), "--psm", "1" if _ORIENTATION in list_languages() else "3", "tsv"]
    try:
        answer = subprocess.run(command, input=png, capture_output=True, env=environment, timeout=SECONDS_PER_PAGE, check=False)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.decode("utf-8", "replace") if answer.returncode == 0 else ""


def parse_table(table: str, picture: Image.Image) -> tuple[str, list[Word]]:
    """The text of tesseract's table, its lines two characters (CR, LF) and words one blank apart, and each word's place on the picture."""
    ink = np.asarray(picture) < _INK
    parts: list[str] = []
    words: list[Word] = []
    offset = 0
    for line in _words_by_line(table):
        for number, fields in enumerate(line):
            text, _ = replace_unsafe("".join(fields[-1].split()))
            words.append((offset, offset + len(text), _place(fields, ink)))
            last = number == len(line) - 1
            parts.append(text + ("\r\n" if last else " "))
            offset += len(parts[-1])
    return "".join(parts).removesuffix("\r\n"), words


def _place(fields: list[str], ink: Any) -> Box:
    """A word's box as fractions of the page: tesseract's, a few dots too wide or too narrow, drawn to the edge of the ink."""
    height, width = ink.shape
    left, top, across, down = (int(fields[column]) for column in (6, 7, 8, 9))
    right, bottom = min(width, left + across), min(height, top + down)
    if not (0 <= left < right and 0 <= top < bottom):
        return (0.0, 0.0, 0.0, 0.0)
    slack = max(1, round(_SLACK * min(down, across)))
    top, bottom = fit_edges(ink[:, left:right].any(axis=1), top, bottom, slack)
    left, right = fit_edges(ink[top:bottom].any(axis=0), left, right, slack)
    return (round(left / width, 5), round(top / height, 5), round(right / width, 5), round(bottom / height, 5))


def fit_edges(inked: Any, first: int, last: int, slack: int) -> tuple[int, int]:
    """The half-open range drawn to where ink begins and ends, each edge by at most `slack`; as it is where there is no ink."""
    start, end = first, last
    while start > max(0, first - slack) and inked[start - 1]:
        start -= 1
    while start < min(first + slack, last - 1) and not inked[start]:
        start += 1
    while end < min(len(inked), last + slack) and inked[end]:
        end += 1
    while end > max(last - slack, start + 1) and not inked[end - 1]:
        end -= 1
    return start, end


def make_lines(words: list[Word], turns: int, width: float, height: float) -> list[Line]:
    """Words one blank apart are a line, unless the gap is as wide as between the cells of a table; its box and size in points, as the page is held to
    be read. `width`, `height` of the page as seen.

    Ink says little of the size of print: a line without g or p is lower than the next. Lines about as high as most of the page count as high as those.
    """
    upright = [(start, end, _upright(box, turns, width, height)) for start, end, box in words]
    lines = _join_words(upright, math.inf)
    usual = median(bottom - top for _start, _end, (_left, top, _right, bottom) in lines)
    return [_make_line(*line, usual) for line in _join_words(upright, _CELL_GAP * usual)]


def _upright(box: Box, turns: int, width: float, height: float) -> Box:
    left, top, right, bottom = box
    return turn_upright((left * width, top * height, right * width, bottom * height), turns, width, height)


def _join_words(words: list[Word], widest: float) -> list[Word]:
    """Neighbours one blank and at most so many points apart, as one."""
    joined: list[Word] = []
    for start, end, box in words:
        if joined and start == joined[-1][1] + 1 and box[0] - joined[-1][2][2] <= widest:
            joined[-1] = (joined[-1][0], end, unite((joined[-1][2], box)))
        else:
            joined.append((start, end, box))
    return joined


def _make_line(start: int, end: int, box: Box, usual: float) -> Line:
    left, top, right, bottom = box
    size = usual if abs(bottom - top - usual) <= _SAME_PRINT * usual else bottom - top
    return Line(start, end, box=(round(left, 1), round(top, 1), round(right, 1), round(top + size, 1)), size=round(size, 1))


def _words_by_line(table: str) -> list[list[list[str]]]:
    """Rows of words, grouped by block, paragraph and line number."""
    groups: dict[tuple[str, ...], list[list[str]]] = {}
    for row in table.splitlines()[1:]:
        fields = row.split("\t")
        if len(fields) == _COLUMNS and fields[0] == _WORD_LEVEL and fields[-1].strip():
            groups.setdefault(tuple(fields[1:5]), []).append(fields)
    return list(groups.values())
