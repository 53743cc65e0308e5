"""A review read back from the contract's JSON (docs/outputs.md), so that years can be compared and published without reading again."""

from collections.abc import Mapping
from typing import Any

from samspil.review.double_coded import list_double_coded
from samspil.values.amount import Amount
from samspil.values.codes import AMOUNT_KINDS, STAGES
from samspil.values.initiative import Evidence, Initiative
from samspil.values.review import Coverage, DocumentRecord, Headline, Review

_FORMS = (KeyError, TypeError, ValueError, AttributeError)


def parse_review(content: Mapping[str, Any]) -> Review:
    """The review of `initiatives.json`; what the contract leaves out (second reading, bands) is empty. Raises ValueError for anything else."""
    try:
        list_double_coded(content["samspil"])
        coverage = _coverage(content["coverage"])
        headlines = {str(theme): _headline(item) for theme, item in content["headlines"].items()}
        return Review(dict(content["samspil"]), coverage, headlines, tuple(parse_initiative(item) for item in content["initiatives"]))
    except _FORMS as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error


def budget_year(review: Review) -> int:
    """The budget year the review is about. Raises ValueError when it does not say."""
    year = review.facts.get("budget_year")
    if not isinstance(year, int):
        raise ValueError("budget_year")
    return year


def _coverage(item: Mapping[str, Any]) -> Coverage:
    documents = tuple(DocumentRecord(**record) for record in item["documents"])
    return Coverage(int(item["municipalities"]), int(item["read"]), documents, tuple(str(name) for name in item["missing"]))


def _headline(item: Mapping[str, Any]) -> Headline:
    low_high = item["interval"]
    interval = (int(low_high[0]), int(low_high[1])) if low_high else None
    sums = (_years(item["allocation_dkk"]), _years(item["saving_dkk"]))
    return Headline(int(item["municipalities"]), int(item["read"]), int(item["of"]), interval, *sums, int(item["ambiguous"]))


def parse_initiative(item: Mapping[str, Any]) -> Initiative:
    """An initiative of the contract's JSON. Raises KeyError, TypeError or ValueError for anything else."""
    lists = {name: tuple(str(part) for part in item[name]) for name in ("themes", "topics", "technologies", "actors")}
    evidence = tuple(Evidence(**place) for place in item["evidence"])
    if item["stage"] not in STAGES or not all(isinstance(place.quote, str) for place in evidence):
        raise ValueError(item["id"])
    return Initiative(**{**item, **lists, "evidence": evidence, "amounts": tuple(parse_amount(amount) for amount in item["amounts"])})


def parse_amount(item: Mapping[str, Any]) -> Amount:
    """An amount of the contract's JSON. Raises KeyError, TypeError or ValueError for anything else."""
    if item["kind"] not in AMOUNT_KINDS:
        raise ValueError(item["kind"])
    return Amount(**{**item, "profile": _years(item["profile"]), "readings": tuple(item.get("readings", ()))})


def _years(item: Mapping[str, Any]) -> dict[int, int]:
    return {int(year): int(dkk) for year, dkk in item.items()}
