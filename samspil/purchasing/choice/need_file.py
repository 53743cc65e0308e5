"""A need as a TOML file: codes, numbers and dates only. There is no field for a name, a number or a story of a citizen, and a text that looks like one is refused."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NoReturn

from samspil.purchasing.choice.criteria import read_number
from samspil.purchasing.choice.errors import complain
from samspil.purchasing.choice.model import CitizenNeed, Known
from samspil.purchasing.choice.privacy import refuse_personal
from samspil.purchasing.intake.columns import fold, list_codes, read_codes
from samspil.values.purchasing import SUPPORT_LEVELS
from samspil.vocabulary.paragraphs import list_paragraphs, map_paragraph, read_paragraph

MOST_BYTES = 200_000
_FIELDS = tuple(name for name in CitizenNeed.__dataclass_fields__ if name != "known")
_NEEDED = ("paragraph", "target_groups", "support_level", "age", "start")
_KNOWN = tuple(Known.__dataclass_fields__)
_MOST_WORDS, _LONGEST_WORD = 30, 60


def parse_toml(text: str, place: str) -> dict[str, Any]:
    """A TOML text with decimals kept. Raises ChoiceError for anything else, for too much of it, and for personal data anywhere in it (comments too)."""
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise complain("too_big", place, most=MOST_BYTES // 1000)
    for number, line in enumerate(text.splitlines(), start=1):
        refuse_personal(line, f"{place}:{number}")
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError, ArithmeticError) as error:
        raise complain("bad_toml", place, detail=str(error)[:120]) from None


def parse_need(text: str, place: str = "need.toml") -> CitizenNeed:
    """The need of a file's text. Raises ChoiceError that names file, field and remedy; never shows a value that may tell of a person."""
    return make_need(parse_toml(text, place), place)


def make_need(data: Mapping[str, Any], place: str) -> CitizenNeed:
    """The need of a file's fields. Raises ChoiceError."""
    for key in data:
        if key not in (*_FIELDS, "offers"):
            raise complain("unknown_field", place, field=_shown(key), fields=", ".join((*_FIELDS, "offers")))
    for key in _NEEDED:
        if key not in data:
            raise complain("missing_field", place, field=key)
    start = _date(data, "start", place)
    need = CitizenNeed(
        _paragraph(data["paragraph"], start, place),
        _groups(data["target_groups"], place),
        _whole(data, "support_level", place, SUPPORT_LEVELS[0], SUPPORT_LEVELS[-1]),
        _whole(data, "age", place, 0, 120),
        start,
        _date(data, "latest", place) if "latest" in data else start,
        _date(data, "ends", place) if "ends" in data else None,
        _number(data, "distance_limit_km", place),
        _words(data, "required_services", place),
        _words(data, "wishes", place),
        _flag(data, "acute", place),
        _whole(data, "acute_weeks", place, 1, 520) if "acute_weeks" in data else None,
        _flag(data, "free_choice", place),
        _number(data, "assessed_price_day", place),
        _read_known(data.get("offers", {}), place),
    )
    _check_together(need, place)
    return need


def _check_together(need: CitizenNeed, place: str) -> None:
    if need.latest < need.start or (need.ends and need.ends < need.start):
        raise complain("dates_turned", place)
    if need.free_choice and (need.assessed_price_day is None or need.assessed_price_day == 0):
        raise complain("no_assessed_price", place)


def _paragraph(given: Any, start: date, place: str) -> str:
    """In one spelling, as the law was on the first day."""
    found = read_paragraph(given[:80]) if isinstance(given, str) else ""
    if not found:
        raise complain("bad_paragraph", place, paragraphs=", ".join(list_paragraphs()))
    mapped = map_paragraph(found, start.year)
    if mapped.unclear or mapped.early:
        raise complain("unclear_paragraph", place, paragraph=found, why=mapped.why)
    return mapped.code


def _groups(given: Any, place: str) -> tuple[str, ...]:
    words = [given] if isinstance(given, str) else given
    if not isinstance(words, list) or not 1 <= len(words) <= len(list_codes("group")):
        raise _bad_group(place)
    codes = [read_codes("group").get(fold(word)) if isinstance(word, str) else None for word in words]
    if None in codes:
        raise _bad_group(place)
    return tuple(dict.fromkeys(str(code) for code in codes))


def _bad_group(place: str) -> Exception:
    return complain("bad_group", place, groups=", ".join(list_codes("group")))


def _whole(data: Mapping[str, Any], key: str, place: str, least: int, most: int) -> int:
    given = data[key]
    if isinstance(given, bool) or not isinstance(given, int) or not least <= given <= most:
        raise complain("bad_whole", place, field=key, least=least, most=most)
    return given


def _number(data: Mapping[str, Any], key: str, place: str, field: str = "") -> Decimal | None:
    if key not in data:
        return None
    number = read_number(data[key], field or key, place)
    if number < 0:
        raise complain("negative", place, field=field or key)
    return number


def _date(data: Mapping[str, Any], key: str, place: str) -> date:
    given = data[key]
    if isinstance(given, datetime) or not isinstance(given, date) or not 1990 <= given.year <= 2100:
        raise complain("bad_date", place, field=key)
    return given


def _flag(data: Mapping[str, Any], key: str, place: str) -> bool:
    given = data.get(key, False)
    if not isinstance(given, bool):
        raise complain("bad_flag", place, field=key)
    return given


def _words(data: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
    given = data.get(key, [])
    good = isinstance(given, list) and len(given) <= _MOST_WORDS
    if not good or not all(isinstance(word, str) and 0 < len(word.strip()) <= _LONGEST_WORD for word in given):
        raise complain("bad_words", place, field=key, most=_MOST_WORDS, longest=_LONGEST_WORD)
    return tuple(dict.fromkeys(word.strip() for word in given))


def _read_known(given: Any, place: str) -> tuple[tuple[str, Known], ...]:
    if not isinstance(given, dict) or not all(isinstance(entry, dict) for entry in given.values()):
        raise complain("bad_offers", place)
    return tuple((offer, _read_one(offer, entry, place)) for offer, entry in sorted(given.items()))


def _read_one(offer: str, entry: Mapping[str, Any], place: str) -> Known:
    for key in entry:
        if key not in _KNOWN:
            raise complain("unknown_field", place, field=f"offers.{_shown(offer)}.{_shown(key)}", fields=", ".join(_KNOWN))
    price, net, distance = (_number(entry, key, place, f"offers.{_shown(offer)}.{key}") for key in ("price_day", "net_day", "distance_km"))
    if price == 0:
        raise complain("price_zero", place, offer=_shown(offer))
    places = _whole(entry, "free_places", place, 0, 10_000) if "free_places" in entry else None
    return Known(price, net, places, _date(entry, "free_from", place) if "free_from" in entry else None, distance)


def _shown(key: str) -> str:
    """A key as it may be shown: short, and on one line."""
    return " ".join(key.split())[:40]


def refuse_offer(offer: str, place: str) -> NoReturn:
    """The file tells of an offer that is not in the data."""
    raise complain("unknown_offer", place, offer=_shown(offer))
