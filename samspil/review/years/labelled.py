"""Labelled pairs of years (corpus/years/README.md): read, checked, and what the linking makes of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from samspil.errors import CorpusError
from samspil.initiatives.amounts import read_amounts
from samspil.initiatives.drafts import find_technologies
from samspil.review.years.likeness import Pair, Side, describe_pairs, prepare
from samspil.review.years.linking import link_years
from samspil.review.years.pairing import Matching
from samspil.review.years.status import judge
from samspil.values.codes import STAGES, THEMES, TOPICS
from samspil.values.initiative import Evidence, Initiative
from samspil.vocabulary.actors import find_actors
from samspil.vocabulary.municipalities import find_by_name

EARLIER, LATER = 2026, 2027
LINKED = ("carried_on", "changed", "reached", "stopped")
STATUSES = (*LINKED, "new", "dropped")


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two years of one municipality; `gold`: status by (index earlier, index later), None where a side is missing."""

    municipality: str
    earlier: tuple[Initiative, ...]
    later: tuple[Initiative, ...]
    gold: Mapping[tuple[int | None, int | None], str]


@dataclass(frozen=True, slots=True)
class LinkTask:
    """The pairs of one municipality as figures, and which of them are one undertaking."""

    municipality: str
    features: Mapping[Pair, Sequence[float]]
    gold: frozenset[Pair]


@dataclass(slots=True)
class Scores:
    """Linking of pairs: `right`, `wrong`, `missed`; `carried_as_new`, `carried_as_dropped`: linked in the gold, called new or dropped; `doubts`:
    pairs handed to a person; `same_status`: of the gold links, those that the rules give the labelled status. Lists name the pairs for people."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    carried_as_new: list[str] = field(default_factory=list)
    carried_as_dropped: list[str] = field(default_factory=list)
    doubts: int = 0
    same_status: int = 0

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + len(self.missed))

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.right / max(1, 2 * self.right + len(self.wrong) + len(self.missed))


def read_pairs(folder: Path) -> list[LabelledPair]:
    """All labelled municipalities of a folder's `*.yaml`. Raises CorpusError naming file, municipality and what is wrong."""
    pairs: list[LabelledPair] = []
    for file in sorted(folder.glob("*.yaml")):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8")):
            pairs.append(_read_pair(entry, f"{file}: {entry.get('municipality')}"))
    if not pairs:
        raise CorpusError(
            "the folder holds no labelled pairs", place=str(folder), remedy="give a folder with *.yaml as in corpus/years/README.md"
        )
    return pairs


def _read_pair(entry: Mapping[str, Any], place: str) -> LabelledPair:
    municipality = find_by_name(str(entry.get("municipality")))
    if municipality is None or set(entry) != {"municipality", "earlier", "later", "gold"}:
        raise CorpusError("needs municipality (a known one), earlier, later and gold, and nothing else", place=place)
    years = [
        [_initiative(municipality, year, name, item, place) for name, item in entry[key].items()]
        for key, year in (("earlier", EARLIER), ("later", LATER))
    ]
    gold = {(_index(entry["earlier"], a, place), _index(entry["later"], b, place)): str(status) for a, b, status in entry["gold"]}
    _check_gold(gold, len(years[0]), len(years[1]), place)
    return LabelledPair(municipality.name, tuple(years[0]), tuple(years[1]), gold)


def _index(names: Mapping[str, Any], name: str | None, place: str) -> int | None:
    if name is not None and name not in names:
        raise CorpusError(f"gold names {name}, which is not there", place=place)
    return None if name is None else list(names).index(name)


def _check_gold(gold: Mapping[tuple[int | None, int | None], str], earlier: int, later: int, place: str) -> None:
    """Every initiative has its fate, and the fate fits the sides."""
    for (a, b), status in gold.items():
        fits = {"new": a is None and b is not None, "dropped": a is not None and b is None}.get(status, a is not None and b is not None)
        if status not in STATUSES or not fits:
            raise CorpusError(f"{status} does not fit ({a}, {b})", place=place)
    if {a for a, _ in gold} - {None} != set(range(earlier)) or {b for _, b in gold} - {None} != set(range(later)):
        raise CorpusError("an initiative has no entry in gold", place=place)


def _initiative(municipality: Any, year: int, name: str, item: Sequence[str], place: str) -> Initiative:
    codes, stage, text = item
    themes = tuple(code.split("/")[0] for code in codes.split("+"))
    topics = tuple(code.split("/")[1] for code in codes.split("+") if "/" in code)
    if set(themes) - set(THEMES) or set(topics) - set(TOPICS) or stage not in STAGES:
        raise CorpusError(f"{name}: unknown theme, topic or stage", place=place)
    evidence = Evidence(f"{municipality.name}-{year}.txt", "0" * 64, 1, 0, len(text), text)
    technologies = find_technologies(text) if "technology" in themes else ()
    return Initiative(
        f"{municipality.code}-{year}-{name}", municipality.name, municipality.code, year, themes, topics, stage, 1.0, "gold", (evidence,),
        tuple(read_amounts([text], year)), technologies, find_actors(text),
    )  # fmt: skip


def link_tasks(pairs: Iterable[LabelledPair], change: Callable[[Side], Side] = lambda side: side) -> list[LinkTask]:
    """The pairs as figures, for fitting; `change` is applied to each side first."""
    tasks = []
    for pair in pairs:
        earlier, later = prepare(pair.earlier, pair.later, pair.municipality)
        features = describe_pairs([change(side) for side in earlier], [change(side) for side in later])
        gold = frozenset((a, b) for a, b in pair.gold if a is not None and b is not None)
        tasks.append(LinkTask(pair.municipality, features, gold))
    return tasks


def score(pairs: Sequence[LabelledPair]) -> Scores:
    """How well the links of `pairs` are found."""
    scores = Scores()
    for pair in pairs:
        gold = frozenset((a, b) for a, b in pair.gold if a is not None and b is not None)
        _score_one(scores, pair, link_years(pair.earlier, pair.later, pair.municipality).matching, gold)
        scores.same_status += sum(_judge(pair, gold, link) == pair.gold[link] for link in gold)
    return scores


def _score_one(scores: Scores, pair: LabelledPair, found: Matching, gold: frozenset[Pair]) -> None:
    linked = {*found.links, *found.parts}
    scores.right += len(linked & gold)
    scores.wrong += [_show(pair, link) for link in sorted(linked - gold)]
    scores.missed += [_show(pair, link) for link in sorted(gold - linked)]
    scores.doubts += len(found.doubts)
    seen = Counter(("later", j) for _, j in (*linked, *found.doubts)) + Counter(("earlier", i) for i, _ in (*linked, *found.doubts))
    scores.carried_as_new += [_show(pair, link) for link in sorted(gold) if not seen["later", link[1]]]
    scores.carried_as_dropped += [_show(pair, link) for link in sorted(gold) if not seen["earlier", link[0]]]


def _judge(pair: LabelledPair, gold: frozenset[Pair], link: Pair) -> str:
    """The status by the rules, of the whole undertaking the link belongs to."""
    earlier = [pair.earlier[i] for i, j in sorted(gold) if j == link[1]]
    later = [pair.later[j] for i, j in sorted(gold) if i == link[0]]
    return judge(earlier, later, LATER)[0]


def _show(pair: LabelledPair, link: Pair) -> str:
    return f"{pair.municipality}: {pair.earlier[link[0]].evidence[0].quote} | {pair.later[link[1]].evidence[0].quote}"
