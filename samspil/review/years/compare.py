"""Two years compared: municipality by municipality, what is new, carried on, changed, reached, stopped or not mentioned again (docs/compare.md)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from samspil.review.years.linking import link_years
from samspil.review.years.money import list_promises
from samspil.review.years.pairing import Matching
from samspil.review.years.sources import YearSource
from samspil.review.years.status import judge, stage_of
from samspil.review.years.trends import count_trends
from samspil.values.codes import THEMES
from samspil.values.comparison import DROPPED, ENDED, NEW, STOPPED, UNCLEAR, UNKNOWN, Comparison, Fate
from samspil.values.initiative import Initiative
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.municipalities import Municipality, read_municipalities

Group = tuple[tuple[int, ...], tuple[int, ...]]


def compare_years(earlier: YearSource, later: YearSource, others: Sequence[YearSource] = ()) -> Comparison:
    """Everything of both years; `others`: further years at hand, for the trends."""
    themes = _themes((earlier, later, *others))
    fates: list[Fate] = []
    for municipality in sorted(read_municipalities(), key=lambda place: sort_key(place.name)):
        fates += sorted(_compare_place(municipality, earlier, later), key=lambda fate: _order(fate, themes))
    sources = sorted({source.year: source for source in (*others, earlier, later)}.values(), key=lambda source: source.year)
    return Comparison(
        earlier.year,
        later.year,
        tuple(fates),
        tuple(count_trends(sources, themes, _panel(earlier, later), (earlier.year, later.year))),
        _names(earlier.read & later.read),
        _names(earlier.read - later.read),
        _names(later.read - earlier.read),
        tuple(source.year for source in sources if source.published),
        tuple(source.year for source in sources),
        themes,
        earlier.fictional or later.fictional,
    )


def _panel(earlier: YearSource, later: YearSource) -> frozenset[str]:
    return earlier.read & later.read


def _themes(sources: Sequence[YearSource]) -> tuple[str, ...]:
    """The codebook's themes, then the user's own in their order."""
    own = dict.fromkeys(theme for source in sources for theme in source.themes if theme not in THEMES)
    return (*THEMES, *own)


def _names(codes: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted((place.name for place in read_municipalities() if place.code in codes), key=sort_key))


@dataclass(frozen=True, slots=True)
class _Place:
    """One municipality in both years; `lost`, `fresh`: why nothing can be said of what stands on one side only ('' = it can)."""

    municipality: Municipality
    earlier: tuple[Initiative, ...]
    later: tuple[Initiative, ...]
    later_year: int
    lost: str
    fresh: str


def _compare_place(municipality: Municipality, earlier: YearSource, later: YearSource) -> list[Fate]:
    code = municipality.code
    lost = "later_published" if later.published else "" if code in later.read else "later_unread"
    fresh = "earlier_published" if earlier.published else "" if code in earlier.read else "earlier_unread"
    place = _Place(municipality, earlier.of(code), later.of(code), later.year, lost, fresh)
    linking = link_years(place.earlier, place.later, municipality.name)
    matching = linking.matching
    fates = [_linked(place, group, min(linking.chance[pair] for pair in _pairs_in(group, matching))) for group in _groups(matching)]
    fates += [_doubtful(place, i, j, linking.chance[i, j]) for i, j in matching.doubts]
    before, after = {i for i, _ in _all(matching)}, {j for _, j in _all(matching)}
    fates += [_lost(place, i, _near(matching, place, i, None)) for i in range(len(place.earlier)) if i not in before]
    fates += [_fresh(place, j, _near(matching, place, None, j)) for j in range(len(place.later)) if j not in after]
    return fates


def _all(matching: Matching) -> list[tuple[int, int]]:
    return [*matching.links, *matching.parts, *matching.doubts]


def _groups(matching: Matching) -> list[Group]:
    """The links with the parts that belong to them, each an undertaking: indexes of its earlier and its later initiatives."""
    groups = []
    for i, j in matching.links:
        befores = {i, *(a for a, b in matching.parts if b == j)}
        afters = {j, *(b for a, b in matching.parts if a == i)}
        groups.append((tuple(sorted(befores)), tuple(sorted(afters))))
    return groups


def _pairs_in(group: Group, matching: Matching) -> list[tuple[int, int]]:
    return [(i, j) for i, j in (*matching.links, *matching.parts) if i in group[0] and j in group[1]]


def _linked(place: _Place, group: Group, chance: float) -> Fate:
    earlier, later = tuple(place.earlier[i] for i in group[0]), tuple(place.later[j] for j in group[1])
    status, changes = judge(earlier, later, place.later_year)
    promises = list_promises(earlier, later, place.later_year, "stopped" if status == STOPPED else "")
    return replace(_fate(place, status, earlier, later), chance=round(chance, 3), changes=changes, promises=promises)


def _doubtful(place: _Place, i: int, j: int, chance: float) -> Fate:
    earlier, later = (place.earlier[i],), (place.later[j],)
    promises = list_promises(earlier, later, place.later_year, "unclear")
    return replace(_fate(place, UNCLEAR, earlier, later), chance=round(chance, 3), promises=promises)


def _lost(place: _Place, i: int, near: tuple[str, ...]) -> Fate:
    """In the earlier agreement only. Silence counts only where the later agreement was read; what had ended before is not missed."""
    initiative = place.earlier[i]
    ended = stage_of((initiative,)) in {"completed", "stopped"}
    status = UNKNOWN if place.lost else ENDED if ended else DROPPED
    promises = list_promises((initiative,), (), place.later_year, "unknown" if place.lost else "not_mentioned")
    return replace(_fate(place, status, (initiative,), ()), promises=promises, reason=place.lost, near=near)


def _fresh(place: _Place, j: int, near: tuple[str, ...]) -> Fate:
    """In the later agreement only. New only where the earlier agreement was read."""
    return replace(_fate(place, UNKNOWN if place.fresh else NEW, (), (place.later[j],)), reason=place.fresh, near=near)


def _near(matching: Matching, place: _Place, i: int | None, j: int | None) -> tuple[str, ...]:
    """Ids of the much alike initiatives of the other year that are linked elsewhere."""
    found = [place.later[b].id for a, b in matching.near if a == i] + [place.earlier[a].id for a, b in matching.near if b == j]
    return tuple(found)


def _fate(place: _Place, status: str, earlier: tuple[Initiative, ...], later: tuple[Initiative, ...]) -> Fate:
    themes = tuple(dict.fromkeys(theme for initiative in (*later, *earlier) for theme in initiative.themes))
    return Fate(place.municipality.name, place.municipality.code, themes, status, earlier, later)


def _order(fate: Fate, themes: Sequence[str]) -> tuple[int, bool, tuple[str, int, int, str]]:
    """Theme in the order of the codebook, what stands in the earlier agreement first, then place in the agreement."""
    first = (fate.earlier or fate.later)[0]
    place = min(((e.document, e.page, e.start, first.id) for e in first.evidence), default=("", 0, 0, first.id))
    theme = min((themes.index(name) for name in fate.themes if name in themes), default=len(themes))
    return theme, not fate.earlier, place
