"""A measured quality as sections of text and tables, in the language in use: what the command prints and docs/quality.md is made of."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from samspil.review.judge.breakdown import Tally, break_down, count_traps_taken, is_measured
from samspil.review.judge.outcomes import read_table
from samspil.review.judge.plainly import describe_weaknesses, name_part
from samspil.review.judge.spread import measure_spread, tally_municipalities
from samspil.values.codes import STAGES
from samspil.vocabulary.danish import join_words
from samspil.vocabulary.texts import language, say
from samspil.vocabulary.themes import label, short_label

Quality = Mapping[str, Any]
_MOST_TRAPS = 12
_WORST = 5  # municipalities that are named
_GOOD = 0.8


@dataclass(frozen=True, slots=True)
class Section:
    """A title, sentences before and after, and a table whose first column is text and whose others are figures (no `head`: no table)."""

    title: str
    notes: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    remarks: tuple[str, ...] = field(default=())


def figure(value: float, digits: int = 3) -> str:
    """A number with a fixed count of decimals: '0,900' in Danish."""
    return f"{value:.{digits}f}".replace(".", "," if language() == "da" else ".")


def list_overview(sets: Mapping[str, Quality]) -> Section:
    """All sets side by side, by name: a row per figure."""
    columns = [_overview(quality) for quality in sets.values()]
    rows = [(say(f"quality.head_{name}"), *(column[name] for column in columns)) for name in columns[0]] if columns else []
    return Section(say("quality.title_overview"), (), (say("quality.head_figure"), *sets), tuple(rows), (say("quality.note_overview"),))


def _overview(quality: Quality) -> dict[str, str]:
    figures, calibration = quality["figures"], quality["calibration"]
    false = figure(quality["distractor"]["per_1000_words"], 2) if "distractor" in quality else say("quality.not_measured_cell")
    return {
        "presence": figure(figures["presence"]["f1"]),
        "initiatives_prf": " / ".join(figure(figures["initiatives"][part]) for part in ("precision", "recall", "f1")),
        "stage": figure(figures["stage"]),
        "amounts_f1": figure(figures["amounts"]["f1"]),
        "profiles": figure(figures["profiles"]),
        "topics_right": figure(figures["topics"]),
        "false_words": false,
        "error": figure(calibration["expected_error"]),
        "sure": figure(calibration["sure_right"] / calibration["sure_rows"]) if calibration["sure_rows"] else "–",
    }


def list_sections(quality: Quality, *, brief: bool = False) -> list[Section]:
    """The breakdowns of one set; `brief` leaves out those that a small set says little about (writers, municipalities, stages said for one another, weaknesses)."""
    makers: list[Callable[[Quality], Section]] = [_presence, *(_break_down_by(part) for part in ("theme", "topic", "stage"))]
    makers += [] if brief else [_stages]
    makers += [_break_down_by(part) for part in ("layout", "text_layout", "wording")]
    makers += [] if brief else [_writers, show_spread]
    makers += [_calibration, _distractor]
    return [make(quality) for make in makers] + ([] if brief else [_weaknesses(quality)])


def _presence(quality: Quality) -> Section:
    rows = [
        (short_label("theme", theme), *(str(c[name]) for name in ("true_positive", "false_negative", "true_negative", "false_positive")))
        for theme, c in quality["themes"].items()
    ]
    head = _head("theme", "texts_found", "texts_missed", "texts_without", "texts_wrong")
    return Section(say("quality.title_presence"), (), head, tuple(rows))


def _break_down_by(part: str) -> Callable[[Quality], Section]:
    def make(quality: Quality) -> Section:
        title = say(f"quality.title_{part}")
        if not is_measured(quality):
            return Section(title, (say("quality.not_measured"),))
        rows = [(name_part(part, name), *_tally(tally)) for name, tally in break_down(quality, part).items()]
        head = _head(f"part_{part}", *_TALLIED)
        return Section(title, (say(f"quality.note_{part}"),), head, tuple(rows))

    return make


_TALLIED = ("labelled", "found", "spurious", "recall", "precision", "f1", "stage", "amounts_f1", "profiles")


def _tally(tally: Tally) -> tuple[str, ...]:
    rate = tally.rate
    return (
        str(tally.labelled),
        str(tally.found),
        str(tally.spurious),
        _share(tally.found, tally.labelled),
        _share(tally.found, tally.found + tally.spurious),
        figure(rate.f1, 2) if tally.labelled else "–",
        _share(tally.stage_right, tally.found),
        figure(tally.amount_rate.f1, 2) if tally.amounts else "–",
        _share(tally.laid_out, tally.amounts_right),
    )


def _share(part: int, of: int) -> str:
    return figure(part / of, 2) if of else "–"


def _stages(quality: Quality) -> Section:
    rows = [
        (label("stage", stage), *(str(said[other]) for other in STAGES), _share(said[stage], sum(said.values())))
        for stage, said in quality["stages"].items()
    ]
    head = (say("quality.head_labelled_said"), *(label("stage", stage) for stage in STAGES), say("quality.head_right"))
    return Section(say("quality.title_stages"), (), head, tuple(rows))


def _writers(quality: Quality) -> Section:
    rows = [
        (name, str(c["texts"]), *(figure(c[part], 2) for part in ("presence", "initiatives", "stage", "amounts")))
        for name, c in sorted(quality["kinds"].items(), key=lambda item: (len(item[0]), item[0]))
    ]
    head = _head("writer", "texts", "presence", "f1", "stage", "amounts_f1")
    return Section(say("quality.title_writer"), (say("quality.note_writer"),), head, tuple(rows))


def show_spread(quality: Quality) -> Section:
    """How the figures vary from municipality to municipality, and which are read worst."""
    title, tallies = say("quality.title_spread"), tally_municipalities(quality)
    if not tallies:
        return Section(title, (say("quality.not_measured"),))
    rows = [
        (
            say(f"quality.head_{one.name}"),
            figure(one.whole),
            f"{figure(one.low)}–{figure(one.high)}",
            *(figure(value, 2) for value in one.quantiles),
        )
        for one in measure_spread(list(tallies.values()))
    ]
    head = _head("figure", "all", "interval", "lowest", "lower_quartile", "median", "upper_quartile", "highest")
    return Section(title, (say("quality.note_spread", municipalities=len(tallies)),), head, tuple(rows), (_name_worst(tallies),))


def _name_worst(tallies: Mapping[str, Tally]) -> str:
    rates = {name: tally.rate.f1 for name, tally in tallies.items() if tally.labelled}
    worst = [f"{name} ({figure(rates[name], 2)})" for name in sorted(rates, key=lambda name: rates[name])[:_WORST]]
    good = sum(rate >= _GOOD for rate in rates.values())
    names = join_words(worst, say("quality.and_word"))
    return say("quality.worst_municipalities", good=good, of=len(rates), limit=figure(_GOOD, 2), names=names)


def list_municipalities(quality: Quality) -> Section:
    """A row per municipality, in the order of the Danish alphabet."""
    texts = Counter(row["municipality"] for row in read_table(quality.get("texts_read")))
    rows = [(name, str(texts[name]), *_tally(tally)) for name, tally in tally_municipalities(quality).items()]
    head = _head("municipality", "texts", *_TALLIED)
    return Section(say("quality.title_municipalities"), (), head, tuple(rows))


def _calibration(quality: Quality) -> Section:
    c = quality["calibration"]
    rows = [
        (f"{figure(b['from'], 2)}–{figure(b['to'], 2)}", str(b["rows"]), str(b["right"]), _share(b["right"], b["rows"]))
        for b in c["bins"]
        if b["rows"]
    ]
    sure = _share(c["sure_right"], c["sure_rows"])
    words = say("quality.calibration", error=figure(c["expected_error"]), limit=figure(c["sure_from"], 2), rows=c["sure_rows"], right=sure)
    return Section(say("quality.title_calibration"), (), _head("confidence", "rows", "rows_right", "share_right"), tuple(rows), (words,))


def _distractor(quality: Quality) -> Section:
    title = say("quality.title_distractor")
    if "distractor" not in quality:
        return Section(title, (say("quality.not_measured"),))
    counts = quality["distractor"]
    words = say("quality.distractor", false=counts["false"], words=counts["words"], rate=figure(counts["per_1000_words"], 2))
    taken = count_traps_taken(quality)
    rows = [(kind, str(rows), str(passages)) for kind, (rows, passages) in list(taken.items())[:_MOST_TRAPS]]
    return Section(title, (words,), _head("trap", "rows", "trap_passages") if rows else (), tuple(rows))


def _weaknesses(quality: Quality) -> Section:
    words = describe_weaknesses(quality) if is_measured(quality) else [say("quality.not_measured")]
    return Section(say("quality.title_weak"), (), (), (), tuple(words))


def _head(*names: str) -> tuple[str, ...]:
    return tuple(say(f"quality.head_{name}") for name in names)


def as_markdown(sections: Sequence[Section], level: int = 2) -> list[str]:
    """Lines of a page."""
    lines: list[str] = []
    for section in sections:
        lines += [f"{'#' * level} {section.title}", ""]
        lines += [line for note in section.notes for line in (note, "")]
        if section.head:
            lines += [_row(section.head), "|---|" + "---:|" * (len(section.head) - 1), *map(_row, section.rows), ""]
        lines += [f"- {remark}" for remark in section.remarks] + ([""] if section.remarks else [])
    return lines


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
