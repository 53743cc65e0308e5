"""Rows whose text does not bear out the theme of their table. Said only when the trained reader and the rules' vocabulary agree that nothing of it is there."""

from samspil.review.audit.article import Article, Entry
from samspil.review.audit.findings import find_at
from samspil.review.audit.judge import Judge
from samspil.values.codes import THEMES
from samspil.values.finding import Finding
from samspil.vocabulary.themes import short_label

# The vocabulary's groups that make a text one of the theme, and groups that say that it is about something else.
_CORE = {
    "tendering": {"tendering.market", "tendering.partnership"},
    "technology": {"technology.ai", "technology.automation", "technology.digital", "technology.welfare"},
    "friplejehjem": {"friplejehjem.fripleje"},
    "green_procurement": {"green_procurement.purchase", "green_procurement.green"},
    "insourcing": {"insourcing.bring_home"},
}
_WEAK = {
    "tendering": {"tendering.private", "tendering.outsource", "insourcing.external"},
    "technology": {"technology.ordinary_it"},
    "friplejehjem": {"friplejehjem.care_home", "tendering.private", "insourcing.external"},
    "green_procurement": set[str](),
    "insourcing": {"insourcing.external"},
}
_FOREIGN = {"green_procurement.greenery", "technology.classroom", "tendering.sale_sense", "tendering.supply_sense"}
_BOTH = {"green_procurement"}  # the theme needs both of its groups: something green, and a purchase
_NOTHING, _LITTLE, _HARDLY, _CLEARLY = 0.08, 0.2, 0.35, 0.7


def check_themes(article: Article, judge: Judge) -> list[Finding]:
    """Rows of tables with a theme, whose text has nothing of that theme."""
    findings = []
    for entry in article.entries:
        if entry.table.theme in THEMES and entry.sentences and (finding := _judge(entry, judge)):
            findings.append(finding)
    return findings


def _judge(entry: Entry, judge: Judge) -> Finding | None:
    theme, text = entry.table.theme, entry.row.text
    chances, groups, ruled = judge.weigh(text), judge.groups(text), judge.themes_by_rules(text)
    if theme in ruled or _has_core(theme, groups):
        return None
    other = max((one for one in THEMES if one != theme), key=lambda one: chances[one])
    borne_out = other in ruled and chances[other] >= _CLEARLY and _has_core(other, groups)
    sure = _confidence(theme, chances[theme], groups, borne_out=borne_out)
    if not sure:
        return None
    key = "theme_other" if borne_out else "theme_none" if chances[theme] < _HARDLY else "theme_doubt"
    expected = short_label("theme", other) if borne_out else ""
    chance = round(100 * chances[theme])
    return find_at(
        "theme-mismatch", entry.sentences[0], key, expected, sure, name=entry.name, theme=short_label("theme", theme), chance=chance
    )


def _has_core(theme: str, groups: frozenset[str]) -> bool:
    return _CORE[theme] <= groups if theme in _BOTH else bool(_CORE[theme] & groups)


def _confidence(theme: str, chance: float, groups: frozenset[str], *, borne_out: bool) -> float:
    """0: nothing to say. A text with weak words of the theme must be about something else in so many words."""
    weak = bool(_WEAK[theme] & groups) or (theme in _BOTH and bool(_CORE[theme] & groups))
    if not weak and chance < (_HARDLY if borne_out else _LITTLE):
        return 0.9 if borne_out else 0.8 - chance
    if borne_out and chance < _NOTHING:
        return 0.7
    if _FOREIGN & groups and chance < _CLEARLY:  # about something else in so many words, whatever the reader makes of the rest
        return 0.55 if chance < _HARDLY else 0.5
    return 0.0
