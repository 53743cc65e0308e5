"""What linking two years rests on: how rare words are (`rarity`, from corpus/agreements) and how much each likeness counts (`likeness`, from corpus/years/development).

    python tools/year_weights.py rarity
    python tools/year_weights.py likeness

Both write into samspil/review/years/data/. The held-out half of corpus/years is never read here.
"""

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import numpy as np
from scipy.optimize import minimize

from samspil.initiatives.corpus import read_corpus
from samspil.initiatives.features import read_words, stem
from samspil.review.years.labelled import LabelledPair, LinkTask, link_tasks, read_pairs
from samspil.review.years.likeness import FEATURES, Side, write_weights
from samspil.vocabulary.undertakings import find_concepts

ROOT = Path(__file__).parents[1]
DATA = ROOT / "samspil/review/years/data"
ROUNDS, KEPT = 10, 0.5
STRANGERS = (3, 7, 11)
PRIOR = 10.0  # how many times the sense of one pair outweighs what is fitted
SENSE = {
    "words": 2.0, "letters": 2.0, "things": 2.0, "things_differ": -1.5, "tasks": 1.5, "tasks_differ": -1.0, "groups": 0.5, "names": 2.0, "names_differ": -1.5, "sites_differ": -2.0, "actors": 1.0,
    "themes": 1.0, "topics": 0.5, "promise": 1.0, "sum": 0.5, "counts": 0.5, "lead_earlier": 1.5, "lead_later": 1.5,
}  # fmt: skip
LEAST = 2  # a word seen once is as rare as one never seen


def write_rarity() -> None:
    """In how many undertakings (and traps) of the training corpus a stem or concept stands."""
    counts: Counter[str] = Counter()
    total = 0
    for text in read_corpus(ROOT / "corpus/agreements"):
        told: dict[str, list[str]] = {}
        for number, (passage, marks) in enumerate(zip(text.passages, text.marks, strict=True)):
            for name in marks or ({f"x{number}"} if text.traps[number] else ()):
                told.setdefault(name, []).extend(read_words(passage.text))
        for words in told.values():
            total += 1
            counts.update({stem(word) for word in words if len(word) > 2} | find_concepts(words))
    kept = sorted((word, count) for word, count in counts.items() if count >= LEAST)
    lines = [f"#\t{total}", *(f"{word}\t{count}" for word, count in kept)]
    (DATA / "rarity.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{total} undertakings, {len(kept)} stems and concepts")


def write_likeness() -> None:
    """Weights by logistic regression over all pairs of the development half: whole, with initiatives left out at random (so that a pair without rivals is
    known too), and with concepts left out (another writer has names that the list of undertakings does not know)."""
    pairs = read_pairs(ROOT / "corpus/years/development")
    tasks = link_tasks([*pairs, *thin_out(pairs, ROUNDS)])
    for seed in range(ROUNDS):
        tasks += link_tasks(pairs, lambda side, seed=seed: forget(side, seed))
    tasks += strangers(pairs)
    rows = np.array([features for task in tasks for features in task.features.values()])
    labels = np.array([pair in task.gold for task in tasks for pair in task.features])
    weights, bias = fit(rows, labels)
    write_weights(DATA / "likeness.toml", dict(zip(FEATURES, weights, strict=True)), bias)
    for name, weight in zip(FEATURES, weights, strict=True):
        print(f"{name:16} {weight:7.3f}")


def strangers(pairs: list[LabelledPair]) -> list[LinkTask]:
    """The earlier year of one municipality beside the later of another: nothing is linked. Left out are pairs that might well be the same matter."""
    tasks = []
    for shift in STRANGERS:
        mixed = [
            LabelledPair(one.municipality, one.earlier, two.later, {})
            for one, two in zip(pairs, pairs[shift:] + pairs[:shift], strict=True)
        ]
        for task in link_tasks(mixed):
            known = {
                pair: figures
                for pair, figures in task.features.items()
                if max(figures[FEATURES.index(name)] for name in ("things", "tasks")) < 0.5
            }
            tasks.append(LinkTask(task.municipality, known, frozenset()))
    return tasks


def forget(side: Side, seed: int) -> Side:
    """The side without about half of the concepts, the same half for all."""
    known = {name: weight for name, weight in side.told.concepts.items() if crc32(f"{seed} {name}".encode()) % 2}
    return replace(side, told=replace(side.told, concepts=known))


def fit(rows: np.ndarray, labels: np.ndarray) -> tuple[list[float], float]:
    """Logistic regression that starts from what sense says (`SENSE`) and moves as far as the few labelled pairs can carry; no sign may turn."""
    sense = np.array(list(SENSE.values()))
    signs = np.sign(sense)

    def loss(point: np.ndarray) -> tuple[float, np.ndarray]:
        odds = rows @ point[:-1] + point[-1]
        miss = 1 / (1 + np.exp(-odds)) - labels
        away = point[:-1] - sense
        value = np.logaddexp(0, odds).sum() - odds[labels].sum() + 0.5 * PRIOR * (away @ away)
        return float(value), np.append(rows.T @ miss + PRIOR * away, miss.sum())

    limits = [(0, None) if sign > 0 else (None, 0) for sign in signs] + [(None, None)]
    found = minimize(loss, np.append(sense, -3.0), jac=True, method="L-BFGS-B", bounds=limits)
    return [float(weight) for weight in found.x[:-1]], float(found.x[-1])


def thin_out(pairs: list[LabelledPair], rounds: int) -> list[LabelledPair]:
    """Each municipality `rounds` times with about half of its initiatives."""
    dice = np.random.default_rng(7)
    thinned = []
    for pair in pairs * rounds:
        kept = [[n for n in range(len(year)) if dice.random() < KEPT] for year in (pair.earlier, pair.later)]
        gold = {(kept[0].index(a), kept[1].index(b)): status for (a, b), status in pair.gold.items() if a in kept[0] and b in kept[1]}
        years = [tuple(year[n] for n in some) for year, some in zip((pair.earlier, pair.later), kept, strict=True)]
        thinned.append(LabelledPair(pair.municipality, *years, gold))
    return thinned


if __name__ == "__main__":
    {"rarity": write_rarity, "likeness": write_likeness}[sys.argv[1]]()
