"""Indicators in words and numbers as people write them: '27,3 %', '1.234,5 mio. kr.', '2.28.14 Vintertjeneste'. Texts of the catalogue `competition_indicators`."""

import functools
import tomllib
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from samspil.competition.indicators.change import difference_in_points
from samspil.competition.indicators.codes import read_data, write_function
from samspil.competition.indicators.files import ROOM
from samspil.values.competition import Definition, Indicator
from samspil.values.competition_change import Break, Change, National, NoChange
from samspil.vocabulary.danish import NO_BREAK_SPACE
from samspil.vocabulary.municipalities import find_by_code
from samspil.vocabulary.texts import language, say

MINUS = "\u2212"
_MILLION = 1_000_000


def write_number(number: Decimal | Fraction | int, digits: int = 0) -> str:
    """'1.234,5' with all its decimals, halves away from zero, a real minus; '1,234.5' in English."""
    exact = Decimal(number.numerator) / Decimal(number.denominator) if isinstance(number, Fraction) else Decimal(number)
    rounded = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    text = f"{abs(rounded):,.{digits}f}"
    text = text.translate(str.maketrans(",.", ".,")) if language() == "da" else text
    return f"{MINUS if rounded < 0 else ''}{text}"


def write_share(share: Decimal | Fraction | None) -> str:
    """0.2734 -> '27,3 %'; 'ikke opgjort' for none."""
    return say(f"{ROOM}.not_known") if share is None else f"{write_number(share * 100, 1)}{NO_BREAK_SPACE}%"


def write_millions(kroner: Decimal | int | None) -> str:
    """Kroner as '1.234,5' (the unit stands in the heading); 'ikke opgjort' for none."""
    return say(f"{ROOM}.not_known") if kroner is None else write_number(Decimal(kroner) / _MILLION, 1)


def write_points(points: Decimal | Fraction) -> str:
    """0.012 -> '+1,2 procentpoint'."""
    told = write_number(points * 100, 1)
    nought = not told.strip("0,.")
    return say(f"{ROOM}.points", n=told if nought or told.startswith(MINUS) else f"+{told}")


def name_kind(kind: str) -> str:
    """'PLI', 'IKU'."""
    return kind.upper()


def name_place(municipality: str) -> str:
    """'0751' -> 'Aarhus', '' -> 'Hele landet'."""
    found = find_by_code(municipality) if municipality else None
    return found.name if found else municipality or say(f"{ROOM}.country")


def name_code(level: str, code: str) -> str:
    """What an indicator is told of: 'I alt', '2 Transport og infrastruktur', '2.28.14 Vintertjeneste', 'Hjemmepleje'."""
    if level == "total":
        return say(f"{ROOM}.total")
    if level == "main_account":
        return f"{code} {say(f'{ROOM}.main_{code}')}"
    if level == "service_area":
        return say(f"cases.area_{code}")
    told = write_function(code)
    name = _function_names().get(told, "")
    return f"{told} {name}" if name else told


@functools.cache
def _function_names() -> dict[str, str]:
    names: dict[str, str] = tomllib.loads(read_data("function_names.toml"))["names"]
    return names


def describe_note(note: str) -> str:
    """A note of an indicator as a sentence."""
    return say(f"{ROOM}.note_{note}")


def list_notes(indicators: Iterable[Indicator]) -> list[str]:
    """The notes of these, each once, in the order of NOTES."""
    from samspil.competition.indicators.measure import NOTES

    held = {note for one in indicators for note in one.notes}
    return [describe_note(note) for note in NOTES if note in held]


def describe_difference(one: Indicator) -> str:
    """'tilnærmelse; afviger fra ministeriets værdi med −0,2 procentpoint'; without an official value that this is an approximation."""
    if one.difference is None:
        return say(f"{ROOM}.approximation")
    return say(f"{ROOM}.approximation_differs", points=write_points(one.difference))


def title_of(definition: Definition) -> str:
    """The definition's title in the language in use."""
    return definition.title_en if language() == "en" and definition.title_en else definition.title


def notes_of(definition: Definition) -> tuple[str, ...]:
    """The definition's own notes in the language in use."""
    return definition.notes_en if language() == "en" and definition.notes_en else definition.notes


def describe_break(one: Break) -> str:
    """'2018: ... (kilde; skal efterprøves)'."""
    text = one.text_en if language() == "en" and one.text_en else one.text
    return say(f"{ROOM}.break_line", year=one.year, text=text, source=one.source, status=say(f"{ROOM}.status_{one.status}"))


def describe_change(one: Change | NoChange) -> str:
    """What happened, part by part; or why that is not told."""
    if isinstance(one, NoChange):
        why = say(f"{ROOM}.no_change_{one.key}")
        return " ".join(
            (say(f"{ROOM}.no_change", since=one.since, until=one.until, why=why), *(describe_break(each) for each in one.breaks))
        )
    return say(
        f"{ROOM}.change",
        since=one.since,
        until=one.until,
        before=write_share(one.before),
        after=write_share(one.after),
        points=write_points(one.points),
        numerator=write_points(one.numerator_effect),
        base=write_points(one.base_effect),
        dkk=_signed(one.dkk),
        share_dkk=_signed(one.share_dkk),
        volume_dkk=_signed(one.volume_dkk),
    )


def describe_national(one: National) -> list[str]:
    """The national calculation, line by line; where a publication printed another share that is said."""
    values = {"year": one.year, "best": one.best_of, "base": _billions(one.base), "numerator": _billions(one.numerator)}
    lines = [
        say(f"{ROOM}.national_share", share=write_share(one.share), **values),
        say(f"{ROOM}.national_lift", added=_billions(one.added), after=write_share(one.share_after), **values),
    ]
    if one.printed is not None and difference_in_points(one.share, one.printed):
        lines.append(say(f"{ROOM}.national_printed", printed=write_share(one.printed), share=write_share(one.share), **values))
    return lines


def _signed(kroner: int) -> str:
    told = write_number(kroner)
    return f"+{told}" if kroner > 0 else told


def _billions(kroner: Decimal) -> str:
    return write_number(kroner / (1000 * _MILLION), 1)
