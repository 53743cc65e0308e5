"""A review as the contract's JSON (docs/design.md, 'Outputs of a review'): keys in its order, lists sorted, same review same bytes."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from samspil.publish.files import write_bytes
from samspil.values.amount import Amount
from samspil.values.codes import THEMES
from samspil.values.initiative import Evidence, Initiative
from samspil.values.review import Coverage, DocumentRecord, Headline, Review
from samspil.vocabulary.danish import sort_key

FACTS = ("version", "codebook", "model", "run", "budget_year")
Json = dict[str, Any]


def review_to_json(review: Review) -> Json:
    """The whole review as plain values in the contract's order."""
    return {
        "samspil": facts_to_json(review.facts),
        "coverage": coverage_to_json(review.coverage),
        "headlines": {theme: headline_to_json(headline) for theme, headline in order_headlines(review).items()},
        "initiatives": [initiative_to_json(initiative) for initiative in order_initiatives(review)],
    }


def write_json(review: Review, path: Path) -> None:
    """`initiatives.json`: UTF-8, one blank of indentation, newline at the end."""
    write_bytes(path, spell_review(review))


def spell_review(review: Review) -> bytes:
    """The content of `initiatives.json`."""
    return (json.dumps(review_to_json(review), ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8", errors="replace")


def order_initiatives(review: Review) -> list[Initiative]:
    """Municipality in Danish order, then first evidence."""
    return sorted(review.initiatives, key=lambda initiative: (sort_key(initiative.municipality), first_place(initiative), initiative.id))


def order_documents(coverage: Coverage) -> list[DocumentRecord]:
    """Municipality in Danish order (files of no known municipality last), then file name."""
    return sorted(coverage.documents, key=lambda record: (not record.municipality, sort_key(record.municipality), record.file))


def order_headlines(review: Review) -> dict[str, Headline]:
    """The themes in the codebook's order, then the user's own in the order they were given."""
    own = (theme for theme in review.headlines if theme not in THEMES)
    return {theme: review.headlines[theme] for theme in (*THEMES, *own) if theme in review.headlines}


def first_place(initiative: Initiative) -> tuple[str, int, int, int]:
    """Where the first evidence stands; an initiative without evidence (there should be none) comes first."""
    return min(((e.document, e.page, e.start, e.end) for e in initiative.evidence), default=("", 0, 0, 0))


def facts_to_json(facts: Mapping[str, object]) -> Json:
    """The contract's facts first, any other (such as `fictional`) after them."""
    known: Json = {name: facts.get(name) for name in FACTS}
    return known | {name: facts[name] for name in sorted(facts) if name not in FACTS}


def coverage_to_json(coverage: Coverage) -> Json:
    return {
        "municipalities": coverage.municipalities,
        "read": coverage.read,
        "documents": [document_to_json(record) for record in order_documents(coverage)],
        "missing": sorted(coverage.missing, key=sort_key),
    }


def document_to_json(record: DocumentRecord) -> Json:
    return {
        "file": record.file,
        "sha256": record.sha256,
        "municipality": record.municipality,
        "municipality_code": record.municipality_code,
        "budget_year": record.budget_year,
        "pages": record.pages,
        "verdict": record.verdict,
        "reason": record.reason,
    }


def headline_to_json(headline: Headline) -> Json:
    return {
        "municipalities": headline.municipalities,
        "read": headline.read,
        "of": headline.of,
        "interval": list(headline.interval) if headline.interval else None,
        "allocation_dkk": years_to_json(headline.allocation_dkk),
        "saving_dkk": years_to_json(headline.saving_dkk),
        "ambiguous": headline.ambiguous,
    }


def initiative_to_json(initiative: Initiative) -> Json:
    return {
        "id": initiative.id,
        "municipality": initiative.municipality,
        "municipality_code": initiative.municipality_code,
        "budget_year": initiative.budget_year,
        "themes": list(initiative.themes),
        "topics": list(initiative.topics),
        "stage": initiative.stage,
        "confidence": round(initiative.confidence, 3),
        "reader": initiative.reader,
        "evidence": [evidence_to_json(evidence) for evidence in initiative.evidence],
        "amounts": [amount_to_json(amount) for amount in initiative.amounts],
        "technologies": list(initiative.technologies),
        "actors": list(initiative.actors),
        "committee": initiative.committee,
    }


def evidence_to_json(evidence: Evidence) -> Json:
    return {
        "document": evidence.document,
        "sha256": evidence.sha256,
        "page": evidence.page,
        "start": evidence.start,
        "end": evidence.end,
        "quote": evidence.quote,
        "prefix": evidence.prefix,
        "suffix": evidence.suffix,
    }


def amount_to_json(amount: Amount) -> Json:
    return {
        "dkk": amount.dkk,
        "kind": amount.kind,
        "profile": years_to_json(amount.profile),
        "total": amount.total,
        "ambiguous": amount.ambiguous,
        "assumed": amount.assumed,
        "part_of": amount.part_of,
        "price_level": amount.price_level,
        "quote": amount.quote,
    }


def years_to_json(years: Mapping[int, int]) -> dict[str, int]:
    """Years as strings, in order."""
    return {str(year): years[year] for year in sorted(years)}
