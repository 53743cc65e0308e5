"""Must-haves of an offer for a need: met, not met, or not known. What is not known never excludes: it is told apart, so that somebody can ask.

Each answer carries the numbers it stands on. Limits of the law: `data/law.toml`.
"""

from collections.abc import Callable
from datetime import date

from samspil.purchasing.choice.law import read_law
from samspil.purchasing.choice.model import OK, OUT, UNKNOWN, Check, CitizenNeed, Price
from samspil.purchasing.intake.columns import fold
from samspil.values.purchasing import Offer
from samspil.values.reason import Reason
from samspil.vocabulary.paragraphs import map_paragraph

MUSTS = ("approved", "paragraph", "target_group", "age", "support_level", "free_place", "distance", "services", "equal_offer")


def check_offer(offer: Offer, need: CitizenNeed, price: Price | None, as_of: date) -> tuple[Check, ...]:
    """All must-haves of an offer; `as_of`: the day the data tell of."""
    checks: list[Check] = [_check_approved(offer, need, as_of)]
    checks += [check(offer, need) for check in _SIMPLE]
    if need.distance_limit_km is not None:
        checks.append(_check_distance(offer, need))
    if need.required_services:
        checks.append(_check_services(offer, need))
    if need.free_choice:
        checks.append(_check_equal(need, price))
    return tuple(checks)


def _check_approved(offer: Offer, need: CitizenNeed, as_of: date) -> Check:
    """Approved on the first day, and until the last one if that is known."""
    day = need.start
    if not offer.approved or (offer.approved_to and offer.approved_to < day):
        if _is_child(need) and need.acute:
            return _check_acute(need)
        reason = Reason.of("approval_ended", ended=offer.approved_to, day=day) if offer.approved and offer.approved_to else None
        return Check("approved", OUT, reason or Reason.of("not_approved", day=day))
    if offer.approved_from and offer.approved_from > day:
        return Check("approved", OUT, Reason.of("approved_later", begins=offer.approved_from, day=day))
    if offer.approved_from is None and day < as_of:
        return Check("approved", UNKNOWN, Reason.of("approved_since_unknown", day=day, as_of=as_of))
    if offer.approved_to and need.ends and offer.approved_to < need.ends:
        return Check("approved", OK, Reason.of("approval_ends_early", ended=offer.approved_to, ends=need.ends))
    return Check("approved", OK, Reason.of("conditions") if offer.conditions else None)


def _is_child(need: CitizenNeed) -> bool:
    return need.paragraph.split(" ", 1)[0] in read_law().acute_laws


def _check_acute(need: CitizenNeed) -> Check:
    """An unapproved offer for a child: acutely, three weeks, and three more when they are needed; nothing beyond."""
    law = read_law()
    most = law.acute_weeks + law.acute_more_weeks
    days = (need.ends - need.start).days + 1 if need.ends else None
    weeks = need.acute_weeks if need.acute_weeks is not None else -(-days // 7) if days is not None else None
    if weeks is None:
        return Check("approved", UNKNOWN, Reason.of("acute_unknown", weeks=law.acute_weeks, most=most))
    if weeks > most:
        return Check("approved", OUT, Reason.of("acute_too_long", asked=weeks, most=most))
    key = "acute_first" if weeks <= law.acute_weeks else "acute_longer"
    return Check("approved", OK, Reason.of(key, asked=weeks, weeks=law.acute_weeks, most=most))


def _check_paragraph(offer: Offer, need: CitizenNeed) -> Check:
    """Approved for the paragraph, old paragraphs read as what they became."""
    if not offer.paragraphs:
        return Check("paragraph", UNKNOWN, Reason.of("paragraphs_unknown", paragraph=need.paragraph))
    mapped = [(code, map_paragraph(code)) for code in offer.paragraphs]
    for code, found in mapped:
        if need.paragraph == code:
            return Check("paragraph", OK)
        if found.code == need.paragraph and not found.unclear:
            return Check("paragraph", OK, Reason.of("paragraph_mapped", was=code, paragraph=need.paragraph))
    base = need.paragraph.split(" § ")[0]
    unclear = [code for code, found in mapped if found.unclear and (found.code.split(" § ")[0] == base or _is_child(need))]
    if unclear:
        return Check("paragraph", UNKNOWN, Reason.of("paragraph_unclear", was=", ".join(unclear), paragraph=need.paragraph))
    return Check("paragraph", OUT, Reason.of("paragraph_other", has=", ".join(offer.paragraphs), paragraph=need.paragraph))


def _check_group(offer: Offer, need: CitizenNeed) -> Check:
    if not offer.target_groups:
        return Check("target_group", UNKNOWN, Reason.of("groups_unknown"))
    missing = [group for group in need.target_groups if group not in offer.target_groups]
    if missing:
        return Check(
            "target_group", OUT, Reason.of("groups_missing", missing_groups=", ".join(missing), has_groups=", ".join(offer.target_groups))
        )
    return Check("target_group", OK)


def _check_between(must: str, given: int, low: int | None, high: int | None) -> Check:
    """A bound that excludes does so even when the other is not known."""
    if (low is not None and given < low) or (high is not None and given > high):
        return Check(
            must, OUT, Reason.of(f"{must}_outside", given=given, low="?" if low is None else low, high="?" if high is None else high)
        )
    if low is None or high is None:
        return Check(
            must, UNKNOWN, Reason.of(f"{must}_unknown", given=given, low="?" if low is None else low, high="?" if high is None else high)
        )
    return Check(must, OK)


def _check_age(offer: Offer, need: CitizenNeed) -> Check:
    return _check_between("age", need.age, offer.age_from, offer.age_to)


def _check_level(offer: Offer, need: CitizenNeed) -> Check:
    return _check_between("support_level", need.support_level, offer.support_from, offer.support_to)


def _check_free(offer: Offer, need: CitizenNeed) -> Check:
    """A free place on the last day on which the stay may begin. What the adviser has asked goes before the data, and is taken as today's answer."""
    known = need.find_known(offer.id)
    asked = known.free_places is not None or known.free_from is not None
    places, from_day = (known.free_places, known.free_from) if asked else (offer.free_places, offer.free_from)
    if places == 0:
        return Check("free_place", OUT, Reason.of("no_free", latest=need.latest))
    if from_day is not None and from_day > need.latest:
        return Check("free_place", OUT, Reason.of("free_later", from_day=from_day, latest=need.latest))
    if asked:
        return Check("free_place", OK, Reason.of("free_asked"))
    if places is not None and from_day is not None:
        return Check("free_place", OK, Reason.of("free", places=places, from_day=from_day))
    return Check("free_place", UNKNOWN, _why_free_unknown(places, from_day, need.latest))


def _why_free_unknown(places: int | None, from_day: date | None, latest: date) -> Reason:
    if places is not None:
        return Reason.of("free_day_unknown", places=places, latest=latest)
    return Reason.of("free_number_unknown", from_day=from_day) if from_day else Reason.of("free_unknown", latest=latest)


def _check_distance(offer: Offer, need: CitizenNeed) -> Check:
    limit, known = need.distance_limit_km, need.find_known(offer.id).distance_km
    distance = offer.distance_km if known is None else known
    if distance is None or limit is None:
        return Check("distance", UNKNOWN, Reason.of("distance_unknown"))
    if distance > limit:
        return Check("distance", OUT, Reason.of("too_far", km=distance, limit=limit))
    return Check("distance", OK)


def _check_services(offer: Offer, need: CitizenNeed) -> Check:
    """Every required service, by its words whatever capitals and hyphens."""
    if not offer.services:
        return Check("services", UNKNOWN, Reason.of("services_unknown", wanted=", ".join(need.required_services)))
    held = {fold(service) for service in offer.services}
    missing = [service for service in need.required_services if fold(service) not in held]
    return Check("services", OUT, Reason.of("services_missing", missing=", ".join(missing))) if missing else Check("services", OK)


def _check_equal(need: CitizenNeed, price: Price | None) -> Check:
    """The right to an equal offer reaches to 10 % above the assessed offer, both at negotiated prices; from the law of 20 June 2025."""
    law, assessed = read_law(), need.assessed_price_day
    if need.paragraph != law.equal_paragraph or need.start < law.equal_passed or assessed is None:
        return Check("equal_offer", OK, Reason.of("equal_not_used", paragraph=law.equal_paragraph, passed=law.equal_passed))
    limit = assessed * (1 + law.equal_most_dearer)
    if price is None:
        return Check("equal_offer", UNKNOWN, Reason.of("equal_no_price", limit=limit))
    if price.kind != "negotiated":
        return Check("equal_offer", UNKNOWN, Reason.of("equal_listed_only", price=price.gross_day, limit=limit))
    if price.gross_day > limit:
        dearer = (price.gross_day / assessed - 1) * 100
        return Check("equal_offer", OUT, Reason.of("equal_too_dear", price=price.gross_day, limit=limit, dearer=dearer))
    return Check("equal_offer", OK, Reason.of("equal_within", price=price.gross_day, limit=limit))


_SIMPLE: tuple[Callable[[Offer, CitizenNeed], Check], ...] = (_check_paragraph, _check_group, _check_age, _check_level, _check_free)
