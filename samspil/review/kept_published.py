"""A published review as JSON and back: `published.json` by the contract (docs/outputs.md), and the fuller form the store keeps."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from samspil.review.kept import parse_amount
from samspil.values.published import Claim, PublishedReview, PublishedRow, PublishedTable


def published_to_json(review: PublishedReview) -> dict[str, Any]:
    """Everything, for the store; JSON with years as strings."""
    return dict(asdict(review))


def parse_published(content: Mapping[str, Any]) -> PublishedReview:
    """The value of `published_to_json`, also after a journey as JSON. Raises ValueError for anything else."""
    try:
        tables = tuple(_table(item) for item in content["tables"])
        claims = tuple(Claim(**item) for item in content["claims"])
        return PublishedReview(**{**content, "tables": tables, "claims": claims, "notes": tuple(content.get("notes", ()))})
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error


def _table(item: Mapping[str, Any]) -> PublishedTable:
    return PublishedTable(**{**item, "rows": tuple(_row(row) for row in item["rows"])})


def _row(item: Mapping[str, Any]) -> PublishedRow:
    return PublishedRow(**{**item, "amounts": tuple(parse_amount(amount) for amount in item["amounts"])})
