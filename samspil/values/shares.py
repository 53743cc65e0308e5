"""A share counted over whole texts, municipalities or people's documents, and how far it might be chance which of them were looked at."""

from collections.abc import Sequence

LEVEL = 0.9
_DRAWS = 2000


def draw_share(right: Sequence[int], of: Sequence[int], level: float = LEVEL) -> tuple[float, float]:
    """Quantiles of sum(right) / sum(of) over wholes drawn with replacement: a bootstrap of clusters, since what stands in one text, or in the texts of one
    municipality, stands or falls together (Davison and Hinkley 1997, Bootstrap Methods and their Application, 3.8). The seed is fixed; (0, 1) without anything to count.
    """
    import numpy as np

    if not sum(of):
        return 0.0, 1.0
    draws = np.random.default_rng(0).multinomial(len(of), np.full(len(of), 1 / len(of)), size=_DRAWS)
    hits, totals = draws @ np.array(right), draws @ np.array(of)
    low, high = np.quantile(hits[totals > 0] / totals[totals > 0], [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
