"""Bids as the user gives them: a TOML file with rules and bids, or rows of a sheet (a bid a row, a criterion a column) with rules beside."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from samspil.purchasing.bids.model import Bid, Quality, Rules, Tender
from samspil.purchasing.choice.criteria import read_number
from samspil.purchasing.choice.errors import complain
from samspil.purchasing.choice.need_file import parse_toml

_TOP = ("model", "price_weight", "scale", "k", "cut", "round_digits", "least_total", "least_each", "quality", "bids")
_QUALITY, _BID = ("weight", "max", "value_dkk"), ("name", "price", "points")
_NUMBERS = ("price_weight", "scale", "k", "least_total", "least_each")
_LONGEST = 120


def parse_tender(text: str, place: str, settings: Mapping[str, Any] | None = None) -> Tender:
    """The tender of a TOML text; `settings` (from the command) go before the file's. Raises ChoiceError."""
    return make_tender({**parse_toml(text, place), **(settings or {})}, place)


def make_tender(data: Mapping[str, Any], place: str) -> Tender:
    """The tender of its fields. Raises ChoiceError that names what is wrong."""
    _check_fields(data, _TOP, place)
    for key in ("model", "bids"):
        if key not in data:
            raise complain("missing_field", place, field=key)
    qualities, bids = data.get("quality", {}), data["bids"]
    if not isinstance(qualities, dict) or not isinstance(bids, list) or not all(isinstance(bid, dict) for bid in bids):
        raise complain("bad_bids", place)
    rules = _make_rules(data, tuple(_make_quality(name, entry, place) for name, entry in qualities.items()), place)
    return Tender(rules, tuple(_make_bid(bid, place) for bid in bids))


def _check_fields(data: Mapping[str, Any], fields: tuple[str, ...], place: str, at: str = "") -> None:
    for key in data:
        if key not in fields:
            raise complain("unknown_field", place, field=f"{at}{key}"[:60], fields=", ".join(fields))


def _make_rules(data: Mapping[str, Any], qualities: tuple[Quality, ...], place: str) -> Rules:
    given = {key: read_number(data[key], key, place) for key in _NUMBERS if key in data}
    if "price_weight" not in given and data["model"] not in ("priced_quality", "commission"):
        raise complain("missing_field", place, field="price_weight")
    given.setdefault("price_weight", Decimal(0) if qualities else Decimal(1))
    cut, digits = data.get("cut", True), data.get("round_digits")
    if not isinstance(cut, bool):
        raise complain("bad_flag", place, field="cut")
    if digits is not None and (isinstance(digits, bool) or not isinstance(digits, int)):
        raise complain("bid_digits", place)
    if all(not each.weight for each in qualities) and not given["price_weight"]:
        given["price_weight"] = Decimal(1)  # priced quality needs no weights
    return Rules(str(data["model"]), qualities=qualities, cut=cut, round_digits=digits, **given)


def _make_quality(name: str, entry: Any, place: str) -> Quality:
    if not isinstance(entry, dict) or len(name) > _LONGEST:
        raise complain("bad_bids", place)
    _check_fields(entry, _QUALITY, place, f"quality.{name}.")
    value = read_number(entry["value_dkk"], f"quality.{name}.value_dkk", place) if "value_dkk" in entry else None
    weight, most = (read_number(entry.get(key, usual), f"quality.{name}.{key}", place) for key, usual in (("weight", 0), ("max", 10)))
    return Quality(name, weight, most, value)


def _make_bid(entry: Mapping[str, Any], place: str) -> Bid:
    _check_fields(entry, _BID, place, "bids.")
    name, points = entry.get("name"), entry.get("points", {})
    if not isinstance(name, str) or not 0 < len(name.strip()) <= _LONGEST or not isinstance(points, dict):
        raise complain("bad_bids", place)
    if "price" not in entry:
        raise complain("missing_field", place, field=f"bids.{name[:40]}.price")
    price = read_number(entry["price"], f"bids.{name[:40]}.price", place)
    found = {key: read_number(value, f"bids.{name[:40]}.points.{key[:40]}", place) for key, value in points.items()}
    return Bid(name.strip(), price, tuple(found.items()))
