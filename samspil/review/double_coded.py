"""What two people's blind coding of the same agreements showed, as a review's facts carry it (`double_coded`): part of the method of whatever is published."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from samspil.vocabulary.numbers import show_decimal, show_number
from samspil.vocabulary.texts import say

FACT = "double_coded"
_ALPHAS = ("alpha", "u_alpha", "amounts_alpha")


@dataclass(frozen=True, slots=True)
class Rate:
    """`right` of `of`, with a 90 % interval as shares."""

    right: int
    of: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class DoubleCoding:
    """A sample that two people coded without seeing each other's work. `initiatives`: found by either, `same` of them alike in all; `alpha`, `u_alpha`,
    `amounts_alpha`: Krippendorff's over passages, unitising, and over kroner, None where nothing varies; `amounts`: initiatives both found with a sum,
    `same_amounts` of them alike. `settled`: agreements on which the machine's `precision` and `recall` were measured, None where none is."""

    documents: int
    initiatives: int
    same: int
    alpha: float | None
    u_alpha: float | None
    amounts: int = 0
    same_amounts: int = 0
    amounts_alpha: float | None = None
    settled: int = 0
    precision: Rate | None = None
    recall: Rate | None = None

    def to_json(self) -> dict[str, Any]:
        """As it stands in a review's facts; shares to four decimals, so that any machine writes the same."""
        whole = asdict(self)
        rates = {name: _rounded(whole[name]) for name in ("precision", "recall")}
        return whole | rates | {name: whole[name] if whole[name] is None else round(whole[name], 4) for name in _ALPHAS}


def _rounded(rate: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if rate is None else {name: round(value, 4) if name in ("low", "high") else value for name, value in rate.items()}


def list_double_coded(facts: Mapping[str, object]) -> list[DoubleCoding]:
    """The samples a review's facts tell of; none in most reviews. Raises ValueError for anything else under that name."""
    found = facts.get(FACT) or []
    if not isinstance(found, list):
        raise ValueError(FACT)
    return [_parse(one) for one in found]


def _parse(item: Any) -> DoubleCoding:
    try:
        counts = {name: int(item[name]) for name in ("documents", "initiatives", "same", "amounts", "same_amounts", "settled")}
        alpha, u_alpha, amounts_alpha = (None if item[name] is None else float(item[name]) for name in _ALPHAS)
        precision, recall = (_parse_rate(item[name]) for name in ("precision", "recall"))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{FACT}: {error}") from error
    if min(counts.values()) < 0 or counts["same"] > counts["initiatives"] or counts["same_amounts"] > counts["amounts"]:
        raise ValueError(FACT)
    return DoubleCoding(**counts, alpha=alpha, u_alpha=u_alpha, amounts_alpha=amounts_alpha, precision=precision, recall=recall)


def _parse_rate(item: Any) -> Rate | None:
    return None if item is None else Rate(int(item["right"]), int(item["of"]), float(item["low"]), float(item["high"]))


def tell_double_coding(one: DoubleCoding) -> list[str]:
    """Sentences on a sample: what was coded twice, how far the two agreed, and how far the machine can be trusted."""
    said = [_tell_counts(one)]
    if one.alpha is not None:
        unitising = "" if one.u_alpha is None else say("double.unitising", u_alpha=show_decimal(one.u_alpha, 2))
        said.append(say("double.alpha", alpha=show_decimal(one.alpha, 2), unitising=unitising))
    if one.amounts:
        alpha = "" if one.amounts_alpha is None else say("double.amounts_alpha", alpha=show_decimal(one.amounts_alpha, 2))
        said.append(say("double.amounts", same=show_number(one.same_amounts), of=show_number(one.amounts), alpha=alpha))
    said += [
        _tell_rate(name, rate, one.settled) for name, rate in (("precision", one.precision), ("recall", one.recall)) if rate and rate.of
    ]
    return said


def _tell_counts(one: DoubleCoding) -> str:
    documents = say("double.documents_one" if one.documents == 1 else "double.documents_many", n=show_number(one.documents))
    if not one.initiatives:
        return say("double.none_found", documents=documents)
    found = say("double.initiatives_one" if one.initiatives == 1 else "double.initiatives_many", n=show_number(one.initiatives))
    return say("double.coded", documents=documents, initiatives=found, same=show_number(one.same), of=show_number(one.initiatives))


def _tell_rate(name: str, rate: Rate, settled: int) -> str:
    shares = {"percent": rate.right / rate.of, "low": rate.low, "high": rate.high}
    percents = {key: show_decimal(100 * share, 0) for key, share in shares.items()}
    documents = say("double.settled_one" if settled == 1 else "double.settled_many", n=show_number(settled))
    return say(f"double.{name}", right=show_number(rate.right), of=show_number(rate.of), documents=documents, **percents)
