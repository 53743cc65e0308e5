"""One flat row per initiative, the common ground of CSV and its description in the data package."""

from collections.abc import Sequence

from samspil.publish.contract import order_initiatives
from samspil.publish.figures import ADDED_KINDS, build_ledger, stated_sum
from samspil.values.codes import horizon
from samspil.values.initiative import Initiative
from samspil.values.review import Review

Cell = str | int | float
QUOTE_JOINT = "\n\n"
LIST_JOINT = "; "


def column_types(years: Sequence[int]) -> dict[str, str]:
    """Column -> Frictionless type, in the order of the file."""
    text = "string"
    first = {
        "id": text,
        "municipality": text,
        "municipality_code": text,
        "budget_year": "integer",
        "themes": text,
        "topics": text,
        "stage": text,
    }
    middle = {"confidence": "number", "reader": text, "quotes": text, "source_files": text, "source_pages": text}
    money = {f"{kind}_{year}_dkk": "integer" for kind in ADDED_KINDS for year in years}
    beside = {f"{kind}_without_years_dkk": "integer" for kind in ADDED_KINDS} | {"ambiguous_amounts": "integer"}
    return first | middle | money | beside | {"technologies": text, "actors": text, "committee": text}


def flat_rows(review: Review) -> list[list[Cell]]:
    """All initiatives in the contract's order, as cells in the order of `column_types`."""
    years = review_years(review)
    return [[*_words(initiative), *_kroner(initiative, years), *_details(initiative)] for initiative in order_initiatives(review)]


def review_years(review: Review) -> tuple[int, int, int, int]:
    """The review's budget year and its three estimate years."""
    return horizon(int(str(review.facts["budget_year"])))


def _words(initiative: Initiative) -> list[Cell]:
    return [
        initiative.id,
        initiative.municipality,
        initiative.municipality_code,
        initiative.budget_year,
        LIST_JOINT.join(initiative.themes),
        LIST_JOINT.join(initiative.topics),
        initiative.stage,
        round(initiative.confidence, 3),
        initiative.reader,
        QUOTE_JOINT.join(evidence.quote for evidence in initiative.evidence),
        LIST_JOINT.join(evidence.document for evidence in initiative.evidence),
        LIST_JOINT.join(str(evidence.page) for evidence in initiative.evidence),
    ]


def _kroner(initiative: Initiative, years: Sequence[int]) -> list[Cell]:
    """Per kind and year; blank where the initiative states nothing, since unknown is not nought."""
    ledgers = [build_ledger([initiative], kind, years) for kind in ADDED_KINDS]
    stated = [{year for entry in ledger.added for year in entry.amount.profile} for ledger in ledgers]
    cells: list[Cell] = [
        ledger.years[year] if year in known else "" for ledger, known in zip(ledgers, stated, strict=True) for year in years
    ]
    totals: list[Cell] = [sum(stated_sum(entry.amount) for entry in ledger.totals) if ledger.totals else "" for ledger in ledgers]
    return [*cells, *totals, sum(len(ledger.ambiguous) for ledger in ledgers)]


def _details(initiative: Initiative) -> list[Cell]:
    return [LIST_JOINT.join(initiative.technologies), LIST_JOINT.join(initiative.actors), initiative.committee]
