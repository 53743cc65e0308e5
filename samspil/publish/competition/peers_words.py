"""Words of peers and potentials: areas, groups, conditions, notes, and numbers with comma."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from samspil.competition.indicators.words import name_code
from samspil.publish.purchasing.make_story import Cell, Column, Section
from samspil.purchasing.figures.words import write_number, write_percent
from samspil.values.competition_peers import Condition, Evidence, Fact, PeerGroup
from samspil.vocabulary.municipalities import find_by_code
from samspil.vocabulary.texts import language, read_catalogue, say

ROOM = "competition_peers"
_LIKE_OF_TYPES = "compare"  # the room that names the types of municipalities


@dataclass(frozen=True, slots=True)
class OwnSection(Section):
    """A section whose heading stands in our room."""

    @property
    def title(self) -> str:
        """Its heading."""
        return tell(f"section_{self.key}")


def tell(key: str, **values: object) -> str:
    """A text of the room."""
    return say(f"{ROOM}.{key}", **values)


def has(key: str) -> bool:
    """Whether the room has a text."""
    return key in read_catalogue(language(), ROOM)


def column(key: str, style: str = "text", width: int = 16) -> Column:
    """A column with its heading."""
    return Column(tell(f"head_{key}"), style, width)


def name_of(code: str) -> str:
    """A municipality's name; an unknown code is its own."""
    one = find_by_code(code)
    return one.name if one else code


def names_of(codes: Iterable[str], most: int = 12) -> str:
    """'A, B, C og 4 mere'."""
    names = [name_of(code) for code in codes]
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else tell("and_more", names=shown, count=len(names) - most)


def area_name(level: str, code: str) -> str:
    """'Vej og park', '2 Transport og infrastruktur', '2.28.14 Vintertjeneste', 'I alt'."""
    return name_code(level, code)


def group_name(group: PeerGroup) -> str:
    """'Region Midtjylland (grænser 1. januar 2024)', 'Landkommuner', 'de ti med størst andel' ..."""
    if group.by == "region":
        return tell("by_region", name=group.name, year=group.borders)
    if group.by == "type":
        return tell("by_type", name=say(f"{_LIKE_OF_TYPES}.type_{group.name}"), year=group.borders)
    return tell(f"by_{group.by}", count=len(group.members))


def condition_name(key: str) -> str:
    """'Indbyggere pr. km²'; a user's own condition by its column."""
    return tell(f"condition_{key}") if has(f"condition_{key}") else key


def fact_cell(fact: Fact, condition: Condition) -> str:
    """A condition's figure with its unit."""
    if fact.value is None:
        return say(f"{_LIKE_OF_TYPES}.type_{fact.word}") if condition.unit == "type" else fact.word
    if condition.unit == "share":
        return write_percent(fact.value)
    number = write_number(fact.value, 1)
    return tell(f"unit_{condition.unit}", number=number) if has(f"unit_{condition.unit}") else number


def note(key: str, **values: object) -> str:
    """A note as a sentence; notes of indicators are told by their own room."""
    return tell(f"note_{key}", **values)


def notes(keys: Iterable[str]) -> str:
    """Several notes in one cell."""
    return " ".join(note(key) for key in keys)


def span(low: Decimal, high: Decimal) -> str:
    """'5 til 15 pct.', '11 pct.'"""
    numbers = [write_number(one, 2) for one in (low, high)]
    return tell("percent_one", low=numbers[0]) if low == high else tell("percent_span", low=numbers[0], high=numbers[1])


def kroner(value: Decimal) -> str:
    """'12,3 mio. kr.'; below a million in full."""
    if abs(value) >= 1_000_000:
        return tell("millions", number=write_number(value / 1_000_000, 1))
    return tell("kroner", number=write_number(round(value)))


def millions(value: Decimal | None) -> Cell:
    """A cell in millions with one decimal."""
    return None if value is None else round(value / 1_000_000, 1)


def points(value: Decimal | None) -> Cell:
    """A difference of shares as points with two decimals: 0.012 is 1.2."""
    return None if value is None else round(value * 100, 2)


def words_of(one: Evidence) -> str:
    """What a piece of evidence says, in the language in use."""
    return one.what if language() == "da" else one.what_en


def source_of(one: Evidence) -> str:
    """Title, publisher, year, what it was read in, the publisher's interest, and whether it is to be verified."""
    source = one.source
    parts = [f"{source.publisher}: {source.title}", source.published, source.place, source.address]
    parts += [tell("referred", name=source.referred_in)] if source.referred_in else []
    parts += [tell("interest", interest=say(f"cases.interest_{source.interest}"))] if source.interest else []
    parts += [tell(f"status_{one.status}")] if one.status != "public" else []
    parts += [tell("own_evidence")] if one.own else []
    return "; ".join(part for part in parts if part)
