"""A good case as text, and folders of changed ones."""

from pathlib import Path

GOOD = """---
id: proeve-sag
version: 2
as_of: 2024-05-02
title: "Prøve: vask i udbud"
theme: groen
form: tender
service_area: laundry
outcome: running
municipalities: ["0751", Køge]
sources:
  - id: kilde
    title: "En rapport"
    publisher: "Et institut"
    address: "https://example.org/rapport"
effects:
  - id: kroner
    what: "Lavere udgift"
    unit: dkk
    source: kilde
    grade: evaluation
    calculated_by: evaluator
    value: 250000.50
    driver: users
    driver_value: 120
history:
  - {version: 1, date: 2024-01-31, what: "Første udgave"}
  - {version: 2, date: 2024-05-02, what: "Nyt tal"}
---

## Problem

Der er meget vasketøj.

## Løsning

Et vaskeri tager det.

## Faldgruber

- Svind.
"""


def change(old: str, new: str, text: str = GOOD) -> str:
    """The good case with one thing changed; fails when there is nothing to change."""
    assert old in text, old
    return text.replace(old, new, 1)


def write(folder: Path, **files: str) -> Path:
    """Files of a library by name without '.md'."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder
