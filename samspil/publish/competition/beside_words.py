"""Words and numbers of the pages on competition: shares with comma, kroner in millions, names of areas; what is missing is called missing."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from samspil.competition.coverage.telling import tell_finding
from samspil.competition.potential.evidence import evidence_for, shipped_evidence
from samspil.publish.competition import peers_words
from samspil.values.competition import Indicator
from samspil.values.competition_beside import Comparison, Exposure, Place, Placed, PlacedBy, Row
from samspil.values.competition_change import Break, Change, NoChange
from samspil.values.competition_findings import AccountFinding
from samspil.values.competition_peers import Evidence
from samspil.values.initiative import Initiative
from samspil.vocabulary.danish import NO_BREAK_SPACE
from samspil.vocabulary.numbers import show_number
from samspil.vocabulary.texts import language, say
from samspil.vocabulary.themes import label

ROOM = "competition_beside"
MINUS = "\u2212"


def tell(key: str, **values: object) -> str:
    """A text of these pages."""
    return say(f"{ROOM}.{key}", **values)


def round_off(number: Decimal | Fraction, digits: int = 0) -> Decimal:
    """Halves away from zero, as people round."""
    exact = Decimal(number.numerator) / Decimal(number.denominator) if isinstance(number, Fraction) else number
    return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def write_fixed(number: Decimal | Fraction, digits: int = 0) -> str:
    """'1.234,5' with all its decimals and a real minus; English writes '1,234.5'."""
    rounded = round_off(number, digits)
    text = f"{abs(rounded):,.{digits}f}"
    if language() == "da":
        text = text.translate(str.maketrans(",.", ".,"))
    return (MINUS if rounded < 0 else "") + text


def write_share(share: Decimal | None) -> str:
    """0.2734 -> '27,3 %'; 'ikke opgjort' for none."""
    return tell("not_measured") if share is None else f"{write_fixed(share * 100, 1)}{NO_BREAK_SPACE}%"


def write_points(points: Decimal | Fraction) -> str:
    """0.012 -> '+1,2 procentpoint'; what rounds to nought has no sign."""
    sign = "+" if round_off(points * 100, 1) > 0 else ""
    return tell("points", n=f"{sign}{write_fixed(points * 100, 1)}")


def write_millions(dkk: Decimal | int | None) -> str:
    """'1.234,5 mio. kr.'; 'ikke opgjort' for none."""
    return (
        tell("not_measured") if dkk is None else tell("millions", n=write_fixed(Decimal(dkk) / 1_000_000, 1)).replace(" ", NO_BREAK_SPACE)
    )


def area_name(key: str) -> str:
    """'Vej og park', as the indicators and the cases call it."""
    return say(f"cases.area_{key}")


def row_name(row: Row) -> str:
    """What a row is called."""
    if row.level == "service_area":
        return area_name(row.key)
    return tell("total") if row.level == "total" else tell(f"main_{row.key}")


def function_name(code: str) -> str:
    """'22814' -> '2.28.14', as the chart of accounts writes it."""
    full = code if len(code) != 4 else f"0{code}"
    return f"{full[0]}.{full[1:3]}.{full[3:]}" if len(full) == 5 else code


def kind_name(kind: str) -> str:
    """'PLI', 'IKU'."""
    return kind.upper()


def write_rank(place: Place | None) -> str:
    """'12 af 98', with a word where several share it."""
    if place is None:
        return "–"
    key = "rank_tied" if place.tied > 1 else "rank"
    return tell(key, rank=place.rank, of=place.of, tied=place.tied)


def write_target(comparison: Comparison) -> str:
    """'landets vægtede gennemsnit'."""
    return tell(f"target_{comparison.target}", of=comparison.of)


def write_change(change: Change | NoChange | None) -> str:
    """The change since the year before, or why none is told."""
    if isinstance(change, Change):
        return tell("change", points=write_points(change.points), since=change.since)
    return write_no_change(change) if change else ""


def write_no_change(change: NoChange) -> str:
    """'ikke sammenlignelig med 2023: ...'."""
    if change.breaks:
        return tell("change_break", since=change.since, why="; ".join(map(break_text, change.breaks)))
    return tell("change_none", since=change.since)


def write_split(change: Change) -> str:
    """The two exact parts of a change, in points and kroner."""
    return tell(
        "split",
        numerator=write_points(change.numerator_effect),
        base=write_points(change.base_effect),
        dkk=show_number(change.dkk),
        share_dkk=show_number(change.share_dkk),
        volume_dkk=show_number(change.volume_dkk),
    )


def break_text(one: Break) -> str:
    """'2016: ...'."""
    words = one.text_en if language() == "en" and one.text_en else one.text
    return f"{one.year}: {words}"


def list_notes(rows: Iterable[Indicator | None]) -> list[str]:
    """What a reader must know of these indicators, each once."""
    keys = dict.fromkeys(note for row in rows if row for note in row.notes)
    return [say(f"competition_indicators.note_{key}") for key in keys]


def list_findings(findings: Iterable[object]) -> list[str]:
    """Odd postings in words, each with what to do about it."""
    return [" ".join(tell_finding(each)) for each in findings if isinstance(each, AccountFinding)]


def list_evidence(area: str = "") -> list[tuple[str, str, str]]:
    """What studies say of costs, both sides: (finding and range, what, source), of one area or all."""
    known = shipped_evidence()
    return [_tell_evidence(one, named=not area) for one in (evidence_for(area, known) if area else known)]


def _tell_evidence(one: Evidence, *, named: bool) -> tuple[str, str, str]:
    figures = "" if one.low is None or one.high is None else f" {peers_words.span(one.low, one.high)}"
    areas = f" ({', '.join(map(area_name, one.areas))})" if named and one.areas else ""
    return (
        f"{say(f'competition_peers.finding_{one.finding}')}{figures}{areas}",
        peers_words.words_of(one),
        tell("source_line", source=peers_words.source_of(one)),
    )


def how_placed(how: PlacedBy) -> str:
    """Why an initiative stands under an area."""
    if how.how == "theme":
        return tell("placed_theme", name=label("theme", how.words[0]))
    if how.how == "topic":
        return tell("placed_topic", name=label("topic", how.words[0]))
    words = ", ".join(f"»{word}«" for word in how.words)
    return tell("placed_implied" if how.how == "implied" else "placed_words", words=words)


def left_out(placed: Placed) -> str:
    """Areas that are only where the task is done; '' for none."""
    return tell("left_out", names=", ".join(map(area_name, placed.left_out))) if placed.left_out else ""


def theme_names(initiative: Initiative) -> str:
    """Its themes."""
    return ", ".join(label("theme", theme) for theme in initiative.themes)


def title_of(exposure: Exposure) -> str:
    """Of the report."""
    return tell("title", year=exposure.year)


def approximation(exposure: Exposure) -> str:
    """What every page says first: this is not the ministry's value."""
    return tell("approximation", kind=kind_name(exposure.kind), name=exposure.definition)


def write_official(now: Indicator | None) -> str:
    """The ministry's value that the user has, and how far ours is from it; '' without one."""
    if now is None or now.official is None or now.difference is None:
        return ""
    return tell("official", official=write_share(now.official), d=write_fixed(now.difference * 100, 1))
