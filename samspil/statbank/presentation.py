"""How a file shows its categories, and codes and texts taken apart: '101', '101 København' or 'København'.

Decided for the whole file, from all categories that stand in it: by the areas where there are any (only they cannot be mistaken), else by all.
'0 år' alone is no code 0 with the text 'år', and 'I alt' no code I: a file is of one kind in every column.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from samspil.statbank.errors import complain, shorten
from samspil.statbank.words import AREA, PERIOD, TIME, code_of_text
from samspil.values.statistics import CODES, CODES_AND_TEXTS, TEXTS, Category, Dimension

_CODE = re.compile(r"[A-ZÆØÅ0-9][A-ZÆØÅ0-9_+.\-]{0,19}")
_BOTH = re.compile(r"(?P<code>[A-ZÆØÅ0-9][A-ZÆØÅ0-9_+.\-]{0,19}) (?P<label>\S.*)")
_AREA_CODE = re.compile(r"\d{2,4}")
_AREA_BOTH = re.compile(r"\d{2,4} \S.*")


def name_presentation(columns: Mapping[str, Sequence[str]]) -> str:
    """CODES, CODES_AND_TEXTS or TEXTS, from the categories of each dimension."""
    areas = columns.get(AREA)
    if areas:
        plain, both = _AREA_CODE, _AREA_BOTH
        looked_at: Mapping[str, Sequence[str]] = {AREA: areas}
    else:
        plain, both = _CODE, _BOTH
        looked_at = {name: texts for name, texts in columns.items() if name != TIME}
    texts = [text for each in looked_at.values() for text in each]
    if all(plain.fullmatch(text) for text in texts):
        return CODES
    if all(both.fullmatch(text) for text in texts) and not _same_labels(looked_at):
        return CODES_AND_TEXTS
    return TEXTS


def _same_labels(columns: Mapping[str, Sequence[str]]) -> bool:
    """'0 år', '1 år': numbers with one and the same word behind them are texts."""
    return any(
        len(texts) > 1 and len({text.partition(" ")[2] for text in texts}) == 1
        for name, texts in columns.items()
        if name not in {AREA, TIME}
    )


def read_dimension(name: str, texts: Sequence[str], presentation: str, file: Path, given: str) -> Dimension:
    """The categories of a column. Raises StatbankError for one that is of another kind than the file, or a text whose code is not known."""
    if presentation == CODES:
        bad = [text for text in texts if not _CODE.fullmatch(text)]
        if bad:
            raise complain("mixed_presentation", f"{file}:{given}", values=shorten(bad))
        return Dimension(name, tuple(Category(text) for text in texts))
    pairs = [_split(name, text) if presentation == CODES_AND_TEXTS else (code_of_text(name, text), text) for text in texts]
    unknown = [text for text, (code, _label) in zip(texts, pairs, strict=True) if code is None]
    if unknown:
        key = "mixed_presentation" if presentation == CODES_AND_TEXTS else "texts_alone"
        raise complain(key, f"{file}:{given}", values=shorten(unknown))
    return _check_codes(Dimension(name, tuple(Category(code or "", label) for code, label in pairs)), file, given)


def _split(name: str, text: str) -> tuple[str | None, str]:
    found = _BOTH.fullmatch(text)
    if found:
        return found["code"], found["label"].strip()
    return (text, "") if name == TIME and PERIOD.fullmatch(text) else (None, "")


def _check_codes(dimension: Dimension, file: Path, given: str) -> Dimension:
    codes = dimension.codes
    doubled = [code for code in dict.fromkeys(codes) if codes.count(code) > 1] if len(set(codes)) < len(codes) else []
    if doubled:
        raise complain("code_twice", f"{file}:{given}", values=shorten(doubled))
    return dimension


__all__ = ["CODES", "CODES_AND_TEXTS", "TEXTS", "name_presentation", "read_dimension"]
