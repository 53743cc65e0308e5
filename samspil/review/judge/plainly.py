"""What the reader is bad at, in sentences that the figures choose: the worst part of each breakdown that holds enough to say so."""

from collections.abc import Mapping
from typing import Any

from samspil.review.judge.breakdown import Tally, break_down, count_traps_taken, count_wrong_kinds
from samspil.vocabulary.danish import join_words
from samspil.vocabulary.texts import language, say
from samspil.vocabulary.themes import label, short_label

Quality = Mapping[str, Any]
FEWEST = 20  # initiatives a part must hold to be called the worst
_FOOLED = 5  # kinds of false friends that are named


def name_part(by: str, part: str) -> str:
    """A part of a breakdown in words."""
    if by in {"theme", "topic"}:
        return short_label(by, part)
    if by == "stage":
        return label("stage", part)
    return say(f"quality.{by}_{part}") if part else "–"


def describe_weaknesses(quality: Quality) -> list[str]:
    """Sentences, the gravest kind of error first. The quality must hold its outcomes."""
    parts = [_worst(quality, by) for by in ("theme", "text_layout", "layout")]
    parts += [_indirect(quality), _topic(quality), _stage(quality), _amounts(quality), _kinds(quality)]
    parts += [_false(quality), _confidence(quality), say("quality.weak_fictional")]
    return [words for words in parts if words]


def _enough(quality: Quality, by: str) -> dict[str, Tally]:
    return {part: tally for part, tally in break_down(quality, by).items() if tally.labelled >= FEWEST}


def _worst(quality: Quality, by: str) -> str:
    """The part with the lowest F1 (layouts of initiatives: recall, since a wrong row's layout is the reader's own doing)."""
    tallies = _enough(quality, by)
    if len(tallies) < 2:
        return ""
    worst = min(tallies, key=lambda part: tallies[part].rate.recall if by == "layout" else tallies[part].rate.f1)
    tally = tallies[worst]
    return say(
        f"quality.weak_{by}",
        name=name_part(by, worst),
        missed=tally.labelled - tally.found,
        labelled=tally.labelled,
        spurious=tally.spurious,
        f1=_figure(tally.rate.f1),
    )


def _indirect(quality: Quality) -> str:
    tallies = break_down(quality, "wording")
    if any(name not in tallies or not tallies[name].labelled for name in ("obvious", "indirect")):
        return ""
    one, other = tallies["indirect"], tallies["obvious"]
    missed = one.labelled - one.found
    plain = _percent(other.labelled - other.found, other.labelled)
    return say("quality.weak_indirect", missed=missed, labelled=one.labelled, share=_percent(missed, one.labelled), plain=plain)


def _topic(quality: Quality) -> str:
    tallies = {part: tally for part, tally in _enough(quality, "topic").items() if tally.found}
    if len(tallies) < 2:
        return ""
    worst = min(tallies, key=lambda part: tallies[part].coded / tallies[part].found)
    return say("quality.weak_topic", name=name_part("topic", worst), right=tallies[worst].coded, of=tallies[worst].found)


def _stage(quality: Quality) -> str:
    said = {stage: counts for stage, counts in quality["stages"].items() if sum(counts.values()) >= FEWEST}
    if len(said) < 2:
        return ""
    worst = min(said, key=lambda stage: said[stage][stage] / sum(said[stage].values()))
    others = {stage: n for stage, n in said[worst].items() if stage != worst}
    other = max(others, key=lambda stage: others[stage])
    return say(
        "quality.weak_stage",
        name=label("stage", worst),
        right=said[worst][worst],
        of=sum(said[worst].values()),
        other=label("stage", other),
        n=others[other],
    )


def _amounts(quality: Quality) -> str:
    tallies = {part: tally for part, tally in break_down(quality, "layout").items() if tally.amounts >= FEWEST}
    if len(tallies) < 2:
        return ""
    worst = min(tallies, key=lambda part: tallies[part].amount_rate.f1)
    tally = tallies[worst]
    return say(
        "quality.weak_amounts",
        name=name_part("layout", worst),
        f1=_figure(tally.amount_rate.f1),
        missed=tally.amounts - tally.amounts_right,
        amounts=tally.amounts,
        wrong=tally.amounts_wrong,
    )


def _kinds(quality: Quality) -> str:
    same, missed = count_wrong_kinds(quality)
    return say("quality.weak_kinds", same=same, missed=missed) if missed else ""


def _false(quality: Quality) -> str:
    taken = count_traps_taken(quality)
    if not taken:
        return ""
    words = [say("quality.trap_count", kind=kind, rows=rows) for kind, (rows, _) in list(taken.items())[:_FOOLED]]
    rows = len(quality["spurious"]["rows"])
    return say("quality.weak_false", rows=rows, kinds=join_words(words, say("quality.and_word")))


def _confidence(quality: Quality) -> str:
    """The band whose rows are right least often for what they claim."""
    bins = [part for part in quality["calibration"]["bins"] if part["rows"] >= FEWEST]
    if not bins:
        return ""
    worst = min(bins, key=lambda part: part["right"] / part["rows"])
    return say(
        "quality.weak_confidence",
        low=_figure(worst["from"]),
        high=_figure(worst["to"]),
        right=worst["right"],
        rows=worst["rows"],
        share=_percent(worst["right"], worst["rows"]),
    )


def _figure(value: float) -> str:
    return f"{value:.2f}".replace(".", "," if language() == "da" else ".")


def _percent(part: int, of: int) -> str:
    return f"{100 * part / max(1, of):.0f}"
