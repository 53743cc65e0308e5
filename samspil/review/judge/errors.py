"""The list of errors: missed, spurious, wrong stage, wrong amounts, by municipality in the order of the Danish alphabet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samspil.review.judge.outcomes import read_table
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.numbers import show_kroner
from samspil.vocabulary.texts import say
from samspil.vocabulary.themes import label, short_label

KINDS = ("missed", "spurious", "stage", "amounts")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One error: `kind` of KINDS, where, about which themes, `detail` in words (what was said instead), and the beginning of the words it is about."""

    kind: str
    municipality: str
    file: str
    themes: tuple[str, ...]
    detail: str
    quote: str


def list_mistakes(quality: Mapping[str, Any]) -> list[Mistake]:
    """All errors by municipality, then text, then kind; [] where the outcomes were not kept."""
    names = {row["file"]: row["municipality"] for row in read_table(quality.get("texts_read"))}
    found = [mistake for row in read_table(quality.get("outcomes")) for mistake in _judge(row, names[row["file"]])]
    found += [_spurious(row, names[row["file"]]) for row in read_table(quality.get("spurious"))]
    return sorted(found, key=lambda one: (sort_key(one.municipality), one.file, KINDS.index(one.kind)))


def _judge(row: Mapping[str, Any], municipality: str) -> list[Mistake]:
    def mistake(kind: str, detail: str) -> Mistake:
        return Mistake(kind, municipality, row["file"], tuple(row["themes"]), detail, row["quote"])

    if not row["found"]:
        layout, wording = (say(f"quality.{kind}_{row[kind]}") if row[kind] else "–" for kind in ("layout", "wording"))
        return [mistake("missed", f"{row['id']}: {layout}, {wording}")]
    mistakes = []
    if row["said_stage"] != row["stage"]:
        words = say("quality.said_for", said=label("stage", row["said_stage"]), right=label("stage", row["stage"]))
        mistakes.append(mistake("stage", f"{row['id']}: {words}"))
    if row["amounts_missed"] or row["amounts_wrong"]:
        missed, wrong = (name_amounts(row[column]) for column in ("amounts_missed", "amounts_wrong"))
        mistakes.append(mistake("amounts", f"{row['id']}: {say('quality.amounts_for', missed=missed, wrong=wrong)}"))
    return mistakes


def _spurious(row: Mapping[str, Any], municipality: str) -> Mistake:
    place = say("quality.in_distractor" if row["distractor"] else "quality.in_initiative")
    detail = say("quality.spurious_detail", confidence=int(100 * row["confidence"]), place=place)
    return Mistake("spurious", municipality, row["file"], tuple(row["themes"]), detail, row["quote"])


def name_amounts(amounts: Sequence[Sequence[Any]]) -> str:
    """Sums of (kroner, kind) in words, '–' for none."""
    return ", ".join(f"{show_kroner(dkk)} ({label('amount', kind)})" for dkk, kind in amounts) or "–"


def describe_mistake(mistake: Mistake) -> str:
    """One line: municipality, file, themes, what is wrong, and the words."""
    themes = ", ".join(short_label("theme", theme) for theme in mistake.themes)
    return say(
        "quality.mistake",
        municipality=mistake.municipality,
        file=mistake.file,
        themes=themes,
        detail=mistake.detail,
        quote=" ".join(mistake.quote.split()),
    )
