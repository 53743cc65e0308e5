"""Paragraphs of Danish social law as people write them, in one spelling, before and after the reforms (`data/paragraphs.toml`, which names its sources).

`read_paragraph("servicelovens § 107")` gives 'SEL § 107'; `map_paragraph("SEL § 66", 2025)` what it is read as.
"""

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

from samspil.vocabulary.texts import language

_NUMBER = re.compile(r"§{1,2}\s*(\d{1,3})(\s?[a-z](?![a-zæøå]))?|(?<![\d.])(\d{1,3})(\s?[a-z](?![a-zæøå]))?(?!\d)")
_REST = re.compile(r"[\s,.;:()\-]+")
_TYPED = "BL § 43"


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a paragraph is read as. `code`: the same when nothing changed; `changed`: it is another than written; `unclear`: a person must look;
    `early`: the law was not in force in that year; `why`: for people, '' when there is nothing to say.
    """

    code: str
    changed: bool = False
    unclear: bool = False
    early: bool = False
    why: str = ""


@functools.cache
def _read() -> dict[str, Any]:
    file = resources.files("samspil.vocabulary").joinpath("data/paragraphs.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def list_paragraphs() -> Mapping[str, str]:
    """All paragraphs known, with what they are in Danish."""
    known: dict[str, str] = _read()["paragraphs"]
    return known


@functools.lru_cache(maxsize=4096)
def read_paragraph(text: str) -> str:
    """One paragraph in one spelling ('SEL § 107', 'BL § 43 opholdssted'), '' when it cannot be told which is meant.

    Accepts '§107', 'SEL 107', 'servicelovens § 107', 'SEL § 66, stk. 1, nr. 6 (opholdssted)', '107'. Two paragraphs in one text are not one: ''.
    """
    words = " ".join(text.lower().replace("\u00a0", " ").split())
    for code in list_paragraphs():  # as we write it ourselves
        if words == code.lower():
            return code
    law, rest = _take_law(words)
    rest = re.sub(r"\bstk\.?\s*\d+", " ", rest)
    numbered = re.sub(r"\bnr\.?\s*\d+", " ", rest)
    found = [(a or b, (c or d).strip()) for a, c, b, d in _NUMBER.findall(numbered)]
    if len(found) != 1:
        return ""
    number = found[0][0] + (f" {found[0][1]}" if found[0][1] else "")
    law = law or next((name for name, each in _read()["laws"].items() if number in each.get("bare", ())), "")
    code = f"{law} § {number}"
    if not law or code not in list_paragraphs():
        return ""
    kind = _find_type(_REST.sub(" ", rest).strip(), by_number=law == "BL")
    return f"{code} {kind}" if kind and code in (_TYPED, "SEL § 66") else code


def _take_law(words: str) -> tuple[str, str]:
    """The law named, and the text without its name; '' for none."""
    names = sorted(((name, code) for code, law in _read()["laws"].items() for name in law["names"]), key=lambda pair: -len(pair[0]))
    for name, code in names:
        if match := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words):
            return code, words[: match.start()] + " " + words[match.end() :]
    return "", words


def _find_type(rest: str, *, by_number: bool) -> str:
    """The type of placement named in the rest of the text; numbers only tell in the new law."""
    for kind, words in _read()["types"].items():
        for word in words:
            if (by_number or not word.startswith("nr ")) and re.search(rf"(?<!\w){re.escape(_REST.sub(' ', word))}(?!\w)", rest):
                return str(kind)
    return ""


def map_paragraph(code: str, year: int | None = None) -> Mapped:
    """What a paragraph is today. `year`: the year of the line, to tell a law used before it was in force, and whether the change had come."""
    base, kind = _split(code)
    law = _read()["laws"].get(base.partition(" ")[0], {})
    starts: date | None = law.get("from")
    if starts and year and year < starts.year and not law.get("retro"):
        return Mapped(code, early=True, why=starts.strftime("%d-%m-%Y"))
    for change in _read()["changes"]:
        if change["was"] == base and (not change.get("unclear") or not year or year >= change["on"].year):
            why = change[f"why_{language()}"]
            if change.get("unclear"):
                return Mapped(code, unclear=True, why=why)
            return Mapped(f"{change['to']} {kind}".strip(), changed=True, unclear=not kind, why=why)
    return Mapped(code)


def _split(code: str) -> tuple[str, str]:
    """'SEL § 66 opholdssted' in paragraph and type."""
    match = re.fullmatch(r"(\S+ § \d+(?: [a-z](?= |$))?)(?: (.+))?", code)
    return (match[1], match[2] or "") if match else (code, "")
