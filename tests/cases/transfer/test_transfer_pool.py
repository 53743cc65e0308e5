"""Pooling against published examples, and what cannot be pooled."""

import math
import random
import sys
from decimal import Decimal
from typing import Any

import pytest
from transfer_cases import make_case, make_effect, make_wish, run

from samspil.cases.transfer.errors import TransferError
from samspil.cases.transfer.model import Heterogeneity
from samspil.cases.transfer.pool import ESTIMATED, FEW, LITERATURE, _with_literature, combine
from samspil.cases.transfer.spread import GRADE_SD, MEDIAN_ERROR, TAU2, TRANSFER_SD, Z
from samspil.values.case import GRADES

# Nine measurements, DerSimonian and Kacker (2007), 'Random-effects model for meta-analysis of clinical trials: an update', Contemporary Clinical Trials 28,
# from Kacker (2004); results to 12 digits as R's metafor 2 gives them (rma, method "PM", tol 1e-9), printed in statsmodels' tests/results/results_meta.py.
KACKER = ([61.0, 61.4, 62.21, 62.3, 62.34, 62.6, 62.7, 62.84, 65.9], [0.2025, 1.21, 0.09, 0.2025, 0.3844, 0.5625, 0.0676, 0.0225, 1.8225])


def test_kacker_as_metafor() -> None:
    found = combine(*KACKER)
    assert found.method == ESTIMATED
    assert found.mean == pytest.approx(62.4076199113286, abs=1e-6)
    assert found.se == pytest.approx(0.338030602684471, abs=1e-6)
    assert found.tau2 == found.seen.tau2 == pytest.approx(0.705395309224248, abs=1e-6)
    assert found.seen.q == pytest.approx(24.801897741835, abs=1e-6)
    # metafor's fixed-effect I2 is Higgins and Thompson's (Q - df) / Q, as ours
    assert found.seen.i2 == pytest.approx(0.67744403741711, abs=1e-6)
    # Paule and Mandel's tau2 makes the scale of Hartung and Knapp 1
    assert found.se_hk == pytest.approx(found.se, abs=1e-6)
    # t(7 df, 0.90) = 1.4149239 of any table
    assert found.quantile == pytest.approx(1.4149239277, abs=1e-6)
    assert found.sd == pytest.approx(math.sqrt(0.705395309224248 + 0.114264688351227), abs=1e-6)


# Thirteen trials of the BCG vaccine, Colditz et al. (1994), JAMA 271: ill and well of the vaccinated, ill and well of the others. Viechtbauer (2010),
# 'Conducting meta-analyses in R with the metafor package', Journal of Statistical Software 36(3), prints Q(df = 12) = 152.2330 of the log relative risks.
BCG = (
    *((4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761), (180, 1361, 372, 1079)),
    *((8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232), (17, 1699, 65, 1600), (186, 50448, 141, 27197)),
    *((5, 2493, 3, 2338), (27, 16886, 29, 17825)),
)


def test_bcg_vaccine() -> None:
    """Q as printed; Paule and Mandel's tau2 solves its own equation, sum w (y - m)^2 = k - 1, to 1e-6."""
    effects = [math.log(a / (a + b) / (c / (c + d))) for a, b, c, d in BCG]
    variances = [1 / a - 1 / (a + b) + 1 / c - 1 / (c + d) for a, b, c, d in BCG]
    found = combine(effects, variances)
    assert found.seen.q == pytest.approx(152.2330, abs=5e-5)
    assert (found.seen.df, found.seen.i2) == (12, pytest.approx((152.2330 - 12) / 152.2330, abs=1e-6))
    weights = [1 / (variance + found.tau2) for variance in variances]
    mean = sum(weight * effect for weight, effect in zip(weights, effects, strict=True)) / sum(weights)
    q = sum(weight * (effect - mean) ** 2 for weight, effect in zip(weights, effects, strict=True))
    assert found.mean == pytest.approx(mean, abs=1e-9)
    assert q == pytest.approx(12, abs=1e-6)
    assert found.mean == pytest.approx(-0.7145, abs=2e-3)  # metafor's REML prints -0.7145: another estimator of tau2, nearly the same mean


def test_kacker_with_a_known_tau2() -> None:
    """The few-case method is a fixed-effect mean over own variance + tau2: given variances less tau2, it must give metafor's fixed-effect result."""
    seen = Heterogeneity(0.0, 24.8, 8, 0.67)
    effects, variances = KACKER
    found = _with_literature(effects, [variance - float(TAU2) for variance in variances], seen)
    assert found.mean == pytest.approx(62.5833970939982, abs=1e-6)
    assert found.se == pytest.approx(0.107845705498231, abs=1e-6)
    assert found.se_hk == pytest.approx(0.189889223522271, abs=1e-6)
    assert found.sd == pytest.approx(math.sqrt((float(TAU2) + 0.107845705498231**2) * 24.801897741835 / 8), abs=1e-6)


@pytest.mark.parametrize("seed", range(10))
def test_heterogeneity_is_never_lost(seed: int) -> None:
    """statsmodels' own steps end at tau2 = 0 when rounding makes their equation a hair negative: ours must solve it, or have nothing to solve."""
    chance = random.Random(seed)  # noqa: S311 - a test's chance
    for _ in range(40):
        count = chance.randint(4, 9)
        effects, variances = (
            [chance.gauss(0, 0.6) for _ in range(count)],
            [chance.choice((0.01, 0.0225, 0.0625, 0.1225)) for _ in range(count)],
        )
        found = combine(effects, variances)
        weights = [1 / (variance + found.tau2) for variance in variances]
        mean = sum(weight * effect for weight, effect in zip(weights, effects, strict=True)) / sum(weights)
        q = sum(weight * (effect - mean) ** 2 for weight, effect in zip(weights, effects, strict=True))
        assert q == pytest.approx(count - 1, abs=1e-6) if found.seen.q > count - 1 else found.tau2 == 0


def test_equal_cases_have_no_heterogeneity() -> None:
    """Alike to the last digit: tau2 0, and the error is still that of their own variances, not 0 as Hartung and Knapp's would be."""
    found = combine([1.0] * 5, [0.04] * 5)
    assert (found.tau2, found.seen.i2) == (0, 0)
    assert found.se_hk == pytest.approx(0, abs=1e-9)
    assert found.sd == pytest.approx(math.sqrt(0.04 / 5), abs=1e-9)


@pytest.mark.parametrize("count", [2, 3])
def test_few_cases_take_the_literature(count: int) -> None:
    found = combine([1.0, 1.2, 0.9][:count], [0.02] * count)
    assert (found.method, found.tau2, found.quantile) == (LITERATURE, float(TAU2), float(Z))
    assert count <= FEW


def test_one_case_is_no_pool() -> None:
    with pytest.raises(ValueError, match="two cases"):
        combine([1.0], [0.1])
    result = run(make_wish(population_80plus=1800), make_case("a"))
    assert (result.pooled, result.not_pooled) == (None, None)


@pytest.mark.parametrize("seed", range(20))
def test_order_does_not_matter(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test's chance
    cases = [make_case(f"a{n}", make_effect(value=Decimal(chance.randint(1, 10**7)), grade=chance.choice(GRADES))) for n in range(5)]
    wish = make_wish(population_80plus=chance.randint(1, 9000))
    first = run(wish, *cases).pooled
    chance.shuffle(cases)
    second = run(wish, *cases).pooled
    assert first
    assert second
    assert (first.range, first.sd, dict(first.weights)) == (second.range, second.sd, dict(second.weights))


PERCENT = {"unit": "percent", "value": Decimal(10), "base_unit": "dkk", "driver": "", "driver_value": None}


@pytest.mark.parametrize(
    ("key", "one", "other"),
    [
        ("mixed_units", {}, {"unit": "kwh"}),
        ("mixed_ways", {}, {**PERCENT, "base": "udgiften"}),
        ("mixed_drivers", {}, {"driver": "population"}),
        ("mixed_bases", {**PERCENT, "base": "udgiften før"}, {**PERCENT, "base": "udgiften efter"}),
        ("mixed_bases", {"per": "opkald"}, {"per": "besøg"}),
        ("mixed_recurrence", {}, {"recurrence": "one_off"}),
        ("opposite_signs", {}, {"gain": False}),
    ],
)
def test_what_cannot_be_pooled(key: str, one: dict[str, Any], other: dict[str, Any]) -> None:
    """Each effect is still shown by itself; the reason says what differs and what to do."""
    wish = make_wish(population_80plus=1800, population=1800, **({} if key == "mixed_bases" else {"base": 1000}))
    from samspil.cases.transfer.pool import find_obstacle
    from samspil.cases.transfer.scale import scale_effect

    if key == "mixed_bases":  # one number cannot be both, so that each is scaled by itself
        scaled = [
            scale_effect(make_case(name, made := make_effect(**values)), made, make_wish(base=1000, per=10))
            for name, values in (("a", one), ("b", other))
        ]
        found = find_obstacle(scaled)  # type: ignore[arg-type]
    else:
        result = run(wish, make_case("a", make_effect(**one)), make_case("b", make_effect(**other)))
        assert len(result.scaled) == 2
        assert result.pooled is None
        found = result.not_pooled
    assert found
    assert found.key == key
    assert "," in found.text
    assert found.remedy


def test_own_bases_worked_out_from_each_case() -> None:
    """100,000 and 300,000 kr. at the same size give two own bases: there is no one base to take the pooled per cent of, unless it is given."""
    values = {**PERCENT, "base": "udgiften", "driver": "pupils", "driver_value": Decimal(100)}
    cases = [make_case(name, make_effect(**values, base_value=Decimal(base))) for name, base in (("a", 100_000), ("b", 300_000))]
    found = run(make_wish(pupils=100), *cases).not_pooled
    assert found
    assert found.key == "mixed_own"
    pooled = run(make_wish(base=200_000), *cases).pooled
    assert pooled
    assert pooled.range.middle == 20_000


def test_a_pooled_saving_is_never_more_than_all() -> None:
    values = {**PERCENT, "value": Decimal(60), "base": "udgiften"}
    pooled = run(make_wish(base=1000), *(make_case(name, make_effect(**values)) for name in ("a", "b"))).pooled
    assert pooled
    assert (pooled.range.middle, pooled.range.high) == (600, 1000)


def test_two_effects_of_one_case() -> None:
    """They are not two cases."""
    twice = make_case("a", make_effect(), make_effect(id="anden"))
    result = run(make_wish(population_80plus=1800), twice, make_case("b"))
    assert result.not_pooled
    assert result.not_pooled.key == "same_case_twice"


def test_prices_of_some_only() -> None:
    """A case whose year is missing is listed as such, so that pooled ones are all of one year's prices."""
    from samspil.cases.transfer.prices import Prices
    from samspil.cases.transfer.wish import Wish

    wish = make_wish(population_80plus=1800)
    priced = Wish(wish.municipality, wish.own, prices=Prices("i.csv", {2024: Decimal(1), 2026: Decimal(2)}, "prøve"), today=wish.today)
    result = run(priced, make_case("a"), make_case("b", make_effect(year=None)))
    assert [one.case for one in result.scaled] == ["a"]
    assert [one.key for one in result.missing] == ["no_price_year"]


def test_without_statsmodels(monkeypatch: pytest.MonkeyPatch) -> None:
    """A single case needs none; pooling says what to install."""
    monkeypatch.setitem(sys.modules, "statsmodels.stats.meta_analysis", None)
    wish = make_wish(population_80plus=1800)
    assert run(wish, make_case("a")).scaled
    with pytest.raises(TransferError) as caught:
        run(wish, make_case("a"), make_case("b"))
    assert "samspil[analysis]" in caught.value.remedy


def test_the_transfer_error_is_the_published_one() -> None:
    """sd solves P(|e^d - 1| < 0.39) = 1/2 for d ~ N(0, sd^2), the median error of 1,071 transfers (Kaul et al. 2013)."""
    from statistics import NormalDist

    spread, error = NormalDist(0, float(TRANSFER_SD)), float(MEDIAN_ERROR)
    assert spread.cdf(math.log(1 + error)) - spread.cdf(math.log(1 - error)) == pytest.approx(0.5, abs=1e-4)
    assert float(Z) == pytest.approx(NormalDist().inv_cdf(0.9), abs=1e-9)
    assert float(TAU2) * 2 == pytest.approx(float(TRANSFER_SD) ** 2)
    assert [GRADE_SD[grade] for grade in GRADES] == sorted(GRADE_SD.values(), reverse=True)  # weaker evidence, wider
