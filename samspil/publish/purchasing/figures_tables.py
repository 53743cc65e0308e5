"""Which tables there are: of the whole portfolio, of a supplier, and of every line for the workbook."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from samspil.publish.purchasing.figures_model import Cell, Table, columns
from samspil.purchasing.figures.model import (
    Deal,
    Growth,
    Listed,
    Measured,
    OfferFigures,
    Price,
    Relative,
    Scores,
    Stats,
    SupplierFigures,
    Used,
    YearLine,
)
from samspil.purchasing.figures.portfolio import DIVISIONS, Figures, Part
from samspil.purchasing.figures.words import label, tell
from samspil.values.purchasing import Supplier, Tariff
from samspil.values.reason import Reason
from samspil.vocabulary.municipalities import find_by_code
from samspil.vocabulary.texts import say

HHI_WHOLE = 10_000
_YEAR = columns(
    "year:year:8",
    "placements:count:10",
    "days:count:10",
    "paid:oere:18",
    "add_on:oere:16",
    "add_on_share:percent:10",
    "share:percent:10",
    "day_price:oere:14",
    "relative:index:14",
    "relative_days:count:12",
    "listed:index:12",
    "listed_days:count:12",
    "growth:percent:12",
    "index:percent:12",
    "above:percent:12",
    "refund:oere:16",
    "net:oere:18",
    "unknown:oere:16",
    "refund_level:year:10",
)
_STATS = columns("low:oere", "q1:oere", "median:oere", "q3:oere", "high:oere")


@dataclass(frozen=True, slots=True)
class Book:
    """Figures with what tables look up: names of suppliers and offers, the statistics of peers by group."""

    figures: Figures
    suppliers: dict[str, Supplier] = field(default_factory=dict)
    offers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, figures: Figures) -> "Book":
        """Ready to be asked."""
        portfolio = figures.portfolio
        return cls(figures, {each.id: each for each in portfolio.suppliers}, {each.id: each.name for each in portfolio.offers})

    def supplier(self, code: str) -> str:
        """Its name, else its id."""
        found = self.suppliers.get(code)
        return found.name if found else code or label("supplier", "")

    def peers(self, deal: Deal) -> Stats | Reason:
        """Those of a deal."""
        return self.figures.groups.get(deal.group, Reason.of("few_peers", offers=0, suppliers=0, least=5, least_suppliers=3))


def place_name(code: str) -> str:
    """A municipality's name, the code where it is unknown."""
    found = find_by_code(code) if code else None
    return found.name if found else label("municipality", code)


def year_cells(line: YearLine) -> list[Cell]:
    """A year's line in the order of its columns."""
    volume, relative, listed, growth = line.volume, line.relative, line.listed, line.growth
    told: list[Cell] = [line.year, volume.placements, volume.days, volume.paid_dkk, volume.add_on_dkk, volume.add_on_share, line.share]
    told += [line.dkk_day]
    told += [relative.ratio, relative.days] if isinstance(relative, Relative) else [relative, None]
    told += [listed.ratio, listed.days] if isinstance(listed, Listed) else [listed, None]
    told += [growth.growth, growth.index, growth.above] if isinstance(growth, Growth) else [growth, None, None]
    return [*told, line.net.refund_dkk, line.net.net_dkk, line.net.unknown_dkk, line.net.level]


def years_table(lines: Sequence[YearLine], name: str = "years") -> Table:
    """The trend."""
    return Table(name, _YEAR, [year_cells(line) for line in lines])


def overview_parts(book: Book, division: str) -> Table:
    """One division of the external purchase."""
    head = columns(
        f"{division}::30",
        "total:kroner:16",
        "share:percent:10",
        "days:count:10",
        "placements:count:10",
        "offers:count:8",
        "suppliers:count:10",
        "relative:index:12",
    )
    return Table(f"by_{division}", head, [_part(division, part) for part in book.figures.overview.divisions[division]])


def _part(division: str, part: Part) -> list[Cell]:
    volume = part.volume
    relative = part.relative.ratio if isinstance(part.relative, Relative) else None
    words = part_label(division, part.code)
    return [words, volume.total_dkk, part.share, volume.days, volume.placements, part.offers, part.suppliers, relative]


def part_label(division: str, code: str) -> str:
    """A part in words."""
    if division == "municipality":
        return place_name(code)
    return label("group" if division == "target_group" else division, code)


def parts_sheet(book: Book) -> Table:
    """All divisions below each other."""
    head = columns(
        "kind::16", "name::30", "total:oere:18", "share:percent:10", "days:count", "placements:count", "offers:count", "suppliers:count"
    )
    head += columns("relative:index", "refund:oere:16", "net:oere:18", "unknown:oere:16")
    rows = []
    for division in DIVISIONS:
        for part in book.figures.overview.divisions[division]:
            net = part.net
            first = [say(f"purchasing_figures.by_{division}"), *_part(division, part)]
            rows.append([*first, net.refund_dkk, net.net_dkk, net.unknown_dkk])
    return Table("parts", head, rows)


def gaps_table(book: Book) -> Table:
    """What is missing."""
    head = columns("gap:wrap:60", "count:count:10", "whole:count:10", "total:kroner:18")
    return Table("gaps", head, [[label("gap", gap.key), gap.count, gap.whole, gap.paid_dkk] for gap in book.figures.overview.gaps])


def points_table(book: Book, most: int | None = None) -> Table:
    """Offers in price against quality."""
    head = columns(
        "offer::34", "supplier::34", "relative:index:12", "score:score:8", "day_price:oere:14", "total:kroner:16", "days:count:10"
    )
    points = book.figures.overview.points[:most]
    rows = [[p.name, book.supplier(p.supplier), p.relative.ratio, p.quality, p.dkk_day, p.paid_dkk, p.days] for p in points]
    return Table("points", head, rows)


def concentration_table(book: Book, most: int | None = None) -> Table:
    """HHI of the whole and of each group; the name of the largest supplier."""
    head = columns("paragraph::20", "target_group::26", "total:kroner:16", "suppliers:count:10", "hhi:hhi:8", "band::10", "largest::34")
    rows: list[list[Cell]] = []
    for each in book.figures.concentrations[:most]:
        names = [each.paragraph, label("group", each.target_group)] if each.paragraph else [say("purchasing_figures.concentration_all"), ""]
        told: list[Cell] = [each.paid_dkk, each.suppliers, each.hhi * HHI_WHOLE, label("band", each.band), book.supplier(each.largest)]
        rows.append([*names, *told, each.largest_share])
    return Table("concentration", (*head, *columns("largest_share:percent:10")), rows)


def suppliers_table(book: Book, links: dict[str, str]) -> Table:
    """Every supplier in the year shown."""
    head = columns(
        "supplier::36", "ownership::14", "total:kroner:16", "share:percent:10", "days:count:10", "relative:index:12", "listed:index:12"
    )
    head += columns("growth:percent:10", "score:score:8", "spread:score:8")
    rows = [_supplier_row(each) for each in book.figures.suppliers]
    return Table("suppliers", head, rows, [links.get(each.supplier.id, "") for each in book.figures.suppliers])


def _supplier_row(each: SupplierFigures) -> list[Cell]:
    scores = [each.scores.mean, each.scores.spread] if isinstance(each.scores, Scores) else [None, None]
    first: list[Cell] = [each.supplier.name, label("ownership", each.supplier.ownership)]
    if not each.now:
        return [*first, Decimal(0), *[None] * 5, *scores]
    now = each.now
    ratios: list[Cell] = [now.volume.total_dkk, now.share, now.volume.days]
    ratios += [
        now.relative.ratio if isinstance(now.relative, Relative) else None,
        now.listed.ratio if isinstance(now.listed, Listed) else None,
    ]
    return [*first, *ratios, now.growth.growth if isinstance(now.growth, Growth) else None, *scores]


def groups_table(book: Book, *, this_year: bool = True) -> Table:
    """Groups of peers with their quartiles, or why there are none."""
    head = columns("paragraph::22", "target_group::26", "level::16", "year:year:8", "peer_offers:count:10", "suppliers:count:10")
    rows: list[list[Cell]] = []
    for (paragraph, group, level, year), stats in sorted(book.figures.groups.items()):
        if this_year and (year != book.figures.basis.year or isinstance(stats, Reason)):
            continue
        told: list[Cell] = [paragraph, label("group", group), label("level", str(level)), year]
        numbers = [stats.offers, stats.suppliers, *list_stats(stats), None] if isinstance(stats, Stats) else [*[None] * 7, stats]
        rows.append([*told, *numbers])
    return Table("groups", (*head, *_STATS, *columns("reason:wrap:50")), rows)


def list_stats(stats: Stats) -> list[Decimal]:
    """Its five numbers."""
    return [stats.low, stats.q1, stats.median, stats.q3, stats.high]


def deals_table(book: Book, deals: Iterable[Deal], *, whole: bool = False) -> Table:
    """Deals with price, peers, list, refund; `whole`: for the workbook, with supplier, year and hours."""
    head = columns("offer::34", "paragraph::20", "target_group::24", "level::14", "days:count:10", "paid:kroner:16", "day_price:oere:14")
    head += columns(
        "peer_median:oere:14", "q1:oere", "q3:oere", "peer_offers:count:10", "listed:index:12", "net_day:oere:14", "reason:wrap:50"
    )
    if whole:
        head = (
            *columns("year:year:8", "supplier::30", "own::6"),
            *head,
            *columns("price_year:year:8", "hour_price:oere", "placements:count"),
        )
        head = (*head, *columns("add_on:oere:14", "refund:oere:14", "net:oere:16", "unknown:oere:14"))
    return Table("deals", head, [_deal_row(book, deal, whole=whole) for deal in deals])


def _deal_row(book: Book, deal: Deal, *, whole: bool) -> list[Cell]:
    stats, price, volume, net = book.peers(deal), deal.price, deal.volume, deal.net
    row: list[Cell] = [book.offers.get(deal.offer, deal.offer), deal.paragraph, label("group", deal.target_group)]
    row += [label("level", str(deal.support_level)), volume.days, volume.paid_dkk, price.dkk_day if isinstance(price, Price) else None]
    row += [stats.median, stats.q1, stats.q3, stats.offers] if isinstance(stats, Stats) else [None] * 4
    row += [deal.listed.ratio if isinstance(deal.listed, Listed) else None, net.net_dkk / volume.days if volume.days else None]
    row.append(next((reason for reason in (price, stats, deal.listed) if isinstance(reason, Reason)), None))
    if not whole:
        return row
    own = say("purchasing_figures.yes") if deal.own else say("purchasing_figures.no")
    hourly = deal.hourly.dkk_day if isinstance(deal.hourly, Price) else None
    rest: list[Cell] = [price.price_year if isinstance(price, Price) else None, hourly, volume.placements, volume.add_on_dkk]
    return [deal.year, book.supplier(deal.supplier), own, *row, *rest, net.refund_dkk, net.net_dkk, net.unknown_dkk]


def measures_table(offer: OfferFigures) -> Table:
    """An offer's numbers beside its peers'."""
    head = columns("measure::30", "value::14", "median::14", "q1::14", "q3::14", "peer_offers:count:10", "reason:wrap:50")
    return Table("measures", head, [measured_cells(each, offer.persons) for each in (*offer.measured, *offer.results)])


def measured_cells(each: Measured, persons: int | None = None) -> list[Cell]:
    """A number in words: its unit differs by row."""
    from samspil.publish.purchasing.figures_measures import remark, show_measure

    stats = each.peers
    told: list[Cell] = [label("measure", each.name), show_measure(each.name, each.value)]
    if isinstance(stats, Stats):
        told += [*(show_measure(each.name, value) for value in (stats.median, stats.q1, stats.q3)), stats.offers]
    else:
        told += [None, None, None, None]
    return [*told, remark(each, persons)]


def steps_rows(deals: Iterable[Deal], book: Book) -> Iterator[list[Cell]]:
    """Every adjustment of a deal's price, line by line: day price and hour price."""
    for deal in deals:
        named: list[Cell] = [deal.year, book.offers.get(deal.offer, deal.offer), deal.paragraph]
        named += [label("group", deal.target_group), label("level", str(deal.support_level))]
        best = deal.hourly if isinstance(deal.hourly, Price) else deal.price
        for step in best.steps if isinstance(best, Price) else ():
            told: list[Cell] = [say(f"purchasing_figures.step_{step.key}"), step.before, say(f"purchasing_figures.unit_{step.before_unit}")]
            yield [*named, *told, step.factor, step.after, say(f"purchasing_figures.unit_{step.after_unit}"), step.source]


def steps_table(deals: Iterable[Deal], book: Book) -> Table:
    """The adjustments as a table."""
    head = columns("year:year:8", "offer::34", "paragraph::20", "target_group::24", "level::14", "step::24", "before:oere:16", "unit::14")
    return Table(
        "steps", (*head, *columns("factor:factor:12", "after:oere:16", "unit::14", "source:wrap:50")), list(steps_rows(deals, book))
    )


def tariffs_table(deals: Iterable[Deal], book: Book) -> Table:
    """Which listed prices applied, and how each became a price per day in the prices of the payment."""
    head = columns(
        "offer::34", "paragraph::20", "level::16", "service::24", "price:oere", "unit::14", "from:date:12", "to:date:12", "days:count"
    )
    rows: list[list[Cell]] = []
    for deal in deals:
        for used in deal.used:
            tariff = book.figures.portfolio.tariffs[used.tariff]
            rows.append([book.offers.get(deal.offer, deal.offer), *_tariff_cells(tariff), used.days, *_used_cells(used)])
    return Table("tariffs", (*head, *columns("factor:factor:12", "day_price:oere", "source:wrap:50")), rows)


def _tariff_cells(tariff: Tariff) -> list[Cell]:
    level = say("purchasing_figures.whole_list") if tariff.support_level is None else label("level", str(tariff.support_level))
    unit = say(f"purchasing_figures.unit_dkk_{tariff.unit}")
    return [tariff.paragraph, level, tariff.service, tariff.price_dkk, unit, tariff.valid_from, tariff.valid_to]


def _used_cells(used: Used) -> list[Cell]:
    factor = Decimal(1)
    for step in used.price.steps:
        factor *= step.factor
    sources = [step.source for step in used.price.steps] or [Reason.of("source_day")]
    return [factor, used.price.dkk_day, "; ".join(map(tell, sources))]


def scores_table(supplier: SupplierFigures) -> Table:
    """The last score of each theme of each offer, with its date; old ones marked."""
    head = columns("offer::34", "theme::34", "score:score:8", "on:date:12", "old::8")
    return Table("scores", head, list(score_rows([supplier])))


def score_rows(suppliers: Iterable[SupplierFigures]) -> Iterator[list[Cell]]:
    """Of every offer with scores."""
    for supplier in suppliers:
        for offer in supplier.offers:
            if isinstance(offer.scores, Scores):
                for theme, score, on in offer.scores.themes:
                    old = say("purchasing_figures.yes") if theme in offer.scores.old else ""
                    yield [offer.offer.name, label("theme", theme), score, on, old]


def contracts_table(book: Book, offers: Sequence[OfferFigures]) -> Table:
    """What is agreed, and until when."""
    names = {each.offer.id: each.offer.name for each in offers}
    head = columns("offer::34", "contract::14", "on_file::10", "from:date:12", "expires:date:12", "notice:count:10", "regulation::24")
    rows: list[list[Cell]] = []
    for each in book.figures.portfolio.contracts:
        if each.offer in names:
            on_file = say("purchasing_figures.yes") if each.on_file else say("purchasing_figures.no")
            rows.append([names[each.offer], each.id, on_file, each.starts, each.expires, each.notice_days, each.price_regulation or None])
    return Table("contracts", head, rows)
