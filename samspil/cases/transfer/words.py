"""Numbers and units of a transfer in the words of the reader: '2.500.000 kr.', '25 timer om dagen'."""

from decimal import Decimal

from samspil.cases.transfer.model import Range, Scaled, round_unit
from samspil.vocabulary.danish import NO_BREAK_SPACE, format_number
from samspil.vocabulary.numbers import in_language
from samspil.vocabulary.texts import say

_MINUS = "\u2212"
_WITHOUT_DECIMALS = 100  # from here on decimals of an illustration say nothing


def write_number(value: Decimal, digits: int = 2) -> str:
    """At most `digits` decimals, none when they are zero; points between thousands and a comma in Danish, the other way round in English."""
    rounded = round_unit(value, "") if digits == 2 else round(value, digits)
    whole, _, part = f"{abs(rounded):f}".partition(".")
    part = part.rstrip("0")
    text = format_number(int(whole)) + (f",{part}" if part else "")
    sign = _MINUS if rounded < 0 else ""
    return sign + in_language(text)


def write_amount(value: Decimal, unit: str) -> str:
    """A number with its unit: '2.500.000 kr.' ('DKK 2,500,000'), '21 pct.', '1.715.081 kWh'; '3 mio.' is never used: sums stand in full."""
    whole = unit == "dkk" or abs(value) >= _WITHOUT_DECIMALS
    text = write_number(value, 0 if whole else 2)
    if unit == "dkk":
        return say("numbers.kroner", n=text).replace(" ", NO_BREAK_SPACE)  # the languages put the name of the money on different sides
    return text if unit == "count" else f"{text}{NO_BREAK_SPACE}{say(f'cases.unit_{unit}')}"


def write_end(whole: Range, name: str, unit: str) -> str:
    """An end of a range; an open one says that the truth may lie beyond."""
    text = write_amount(getattr(whole, name), unit)
    if name == "high" and whole.open_above:
        return say("cases_transfer.or_more", amount=text)
    return say("cases_transfer.or_less", amount=text) if name == "low" and whole.open_below else text


def name_quantity(one: Scaled) -> str:
    """What the effect grows with: 'borgere på 80 år og derover', 'energiforbrug før (…)', 'opkald'."""
    if one.way == "size":
        return say(f"cases.driver_{one.quantity}")
    return one.effect.base if one.way == "share" else one.effect.per


def describe_sum(one: Scaled) -> str:
    """The calculation of the middle in one line."""
    effect = one.effect
    value = write_amount(effect.value or Decimal(0), effect.unit)
    if one.price_year is not None and one.way != "share":
        value = say(
            "cases_transfer.sum_prices", value=value, factor=write_number(one.price_factor, 6), year=one.price_from, to=one.price_year
        )
    own = write_amount(one.own.value, one.unit) if one.way == "share" else write_number(one.own.value)
    values = {"value": value, "own": own, "result": write_amount(one.range.middle, one.unit)}
    theirs = write_number(one.theirs.value) if one.theirs else ""
    return say(f"cases_transfer.sum_{one.way}", theirs=theirs, quantity=name_quantity(one), **values)


def describe_spread(one: Scaled) -> str:
    """How the range comes about."""
    grade = say(f"cases.grade_{one.effect.grade}")
    sd = max(one.spread.below, one.spread.above)
    text = say(f"cases_transfer.spread_{one.spread.key}", grade=grade, sd=write_number(sd))
    extra = [say(f"cases_transfer.spread_{one.effect.bound}")] if one.effect.bound in ("at_least", "at_most", "about") else []
    return " ".join([say("cases_transfer.spread_transfer"), text, *extra])
