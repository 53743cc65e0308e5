"""The green side's files: page, workbook and JSON of a story, and templates with examples."""

import json
from importlib import resources
from typing import Any

from samspil.publish.competition.green_parts import ROOM, plain
from samspil.publish.purchasing.make_page import render_page
from samspil.publish.purchasing.make_sheets import to_xlsx
from samspil.publish.purchasing.make_story import Story
from samspil.vocabulary.texts import say

EXAMPLES = ("eksempel-forbrug.csv", "eksempel-faktorer.csv")
SPEND_HEADS = ("indkøb", "kategori", "beløb", "år", "antal", "enhed")
FACTOR_HEADS = ("kategori", "faktor", "enhed", "prisår", "lav", "høj", "gsd", "kilde")
_MARK = "\ufeff"  # so that a spreadsheet reads æ, ø and å


def make_files(story: Story, values: Any, name: str) -> dict[str, bytes]:
    """`NAME.html`, `NAME.xlsx` and `NAME.json`; the same for the same values."""
    return {
        f"{name}.html": render_page(story).encode("utf-8", errors="replace"),
        f"{name}.xlsx": to_xlsx(story),
        f"{name}.json": (write_json(story, values) + "\n").encode("utf-8", errors="replace"),
    }


def write_json(story: Story, values: Any) -> str:
    """All values, what they are, and what to mind."""
    told = {"title": story.title, "statement": story.statement, "answer": story.answer, "cautions": list(story.cautions)}
    return json.dumps({**told, **plain(values)}, ensure_ascii=False, indent=1)


def read_example(name: str) -> bytes:
    """One of EXAMPLES."""
    return resources.files("samspil.competition.green").joinpath(f"examples/{name}").read_bytes()


def make_templates() -> dict[str, bytes]:
    """Empty tables with their headings, and the examples."""
    empty = {"forbrug.csv": ("template_spend", SPEND_HEADS), "faktorer.csv": ("template_factors", FACTOR_HEADS)}
    files = {name: f"{_MARK}# {say(f'{ROOM}.{key}')}\n{';'.join(heads)}\n".encode() for name, (key, heads) in empty.items()}
    return files | {name: _MARK.encode() + read_example(name) for name in EXAMPLES}
