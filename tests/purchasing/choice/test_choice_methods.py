"""Other methods: equal to scikit-criteria's own pipelines and to pymcdm, and found out when they turn two offers."""

import subprocess
import sys
import warnings

import numpy as np
import pytest
from choice_made import score_values

from samspil.purchasing.choice.errors import ChoiceError
from samspil.purchasing.choice.methods import METHODS, check_reversal, rank_by

pytest.importorskip("skcriteria", reason="the extra 'mcda' is not installed")
pymcdm = pytest.importorskip("pymcdm", reason="pymcdm is not installed")


def random_case(seed: int) -> tuple[dict[str, list[str | None]], list[str]]:
    chance = np.random.default_rng(seed)
    offers, criteria = int(chance.integers(2, 12)), int(chance.integers(1, 7))
    rows: dict[str, list[str | None]] = {f"o{n:02}": [f"{x:.3f}" for x in chance.random(criteria) * 0.9 + 0.05] for n in range(offers)}
    return rows, [str(w) for w in chance.integers(1, 50, criteria)]


def numbers_of(method: str, case: tuple[dict[str, list[str | None]], list[str]]) -> list[float]:
    return [each.number for each in sorted(rank_by(method, score_values(*case)).placed, key=lambda each: each.offer)]


@pytest.mark.parametrize("seed", range(25))
def test_equal_to_pymcdm(seed: int) -> None:
    """All but MOORA, which pymcdm refuses without a cost criterion."""
    from pymcdm import methods, normalizations

    case = random_case(seed)
    values = np.array([[float(x or 0) for x in row] for row in case[0].values()])
    weights = np.array([float(w) for w in case[1]])
    weights /= weights.sum()
    types = np.ones(len(weights))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = {
            "additive": values @ weights,
            "wsm_sum": methods.WSM(normalizations.sum_normalization)(values, weights, types),
            "wsm_max": methods.WSM(normalizations.linear_normalization)(values, weights, types),
            "topsis": methods.TOPSIS(normalizations.vector_normalization)(values, weights, types),
        }
        if len(values) > 2:
            theirs["vikor"] = methods.VIKOR()(values, weights, types)
    for method, expected in theirs.items():
        if len(np.unique(values, axis=0)) > 1:
            assert np.abs(np.array(numbers_of(method, case)) - expected).max() < 1e-9, method


@pytest.mark.parametrize("seed", range(10))
def test_equal_to_a_pipeline_of_scikit_criteria(seed: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import skcriteria
        from skcriteria.agg import moora, simple, topsis
        from skcriteria.pipeline import mkpipe
        from skcriteria.preprocessing.scalers import SumScaler, VectorScaler

        case = random_case(100 + seed)
        values = np.array([[float(x or 0) for x in row] for row in case[0].values()])
        table = skcriteria.mkdm(values, [max] * values.shape[1], weights=[float(w) for w in case[1]])
        theirs = {
            "topsis": mkpipe(SumScaler("weights"), VectorScaler("matrix"), topsis.TOPSIS()).evaluate(table).e_["similarity"],
            "moora": mkpipe(SumScaler("weights"), VectorScaler("matrix"), moora.RatioMOORA()).evaluate(table).e_["score"],
            "additive": mkpipe(SumScaler("weights"), simple.WeightedSumModel()).evaluate(table).e_["score"],
        }
    for method, expected in theirs.items():
        assert np.abs(np.array(numbers_of(method, case)) - expected).max() < 1e-9, method


def test_each_other_method_turns_somewhere_and_the_default_nowhere() -> None:
    turned = dict.fromkeys(METHODS, 0)
    for seed in range(30):
        ranked = score_values(*random_case(500 + seed))
        for method in METHODS:
            result = check_reversal(method, ranked)
            turned[method] += len(result.reversals)
            assert result.can_reverse is (method != "additive")
    assert turned.pop("additive") == 0
    assert all(turned.values()), turned


def test_a_reversal_is_told_as_it_is() -> None:
    """Whatever the check says turns must really turn when that offer is taken away."""
    for seed in range(30):
        rows, weights = random_case(900 + seed)
        for turn in check_reversal("topsis", score_values(rows, weights)).reversals:
            ranks = {each.offer: each.rank for each in rank_by("topsis", score_values(rows, weights)).placed}
            kept = {key: row for key, row in rows.items() if key != turn.removed}
            after = {each.offer: each.rank for each in rank_by("topsis", score_values(kept, weights)).placed}
            assert ranks[turn.above] < ranks[turn.below]
            assert after[turn.above] > after[turn.below]


@pytest.mark.parametrize("method", METHODS)
def test_one_offer_and_equal_offers(method: str) -> None:
    assert [each.rank for each in rank_by(method, score_values({"A": ["0.3", "0"]}, ["1", "2"])).placed] == [1]
    equal = score_values({"A": ["0.3", "0"], "B": ["0.3", "0"], "C": ["0.3", "0"]}, ["1", "2"])
    assert [each.rank for each in rank_by(method, equal).placed] == [1, 1, 1]
    constant = score_values({"A": ["0.3", "0"], "B": ["0.4", "0"]}, ["1", "2"])
    assert [(each.offer, each.rank) for each in rank_by(method, constant).placed] == [("B", 1), ("A", 2)]


def test_methods_that_cannot_be_used() -> None:
    with pytest.raises(ChoiceError, match="electre"):
        rank_by("electre", score_values({"A": ["1"], "B": ["0"]}, ["1"]))
    with pytest.raises(ChoiceError):
        rank_by("topsis", ())


def test_the_default_does_without_scikit_criteria_and_the_network() -> None:
    code = """
import socket, sys
sys.modules["skcriteria"] = None
def refuse(*_a, **_k): raise OSError("no network")
socket.socket.connect = refuse
sys.path.insert(0, "tests/purchasing/choice")
from choice_made import make_need, make_offer, make_portfolio_of
from samspil.purchasing.choice.choose import choose
from samspil.purchasing.choice.criteria import make_weighting
from samspil.purchasing.choice.errors import ChoiceError
from samspil.purchasing.choice.methods import rank_by
made = choose(make_portfolio_of(make_offer("A"), make_offer("B", distance_km=None)), make_need(), make_weighting("SEL § 107"))
assert [each.offer for each in made.ranked] == ["A", "B"]
try: rank_by("topsis", made.ranked)
except ChoiceError as error: assert "scikit-criteria" in error.message
else: raise SystemExit("no error")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 - our own code
    assert done.returncode == 0, done.stderr
