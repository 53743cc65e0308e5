"""What is said wherever a user's own theme is shown: that it is their own, and how well it is read as far as their examples can tell."""

from collections.abc import Mapping
from typing import Any

from samspil.review.own_themes import list_own_themes
from samspil.values.initiative import Initiative
from samspil.values.review import Review
from samspil.vocabulary.texts import language, say


def find_own_note(review: Review, theme: str) -> str:
    """The note of an own theme; '' of a theme that ships."""
    own = next((one for one in list_own_themes(review.facts) if one["id"] == theme), None)
    return note_estimate(own["estimate"]) if own else ""


def bands_of(review: Review, initiative: Initiative) -> tuple[float | None, float | None]:
    """From which confidence a row is called sure and fairly sure; a row of an own theme earns neither name: its calibration is not known."""
    own = {theme["id"] for theme in list_own_themes(review.facts)}
    return (None, None) if own & set(initiative.themes) else review.bands


def note_estimate(estimate: Mapping[str, Any]) -> str:
    """One or two sentences about a theme's quality estimate."""
    if not estimate["enough"]:
        return say("own_themes.note_too_few", files=estimate["files"], initiatives=estimate["initiatives"])
    values: dict[str, object] = {"files": estimate["files"], "others": estimate["others"]}
    for name in ("precision", "recall"):
        figure = estimate[name]
        values[name] = percent(figure["right"] / figure["of"]) if figure["of"] else "–"
        values |= {f"{name}_{end}": percent(figure[end]) for end in ("low", "high")}
    return say("own_themes.note_enough", **values)


def list_estimate(estimate: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every figure of an estimate with its name, for a table on screen or in a document."""
    rows = []
    for name in ("presence_precision", "presence_recall", "precision", "precision_examples", "recall", "stage"):
        figure = estimate[name]
        ends = {end: percent(figure[end]) for end in ("low", "high")}
        counts = {"right": figure["right"], "of": figure["of"]}
        share = say("own_themes.share", share=percent(figure["right"] / figure["of"]), **counts, **ends) if figure["of"] else ""
        rows.append((say(f"own_themes.{name}"), share or say("own_themes.no_share")))
    rate = say("own_themes.rate", rate=_decimal(estimate["false_per_1000_words"]), unjudged=estimate["unjudged"])
    return [*rows, (say("own_themes.false_rows"), rate)]


def percent(share: float) -> str:
    """Whole per cent."""
    return f"{100 * share:.0f}"


def _decimal(number: float) -> str:
    return f"{number:.2f}".replace(".", "," if language() == "da" else ".")
