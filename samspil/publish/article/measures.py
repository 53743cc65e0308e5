"""Rules by which every number of the article follows from rows. Each is worked out anew from the rows a figure names, never from what the text says."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from samspil.publish.article.model import ArticleError, Figure, Where
from samspil.publish.contract import order_initiatives
from samspil.review.double_coded import DoubleCoding, list_double_coded
from samspil.review.headlines import add_years, is_unplaced
from samspil.review.intervals import LEVEL, ErrorCounts, estimate_true_count
from samspil.values.codes import READ_VERDICTS
from samspil.values.initiative import Initiative
from samspil.values.review import Review
from samspil.vocabulary.municipalities import find_by_name, read_municipalities, region_of

Measure = Callable[["Sources", Figure], int | float]
EXAMPLES, LONGEST_QUOTE, ONCE = 2, 400, 1  # how examples are chosen; docs/publish.md
RULES: Mapping[str, int | float] = {
    "examples": EXAMPLES,
    "quote": LONGEST_QUOTE,
    "once": ONCE,
    "level": LEVEL,
    "full": 1,
    "chance": 0,
    "coders": 2,
}


@dataclass(slots=True)
class Sources:
    """What the article is made from: the reviews by budget year, and how well the model read texts it had not seen (None: not measured)."""

    reviews: Mapping[int, Review]
    quality: Mapping[str, Any] | None = None
    _rows: dict[tuple[int, Where], tuple[Initiative, ...]] = field(default_factory=dict)
    _by_id: dict[int, dict[str, Initiative]] = field(default_factory=dict)

    def select(self, year: int, where: Where) -> tuple[Initiative, ...]:
        """The year's initiatives that meet all conditions, in the contract's order."""
        key = (year, where)
        if key not in self._rows:
            everything = self._rows.get((year, ())) or tuple(order_initiatives(self.reviews[year]))
            self._rows[(year, ())] = everything
            one = dict(where).get("id")
            rows = everything if one is None else (self.find(year, one),)
            self._rows[key] = tuple(row for row in rows if all(_meets(row, name, value, year) for name, value in where))
        return self._rows[key]

    def find(self, year: int, row: str) -> Initiative:
        """The initiative with this id. Raises ArticleError when the year has none."""
        if year not in self._by_id:
            self._by_id[year] = {initiative.id: initiative for initiative in self.reviews[year].initiatives}
        if row not in self._by_id[year]:
            raise ArticleError(f"no initiative {row!r} in {year}")
        return self._by_id[year][row]


def _meets(row: Initiative, name: str, value: str, year: int) -> bool:
    match name:
        case "theme":
            return value in row.themes
        case "topic":
            return value in row.topics
        case "stage":
            return row.stage == value
        case "region":
            return region_in(row.municipality_code, year) == value
        case "id":
            return row.id == value
        case _:  # conditions that choose no rows, such as the year of a sum
            return True


def region_in(code: str, year: int) -> str:
    """The region a municipality belongs to at the beginning of the budget year."""
    return region_of(code, datetime.date(year, 1, 1))


def read_documents(review: Review, region: str = "", year: int = 0) -> dict[str, str]:
    """Digest -> municipality's code of the files that were read; of one region when it is named."""
    read = {r.sha256: r.municipality_code for r in review.coverage.documents if r.verdict in READ_VERDICTS and r.municipality_code}
    return {sha256: code for sha256, code in read.items() if not region or region_in(code, year) == region}


def select_rows(sources: Sources, figure: Figure) -> tuple[str, ...]:
    """The ids a figure of this measure and these conditions must name: all of them, and no others."""
    review, where = sources.reviews.get(figure.year), dict(figure.where)
    if figure.measure in ("read", "files") and review:
        return tuple(sorted(read_documents(review, where.get("region", ""), figure.year)))
    if figure.measure == "missing" and review:
        return tuple(review.coverage.missing)
    if figure.measure in ("all", "unread_files") and review:
        return _other_rows(review, figure)
    if figure.measure in ("quality", "rule", "year", "number", "agreement", "fact", "double"):
        return tuple(value for _name, value in figure.where)
    return tuple(row.id for row in sources.select(figure.year, figure.where))


def _other_rows(review: Review, figure: Figure) -> tuple[str, ...]:
    if figure.measure == "unread_files":
        return tuple(sorted(record.sha256 for record in review.coverage.documents if record.verdict not in READ_VERDICTS))
    region = dict(figure.where).get("region", "")
    return tuple(m.code for m in read_municipalities() if not region or region_in(m.code, figure.year) == region)


def recount(sources: Sources, figure: Figure) -> int | float:
    """The figure's value, worked out from its rows."""
    return MEASURES[figure.measure](sources, figure)


def _initiatives(sources: Sources, figure: Figure) -> list[Initiative]:
    return [sources.find(figure.year, row) for row in figure.rows]


def _municipalities(sources: Sources, figure: Figure) -> int:
    return len({row.municipality_code for row in _initiatives(sources, figure)})


def _read(sources: Sources, figure: Figure) -> int:
    codes = {record.sha256: record.municipality_code for record in sources.reviews[figure.year].coverage.documents}
    return len({codes[row] for row in figure.rows})


def _missing(_sources: Sources, figure: Figure) -> int:
    return len({place.code for name in figure.rows if (place := find_by_name(name))})


def _kroner(kind: str) -> Measure:
    def measure(sources: Sources, figure: Figure) -> int:
        amounts = (amount for row in _initiatives(sources, figure) for amount in row.amounts if amount.kind == kind)
        return add_years(amounts, figure.year)[int(dict(figure.where)["sum"])]

    return measure


def _beside(sources: Sources, figure: Figure) -> int:
    kinds = [value for name, value in figure.where if name == "kind"]
    amounts = (amount for row in _initiatives(sources, figure) for amount in row.amounts)
    return sum(is_unplaced(amount) for amount in amounts if not kinds or amount.kind in kinds)


def _stated(sources: Sources, figure: Figure) -> int:
    amount = _initiatives(sources, figure)[0].amounts[int(dict(figure.where)["amount"]) - 1]
    return amount.dkk


def _page(sources: Sources, figure: Figure) -> int:
    return _initiatives(sources, figure)[0].evidence[int(dict(figure.where)["quote"]) - 1].page


def _interval(end: int) -> Measure:
    def measure(sources: Sources, figure: Figure) -> int:
        review, theme = sources.reviews[figure.year], dict(figure.where)["theme"]
        errors = theme_errors(sources, theme)
        if errors is None:
            kept = review.headlines[theme].interval
        else:
            kept = estimate_true_count(_municipalities(sources, figure), len(set(read_documents(review).values())), errors)
        return kept[end] if kept else -1

    return measure


def theme_errors(sources: Sources, theme: str) -> ErrorCounts | None:
    """The measured error counts of a theme, None for the user's own or where nothing was measured."""
    counts = (sources.quality or {}).get("themes", {}).get(theme)
    if not counts:
        return None
    return ErrorCounts(*(counts[name] for name in ("true_positive", "false_positive", "false_negative", "true_negative")))


def _quality(sources: Sources, figure: Figure) -> int | float:
    quality, (name, *rest) = sources.quality or {}, figure.rows
    match name:
        case "recall":
            return _share(quality["wording"].values(), "found", "labelled")
        case "precision":
            return _share(quality["calibration"]["bins"], "right", "rows")
        case "theme":
            return int(quality["themes"][rest[0]][rest[1]])
        case "stage":
            said = quality["stages"]
            right = sum(said[stage][stage] for stage in said)
            return float(right / sum(sum(row.values()) for row in said.values()))
        case _:
            return int(quality[name])


def _share(parts: Iterable[Mapping[str, Any]], right: str, of: str) -> float:
    listed = list(parts)
    return float(sum(part[right] for part in listed) / max(1, sum(part[of] for part in listed)))


def _agreement(sources: Sources, figure: Figure) -> float:
    second = sources.reviews[figure.year].second
    found = (second.overall if figure.rows[0] == "all" else second.themes.get(figure.rows[0])) if second else None
    alpha = found.alpha if found else None
    if alpha is None:
        raise ArticleError(f"no agreement of the readings for {figure.rows[0]!r}")
    return alpha


def read_double(one: DoubleCoding, name: str) -> float | None:
    """A figure of a sample coded twice: 'alpha', 'precision.low'."""
    whole, _, part = name.partition(".")
    value = getattr(one, whole)
    return getattr(value, part) if part else value  # type: ignore[no-any-return]


def _double(sources: Sources, figure: Figure) -> float:
    place, name = figure.rows
    value = read_double(list_double_coded(sources.reviews[figure.year].facts)[int(place)], name)
    if value is None:
        raise ArticleError(f"no {name!r} of a sample coded twice")
    return value


def _number(sources: Sources, figure: Figure) -> int:
    """Numbers of the article's own making: a table's place, how many themes there are."""
    themes = list(sources.reviews[figure.year].headlines)
    return len(themes) if figure.rows[0] == "themes" else int(figure.rows[0])


MEASURES: Mapping[str, Measure] = {
    "municipalities": _municipalities,
    "initiatives": lambda _sources, figure: len(set(figure.rows)),
    "read": _read,
    "files": lambda _sources, figure: len(set(figure.rows)),
    "unread_files": lambda _sources, figure: len(figure.rows),
    "missing": _missing,
    "all": lambda _sources, figure: len(set(figure.rows)),
    "allocation": _kroner("allocation"),
    "saving": _kroner("saving"),
    "beside": _beside,
    "stated": _stated,
    "page": _page,
    "low": _interval(0),
    "high": _interval(1),
    "quality": _quality,
    "agreement": _agreement,
    "double": _double,
    "rule": lambda _sources, figure: RULES[figure.rows[0]],
    "year": lambda _sources, figure: figure.year + int(figure.rows[0]),
    "number": _number,
}
