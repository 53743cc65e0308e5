"""Key figures as lines 'name: words', for the head of a page, a sheet or the terminal. What is not known says why."""

from samspil.publish.purchasing.figures_measures import show_measure
from samspil.purchasing.figures.model import (
    Growth,
    Listed,
    Measured,
    Net,
    OfferFigures,
    Relative,
    Scores,
    Stats,
    SupplierFigures,
    Volume,
    YearLine,
)
from samspil.purchasing.figures.portfolio import Figures
from samspil.purchasing.figures.refund import Rates
from samspil.purchasing.figures.settings import Basis
from samspil.purchasing.figures.words import label, tell, write_day, write_kroner, write_number, write_percent
from samspil.values.reason import Reason
from samspil.vocabulary.municipalities import find_by_code
from samspil.vocabulary.texts import say

Fact = tuple[str, str]
ROOM = "purchasing_figures"


def title(figures: Figures) -> str:
    """Of the report."""
    code = figures.portfolio.municipality
    found = find_by_code(code) if code else None
    year = figures.basis.year
    return say(f"{ROOM}.title", year=year, municipality=found.name) if found else say(f"{ROOM}.title_short", year=year)


def basis_line(figures: Figures) -> str:
    """Day of the data, price year, index, days of a year."""
    basis, index = figures.basis, figures.basis.settings.index
    prices = say(f"{ROOM}.prices_of_year", year=basis.price_year) if basis.price_year else say(f"{ROOM}.prices_own_year")
    told = say(f"{ROOM}.index_line", source=index.source) if index else say(f"{ROOM}.index_none")
    days = say(f"{ROOM}.days_{basis.settings.convention}")
    return say(f"{ROOM}.facts_line", as_of=write_day(figures.portfolio.as_of), prices=prices, index=told, days=days)


def method_lines(basis: Basis) -> list[str]:
    """How it is calculated."""
    rates: Rates = basis.settings.rates
    level = say(f"{ROOM}.level_line", year=rates.find(basis.year).year)
    prorated = say(f"{ROOM}.prorated_yes" if rates.prorated else f"{ROOM}.prorated_no")
    values = {"level": level, "prorated": prorated, "years": basis.settings.old_years, "persons": 5}
    return [say(f"{ROOM}.method_{number}", **values) for number in range(1, 7)]


def overview_facts(figures: Figures) -> list[Fact]:
    """The portfolio in a few lines."""
    overview = figures.overview
    now = figures.external[-1] if figures.external and figures.external[-1].year == overview.year else None
    facts = [_fact("volume", tell_volume(overview.external))]
    facts.append(_fact("suppliers", say(f"{ROOM}.fact_suppliers_words", suppliers=overview.suppliers, offers=overview.offers)))
    facts += [_fact("growth", tell_growth(now.growth)), _fact("listed", tell_listed(now.listed))] if now else []
    facts.append(_fact("net", tell_net(overview.net)))
    if figures.concentrations:
        first = figures.concentrations[0]
        words = say(f"{ROOM}.fact_hhi_words", hhi=write_number(first.hhi * 10_000), band=label("band", first.band).lower())
        facts.append(_fact("hhi", words))
    return [*facts, _fact("own", tell_volume(overview.own))]


def supplier_facts(supplier: SupplierFigures, basis: Basis) -> list[Fact]:
    """A supplier in the year shown."""
    if not supplier.now:
        return [_fact("volume", say(f"{ROOM}.supplier_none", year=basis.year)), _fact("scores", tell_scores(supplier.scores, basis))]
    return [*year_facts(supplier.now), _fact("scores", tell_scores(supplier.scores, basis))]


def year_facts(line: YearLine) -> list[Fact]:
    """A year: volume, share, prices, refund."""
    facts = [_fact("volume", tell_volume(line.volume))]
    facts += [_fact("share", write_percent(line.share, 2))] if line.share is not None else []
    if line.dkk_day is not None:
        facts.append(_fact("day", say(f"{ROOM}.fact_day_words", price=write_kroner(line.dkk_day, 2))))
    facts += [_fact("relative", tell_relative(line.relative)), _fact("listed", tell_listed(line.listed))]
    return [*facts, _fact("growth", tell_growth(line.growth)), _fact("net", tell_net(line.net))]


def _fact(name: str, words: str) -> Fact:
    return say(f"{ROOM}.fact_{name}"), words


def tell_volume(volume: Volume) -> str:
    """Placements, days, kroner."""
    values = {"placements": write_number(volume.placements), "days": write_number(volume.days)}
    return say(f"{ROOM}.fact_volume_words", total=write_kroner(volume.total_dkk, 2), add_on=write_kroner(volume.add_on_dkk, 2), **values)


def tell_relative(relative: Relative | Reason) -> str:
    """Price against peers."""
    if isinstance(relative, Reason):
        return tell(relative)
    days, whole = write_number(relative.days), write_number(relative.of_days)
    return say(f"{ROOM}.fact_relative_words", index=write_number(relative.ratio * 100, 1), days=days, of=whole)


def tell_listed(listed: Listed | Reason) -> str:
    """Paid against the list."""
    if isinstance(listed, Reason):
        return tell(listed)
    return say(f"{ROOM}.fact_listed_words", index=write_number(listed.ratio * 100, 1), days=write_number(listed.days))


def tell_growth(growth: Growth | Reason) -> str:
    """Growth, and the index' own."""
    if isinstance(growth, Reason):
        return tell(growth)
    if growth.index is None:
        return say(f"{ROOM}.fact_growth_words", growth=write_percent(growth.growth))
    return say(f"{ROOM}.fact_growth_index_words", growth=write_percent(growth.growth), index=write_percent(growth.index))


def tell_net(net: Net) -> str:
    """Net, refund, and what is uncertain of them."""
    words = say(f"{ROOM}.fact_net_words", net=write_kroner(net.net_dkk, 2), refund=write_kroner(net.refund_dkk, 2), level=net.level)
    more = [say(f"{ROOM}.fact_net_least")] if net.at_least else []
    more += [say(f"{ROOM}.fact_net_unknown", amount=write_kroner(net.unknown_dkk, 2))] if net.unknown_dkk else []
    return "; ".join([words, *more])


def tell_scores(scores: Scores | Reason, basis: Basis) -> str:
    """Mean, spread, dates, and what is old."""
    if isinstance(scores, Reason):
        return tell(scores)
    mean, low, high = (write_number(value, 2) for value in (scores.mean, scores.low, scores.high))
    words = say(f"{ROOM}.fact_scores_words", mean=mean, low=low, high=high, first=write_day(scores.first), last=write_day(scores.last))
    if not scores.old:
        return words
    themes = ", ".join(label("theme", theme) for theme in scores.old)
    return f"{words}; {say(f'{ROOM}.fact_scores_old', years=basis.settings.old_years, themes=themes)}"


def economy_facts(supplier: SupplierFigures) -> list[Fact]:
    """Accounts, each number with the middle half of the others'."""
    return [(label("measure", each.name), tell_measured(each, "suppliers")) for each in supplier.economy]


def offer_facts(offer: OfferFigures) -> list[Fact]:
    """An offer's numbers in words, each beside its peers'."""
    return [(label("measure", each.name), tell_measured(each, "offers")) for each in (*offer.measured, *offer.results)]


def tell_measured(each: Measured, peers: str) -> str:
    """A number, and the middle half of the other 'offers' or 'suppliers'."""
    words = show_measure(each.name, each.value)
    if isinstance(each.value, Reason) or not isinstance(each.peers, Stats):
        return words
    median, q1, q3 = (show_measure(each.name, value) for value in (each.peers.median, each.peers.q1, each.peers.q3))
    return f"{words} ({say(f'{ROOM}.peers_{peers}_words', median=median, q1=q1, q3=q3, n=each.peers.offers)})"
