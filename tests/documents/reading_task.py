"""What the tests run in a child: read one file, answer with the document or the refusal."""

from collections.abc import Callable
from typing import Any

from samspil.documents.dto import to_json
from samspil.documents.read import read_document
from samspil.errors import RejectedError


def read(payload: bytes, settings: dict[str, Any], progress: Callable[[object], None]) -> dict[str, Any]:
    try:
        return {"document": to_json(read_document(payload, settings["name"], ocr=settings.get("ocr", False), progress=progress))}
    except RejectedError as error:
        return {"verdict": error.verdict, "reason": error.message}
