"""A document survives the pipe, and nothing but a document does."""

import json
from typing import Any

import pytest
from raw_docx import make_docx, paragraph, row
from raw_pdf import text_pdf

from samspil.documents.dto import document_from_json, to_json
from samspil.documents.read import read_document
from samspil.vocabulary.texts import LANGUAGES, read_catalogue

FILES = [
    (text_pdf(2), "a.pdf"),
    (make_docx(paragraph("Ærø") + "<w:tbl>" + row("a", "1") + "</w:tbl>"), "a.docx"),
    (b"<table><tr><td>a<td>1</table>", "a.html"),
    ("Ærø".encode("cp1252"), "a.txt"),
]


@pytest.mark.parametrize(("data", "name"), FILES)
def test_round_trip(data: bytes, name: str) -> None:
    document = read_document(data, name)
    assert document_from_json(json.loads(json.dumps(to_json(document)))) == document


def line(**changes: Any) -> list[Any]:
    values = {"start": 0, "end": 3, "role": "", "level": 0, "cells": [], "box": None, "size": 1, "bold": False, "table": 0} | changes
    return list(values.values())


def document(page: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    whole = {"number": 1, "raw": "Ærø", "width": 1, "height": 1, "ocr": False, "lines": [line()]} | (page or {})
    return {"format": "pdf", "title": "", "verdict": "ok", "notes": [], "pages": [whole]} | changes


WRONG = [
    ({}, "nothing in it"),
    (document(format="exe"), "unknown format"),
    (document(verdict="rejected"), "a refused file is no document"),
    (document(notes=["x"] * 100), "too many notes"),
    (document(pages=[{}] * 3001), "too many pages"),
    (document({"number": 0}), "pages count from 1"),
    (document({"number": True}), "a truth value is no number"),
    (document({"raw": None}), "no text"),
    (document({"width": float("inf")}), "endless page"),
    (document({"lines": [line(end=4)]}), "line beyond the text"),
    (document({"lines": [line(start=-1)]}), "line before the text"),
    (document({"lines": [line(start=2, end=1)]}), "line turned round"),
    (document({"lines": [line(cells=[[0, 9]])]}), "cell beyond its line"),
    (document({"lines": [line(role="script")]}), "unknown role"),
    (document({"lines": [line(level=7)]}), "unknown level"),
    (document({"lines": [line(box=[1, 2, 3])]}), "half a box"),
    (document({"lines": [[1, 2]]}), "half a line"),
    (document({"lines": [line(bold="yes")]}), "a word is no truth value"),
]


@pytest.mark.parametrize(("values", "why"), WRONG)
def test_anything_else_is_refused(values: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match="not a document"):
        document_from_json(values)
    assert document_from_json(document())


def test_both_languages_say_the_same_things() -> None:
    first, *others = [read_catalogue(language, "documents") for language in LANGUAGES]
    for other in others:
        assert other.keys() == first.keys()
        assert all(other[key].count("{") == text.count("{") for key, text in first.items())
