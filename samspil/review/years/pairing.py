"""Which earlier initiative goes with which later one: one-to-one with the highest total, then parts of split and joined undertakings.

The highest total is found by chains of exchanges, each the one that gains most (`tests/review/years/test_pairing.py` holds it against scipy's assignment; scipy
itself would weigh more than all of Samspil together).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from samspil.review.years.likeness import Pair

LINK = 0.3  # from here on two initiatives are called the same undertaking; chosen on the development half with names for one thing left out
DOUBT = 0.05  # from here on a person should look before anything is called new or dropped
NEAR = 0.6  # from here on (rivals left aside) a leftover is like one side of a link: a part of it, or a neighbour to be named
_SAME = 1e-12  # sums nearer than this are equal
Explains = Callable[[Pair, Pair], bool]


@dataclass(frozen=True, slots=True)
class Matching:
    """`links`: one-to-one; `parts`: further pairs of an undertaking that was split or joined; `doubts`: leftovers that may belong together, one-to-one;
    `near`: leftovers that are like one side of a link and yet another undertaking."""

    links: tuple[Pair, ...]
    parts: tuple[Pair, ...] = ()
    doubts: tuple[Pair, ...] = ()
    near: tuple[Pair, ...] = ()


def match(chance: Mapping[Pair, float], plain: Mapping[Pair, float], explains: Explains) -> Matching:
    """Sort out the pairs of one municipality. `chance`: with rivals weighed in; `plain`: as if the pair stood alone; `explains(pair, link)`: whether the
    leftover of `pair` tells what the other side of `link` leaves untold."""
    links = best_total({pair: value for pair, value in chance.items() if value >= LINK})
    likely = _like_a_side(plain, links)
    parts = sorted({pair for pair, link in likely if explains(pair, link)})
    earlier, later = {i for i, _ in (*links, *parts)}, {j for _, j in (*links, *parts)}
    left = {(i, j): value for (i, j), value in chance.items() if value >= DOUBT and i not in earlier and j not in later}
    doubts = best_total(left)
    earlier, later = earlier | {i for i, _ in doubts}, later | {j for _, j in doubts}
    near = sorted({pair for pair, _ in likely if pair[0] not in earlier or pair[1] not in later})
    return Matching(tuple(sorted(links)), tuple(parts), tuple(sorted(doubts)), tuple(near))


def _like_a_side(plain: Mapping[Pair, float], links: set[Pair]) -> list[tuple[Pair, Pair]]:
    """Pairs of a leftover and one side of a link, with that link; each leftover once, with the likeliest."""
    by_earlier, by_later = {i: (i, j) for i, j in links}, {j: (i, j) for i, j in links}
    found: list[tuple[Pair, Pair]] = []
    seen: set[tuple[str, int]] = set()
    for pair, value in sorted(plain.items(), key=lambda item: (-item[1], item[0])):
        i, j = pair
        if value < NEAR or (i in by_earlier) == (j in by_later):
            continue
        leftover = ("later", j) if i in by_earlier else ("earlier", i)
        if leftover not in seen:
            seen.add(leftover)
            found.append((pair, by_earlier[i] if i in by_earlier else by_later[j]))
    return found


def best_total(chance: Mapping[Pair, float]) -> set[Pair]:
    """One-to-one pairs with the highest sum of chances (all positive; of equal sums always the same one)."""
    owner: dict[int, int] = {}
    while chain := _best_chain(chance, owner):
        owner.update(chain)
    return {(i, j) for j, i in owner.items()}


def _best_chain(chance: Mapping[Pair, float], owner: Mapping[int, int]) -> dict[int, int]:
    """The chain of exchanges that gains most: one more earlier initiative gets a partner, those it displaces another. later -> earlier; empty when none gains."""
    gain: dict[int, float] = {}
    came: dict[int, tuple[int, int | None]] = {}  # later -> (its new earlier, the later that one leaves)
    taken = set(owner.values())
    for (i, j), value in sorted(chance.items()):
        if i not in taken and value > gain.get(j, 0.0):
            gain[j], came[j] = value, (i, None)
    partners: dict[int, list[int]] = {}
    for i, j in sorted(chance):
        partners.setdefault(i, []).append(j)
    for _ in range(len(owner)):
        moved = False
        for left in sorted(j for j in gain if j in owner):
            who = owner[left]
            for j in partners[who]:
                total = gain[left] - chance[who, left] + chance[who, j]
                if j != left and total > gain.get(j, 0.0) + _SAME:
                    gain[j], came[j], moved = total, (who, left), True
        if not moved:
            break
    free = [j for j in sorted(gain) if j not in owner]
    return _follow(came, max(free, key=gain.__getitem__)) if free else {}


def _follow(came: Mapping[int, tuple[int, int | None]], last: int) -> dict[int, int]:
    """The chain that ends at `last`, from its end to its beginning."""
    chain: dict[int, int] = {}
    place: int | None = last
    while place is not None:
        chain[place], place = came[place]
    return chain
