"""All checks of a published review in one call."""

from collections.abc import Iterable
from dataclasses import dataclass

from samspil.review.audit.against import Against, compare_with_agreements
from samspil.review.audit.article import read_article
from samspil.review.audit.body import check_contradictions, check_rows_themselves
from samspil.review.audit.counts import check_headlines, check_overstated
from samspil.review.audit.doubles import check_carried_over, check_doubled_rows
from samspil.review.audit.judge import Judge
from samspil.review.audit.naming import check_doubled_municipalities, check_lost_rows, check_names_in_text, check_row_names
from samspil.review.audit.order import check_order
from samspil.review.audit.stale import check_stale_years
from samspil.review.audit.sums import check_arithmetic
from samspil.review.audit.themes import check_themes
from samspil.review.audit.units import check_units
from samspil.values.finding import FINDING_KINDS, Finding
from samspil.values.published import PublishedReview
from samspil.values.review import Review


@dataclass(frozen=True, slots=True)
class Audit:
    """`findings` in the order of the article; `against`: None when no agreements of the year have been read."""

    review: PublishedReview
    findings: tuple[Finding, ...]
    against: Against | None = None


def audit_review(
    review: PublishedReview, previous: Iterable[PublishedReview] = (), agreements: Review | None = None, judge: Judge | None = None
) -> Audit:
    """Every check on `review`. `previous`: published reviews of earlier years; `agreements`: what was read of the same year's agreements.

    `judge` spares loading the model again for a second article.
    """
    article, judge = read_article(review), judge or Judge()
    checks = (
        check_doubled_municipalities,
        check_row_names,
        check_names_in_text,
        check_lost_rows,
        check_order,
        check_headlines,
        check_overstated,
        check_stale_years,
        check_contradictions,
        check_rows_themselves,
        check_arithmetic,
        check_units,
    )
    found = [finding for check in checks for finding in check(article)]
    found += check_doubled_rows(article, judge)
    found += check_carried_over(article, previous)
    found += check_themes(article, judge)
    against = compare_with_agreements(review, agreements) if agreements else None
    return Audit(review, tuple(sorted(_distinct(found), key=_in_order)), against)


def _in_order(finding: Finding) -> tuple[int, int, int, str]:
    """As one reads; what has no place in the text stands last."""
    return (finding.start if finding.end else 1 << 62, finding.end, FINDING_KINDS.index(finding.kind), finding.message)


def _distinct(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for each kind and place: the surest."""
    best: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        key = (finding.kind, finding.table, finding.municipality, finding.quote, finding.start)
        if key not in best or finding.confidence > best[key].confidence:
            best[key] = finding
    return list(best.values())
