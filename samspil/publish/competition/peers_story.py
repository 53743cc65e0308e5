"""How a municipality stands among its peers, told once for screen, page, workbook and note."""

from collections.abc import Sequence
from decimal import Decimal

from samspil.competition.indicators.words import list_notes
from samspil.competition.peers.run import Compared
from samspil.publish.competition import peers_words as words
from samspil.publish.competition.peers_words import OwnSection, column, name_of, tell
from samspil.publish.purchasing.make_story import Cell, Column, Section, Story, Table, number
from samspil.values.competition_peers import PeerGroup, Ruler, Standing


def tell_peers(found: Compared, coverage: Sequence[str] = ()) -> Story:
    """The story. `coverage`: what is odd in the accounts, one line each; it stands before any figure."""
    group, name = found.group, name_of(found.wish.municipality)
    sections: list[Section] = [OwnSection("coverage", tuple(coverage) or (tell("no_findings"),))]
    sections.append(
        OwnSection("standing", (tell("standing_lead", definition=found.standings[0].own.definition),), standing_table(found.standings))
    )
    if group.alike:
        sections += [_alike_section(group), _parts_section(group), _ruler_section(group)]
    elif group.members and group.by != "national":
        sections.append(OwnSection("members", (words.names_of(group.members, 98),)))
    if missing := missing_section(found.standings):
        sections.append(missing)
    return Story(
        title=tell("peers_title", name=name, year=found.year, group=words.group_name(group)),
        statement=statement(found.example, "peers_statement"),
        answer=odd_first(coverage) + _answer(found, name),
        sections=tuple(sections),
        cautions=tuple(_cautions(found)),
        method=tuple(_method(group)),
    )


def statement(example: bool, key: str) -> str:
    """What this is and is not; made-up figures are said first."""
    return " ".join([*([tell("example_statement")] if example else []), tell(key)])


def odd_first(coverage: Sequence[str]) -> str:
    """How much there is to look into before the figures are used."""
    return f"{tell('odd_first', count=len(coverage))} " if coverage else ""


def _answer(found: Compared, name: str) -> str:
    told = [one for one in found.standings if one.own.share is not None and one.median is not None]
    below = sum(one.own.share < one.median for one in told if one.own.share is not None and one.median is not None)
    return tell("peers_answer", name=name, below=below, told=len(told), group=words.group_name(found.group))


def _cautions(found: Compared) -> list[str]:
    keys = dict.fromkeys((*found.group.notes, *(key for one in found.standings for key in one.notes)))
    lines = [words.note(key) for key in keys if key not in ("own_no_base", "no_peers")]
    lines += [tell(f"dropped_{reason}", name=words.condition_name(key)) for key, reason in found.group.dropped]
    if found.group.unlike:
        lines.append(tell("unlike", count=len(found.group.unlike), names=words.names_of(code for code, _names in found.group.unlike)))
    lines += list_notes(one.own for one in found.standings)
    return [*lines, tell("caution_practice")]


def _method(group: PeerGroup) -> list[str]:
    lines = [tell("method_rank"), tell("method_values"), tell("method_own")]
    if group.by in ("region", "type"):
        lines.append(tell(f"method_{group.by}"))
    return [*lines, *([tell("method_alike"), tell("method_kept")] if group.alike else [])]


def standing_table(standings: Sequence[Standing]) -> Table:
    """One row for each area."""
    columns = (
        column("area", "wrap", 34),
        column("base", "number", 12),
        column("own", "percent", 10),
        column("rank", "text", 16),
        column("with_figures", "text", 12),
        column("mean", "percent", 10),
        column("weighted", "percent", 10),
        column("median", "percent", 10),
        column("quartile", "percent", 10),
        column("national", "percent", 10),
        column("notes", "wrap", 40),
    )
    return Table(columns, [_standing_row(one) for one in standings])


def _standing_row(one: Standing) -> list[Cell]:
    own = one.own
    return [
        words.area_name(own.level, own.code),
        words.millions(own.base),
        own.share,
        rank_words(one),
        tell("n_of", n=len(one.group), of=one.of),
        one.mean,
        one.weighted,
        one.median,
        one.upper_quartile,
        one.national,
        words.notes(key for key in one.notes if key != "not_everybody"),
    ]


def rank_words(one: Standing) -> str:
    """'3 af 24', '2 af 24 (delt af 3)', or that it is not told."""
    if one.rank is None:
        return tell("not_told")
    return tell("rank_shared" if one.shared else "rank", rank=one.rank, of=one.ranked, shared=one.shared + 1)


def _alike_section(group: PeerGroup) -> OwnSection:
    rulers = group.rulers
    columns = [column("municipality", "text", 22), column("distance", "number", 10), column("kept", "text", 16)]
    columns += [Column(tell("head_part_of", name=words.condition_name(one.condition.key)), "percent", 14) for one in rulers]
    rows: list[list[Cell]] = []
    for one in group.alike:
        whole = sum(part.squared for part in one.parts)
        parts: list[Cell] = [Decimal(repr(part.squared / whole)) if whole else None for part in one.parts]
        kept = tell("kept", kept=one.kept, draws=one.draws) if one.kept is not None else ""
        rows.append([name_of(one.municipality), Decimal(repr(round(one.distance, 3))), kept, *parts])
    return OwnSection(
        "alike",
        (tell("alike_lead", names=", ".join(words.condition_name(one.condition.key) for one in rulers)),),
        Table(tuple(columns), rows),
    )


def _parts_section(group: PeerGroup) -> OwnSection:
    """Every municipality and condition: both figures, how many units apart, and its part of the distance squared."""
    styles = (
        ("municipality", "text"),
        ("condition", "text"),
        ("own_value", "text"),
        ("their_value", "text"),
        ("units", "number"),
        ("weight", "number"),
        ("squared", "number"),
    )
    columns = (*(column(key, style, 18) for key, style in styles), column("source", "wrap", 40))
    by_key = {one.condition.key: one.condition for one in group.rulers}
    rows: list[list[Cell]] = [
        [
            name_of(one.municipality),
            words.condition_name(part.condition),
            words.fact_cell(part.own, by_key[part.condition]),
            words.fact_cell(part.theirs, by_key[part.condition]),
            Decimal(repr(round(part.units, 3))),
            Decimal(repr(part.weight)),
            Decimal(repr(round(part.squared, 4))),
            part.theirs.source,
        ]
        for one in group.alike
        for part in one.parts
    ]
    return OwnSection("parts", (), Table(columns, rows))


def _ruler_section(group: PeerGroup) -> OwnSection:
    columns = (
        column("condition", "text", 26),
        column("weight", "number", 10),
        column("spread", "text", 16),
        column("unit", "text", 24),
        column("count", "count", 14),
    )
    return OwnSection("rulers", (tell("rulers_lead"),), Table(columns, [_ruler_row(one) for one in group.rulers]))


def _ruler_row(one: Ruler) -> list[Cell]:
    condition = one.condition
    if condition.scale == "category":
        spread, unit = "", tell("unit_category", units=number(condition.floor))
    else:
        relative = condition.scale == "relative"
        spread, unit = (
            tell("factor", number=number(2.718281828459045**value, 2)) if relative else number(value, 3) for value in (one.spread, one.unit)
        )
        unit = tell("unit_floor", unit=unit) if one.unit > one.spread else unit
    return [words.condition_name(condition.key), condition.weight, spread, unit, one.count]


def missing_section(standings: Sequence[Standing]) -> OwnSection | None:
    """Peers without figures, by area and reason; None when all have some."""
    lines = []
    for one in standings:
        for reason in dict.fromkeys(reason for _code, reason in one.missing):
            codes = [code for code, why in one.missing if why == reason]
            lines.append(
                tell(f"missing_{reason}", area=words.area_name(one.own.level, one.own.code), count=len(codes), names=words.names_of(codes))
            )
    return OwnSection("missing", tuple(lines)) if lines else None
