"""Volumes up to benchmarks, the evidence on both sides, and savings where the user picked them: told once for screen, page, workbook and note."""

from collections.abc import Sequence
from decimal import Decimal

from samspil.competition.indicators.words import list_notes
from samspil.competition.potential.run import Found
from samspil.competition.potential.volume import add_volumes
from samspil.publish.competition import peers_words as words
from samspil.publish.competition.peers_story import missing_section, odd_first, statement
from samspil.publish.competition.peers_words import OwnSection, column, name_of, tell
from samspil.publish.purchasing.make_story import Cell, Column, Section, Story, Table
from samspil.purchasing.figures.words import write_number
from samspil.values.competition_peers import Evidence, Potential, Saving, Savings, Spread

_SHOWN = (10, 50, 90)


def tell_potential(found: Found, coverage: Sequence[str] = ()) -> Story:
    """The story. `coverage`: what is odd in the accounts, one line each; it stands before any figure."""
    compared = found.compared
    name, group = name_of(compared.wish.municipality), words.group_name(compared.group)
    sections: list[Section] = [OwnSection("coverage", tuple(coverage) or (tell("no_findings"),)), _volume_section(found)]
    sections.append(_evidence_section(found.evidence))
    sections += [_saving_section(one) for one in found.savings]
    if found.savings:
        sections.append(OwnSection("assumed", tuple(tell(f"assumed_{key}") for key in found.savings[0].assumed)))
    if missing := missing_section(compared.standings):
        sections.append(missing)
    sections.append(_step_section(found))
    return Story(
        title=tell("potential_title", name=name, year=compared.year, group=group),
        statement=statement(compared.example, "potential_statement"),
        answer=odd_first(coverage) + _answer(found, name),
        sections=tuple(sections),
        cautions=tuple(_cautions(found)),
        method=(tell("method_potential"), tell("method_values"), tell("method_own"), tell("method_no_saving")),
    )


def _answer(found: Found, name: str) -> str:
    sums = [
        tell("answer_target", target=tell(f"target_{target}"), sum=words.kroner(add_volumes(held))) for target, held in found.potentials
    ]
    return tell("potential_answer", name=name, year=found.compared.year, sums="; ".join(sums))


def _cautions(found: Found) -> list[str]:
    compared = found.compared
    keys = dict.fromkeys((*compared.group.notes, *(key for one in compared.standings for key in one.notes)))
    lines = [words.note(key) for key in keys if key not in ("own_no_base", "no_peers")]
    lines += list_notes(one.own for one in compared.standings)
    lines += [tell("caution_both_sides"), tell("caution_practice")]
    return lines if found.savings else [*lines, tell("no_saving_picked")]


def _volume_section(found: Found) -> OwnSection:
    """One row for each area, one column of volume for each target, and the sum."""
    targets = [target for target, _held in found.potentials]
    columns = [column("area", "wrap", 34), column("base", "number", 12), column("own", "percent", 10), column("kind_of_area", "text", 16)]
    columns += [column(f"volume_{target}", "number", 18) for target in targets]
    by_area = zip(*(held for _target, held in found.potentials), strict=True)
    rows = [_volume_row(row) for row in by_area]
    sums: list[Cell] = [words.millions(add_volumes(held)) for _target, held in found.potentials]
    lead = tell("volumes_lead", definition=found.compared.standings[0].own.definition)
    return OwnSection("volumes", (lead,), Table(tuple(columns), [*rows, [tell("sum"), None, None, "", *sums]]))


def _volume_row(row: Sequence[Potential]) -> list[Cell]:
    own = row[0].own
    kind = "" if row[0].welfare is None else tell("welfare" if row[0].welfare else "technical")
    volumes: list[Cell] = [words.millions(one.volume) if one.volume is not None else tell("not_told") for one in row]
    return [
        words.area_name(own.level, own.code),
        words.millions(own.base),
        own.share if own.share is not None else tell("not_told"),
        kind,
        *volumes,
    ]


def _step_section(found: Found) -> OwnSection:
    """Every step of every volume, in kroner and with how many it rests on."""
    columns = (
        column("area", "wrap", 30),
        column("target", "text", 24),
        column("numerator", "oere", 18),
        column("base_kr", "oere", 20),
        column("own", "percent", 12),
        column("benchmark", "percent", 14),
        column("gap", "number", 14),
        column("volume_kr", "oere", 18),
        column("with_figures", "text", 12),
    )
    return OwnSection(
        "steps", (tell("steps_lead"),), Table(columns, [_step_row(one) for _target, held in found.potentials for one in held])
    )


def _step_row(one: Potential) -> list[Cell]:
    own, standing = one.own, one.standing
    national = one.target == "national_mean"
    counted = tell("n_of", n=standing.national_count, of=98) if national else tell("n_of", n=len(standing.group), of=standing.of)
    start: list[Cell] = [words.area_name(own.level, own.code), tell(f"target_{one.target}"), own.numerator, own.base, own.share]
    return [*start, one.benchmark, words.points(one.gap), one.volume, counted]


def _evidence_section(evidence: Sequence[Evidence]) -> OwnSection:
    columns = (
        column("finding", "text", 22),
        column("range", "text", 16),
        column("areas", "wrap", 30),
        column("what", "wrap", 60),
        column("source", "wrap", 60),
        column("id", "text", 24),
    )
    return OwnSection("evidence", (tell("evidence_lead"),), Table(columns, [_evidence_row(one) for one in evidence]))


def _evidence_row(one: Evidence) -> list[Cell]:
    areas = ", ".join(words.area_name("service_area", area) for area in one.areas) or tell("no_area_told")
    figures = tell("not_told") if one.low is None or one.high is None else words.span(one.low, one.high)
    return [tell(f"finding_{one.finding}"), figures, areas, words.words_of(one), words.source_of(one), one.id]


def _saving_section(savings: Savings) -> OwnSection:
    columns = [
        column("area", "wrap", 30),
        column("volume_kr", "kroner", 16),
        column("range", "text", 16),
        column("low_kr", "kroner", 14),
        column("high_kr", "kroner", 14),
    ]
    columns += [Column(tell("head_quantile", percent=percent), "kroner", 14) for percent in _SHOWN]
    columns += [column("dearer", "percent", 12), column("picked_source", "wrap", 60)]
    rows = [_saving_row(one) for one in savings.rows]
    total: list[Cell] = [tell("sum_drawn"), None, "", None, None, *_ends(savings.total), _share(savings.total), ""]
    lead = tell("savings_lead", draws=write_number(savings.draws), seed=savings.seed, target=tell(f"target_{savings.target}"))
    interval = tell("savings_interval", low=words.kroner(savings.total.at(10)), high=words.kroner(savings.total.at(90)))
    return OwnSection(f"savings_{savings.target}", (lead, interval), Table(tuple(columns), [*rows, total]))


def _saving_row(one: Saving) -> list[Cell]:
    own, pick = one.potential.own, one.pick
    source = tell("picked_evidence", id=pick.evidence.id) if pick.evidence else tell("users_source", source=pick.source)
    start: list[Cell] = [words.area_name(own.level, own.code), one.potential.volume, words.span(pick.low, pick.high), one.low, one.high]
    return [*start, *_ends(one.spread), _share(one.spread), " ".join(filter(None, (f"{source}.", words.notes(one.notes))))]


def _ends(spread: Spread) -> list[Cell]:
    return [spread.at(percent) for percent in _SHOWN]


def _share(spread: Spread) -> Decimal:
    return Decimal(repr(spread.below_zero))
