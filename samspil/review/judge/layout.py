"""How an initiative and a text are laid out, and how plainly an initiative is worded: what quality is broken down by.

All is computed from the labelled passages and the vocabulary; nobody codes it. The definitions stand in docs/evaluation.md.
"""

import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from samspil.initiatives.committee import find_committee
from samspil.initiatives.features import read_words
from samspil.values.passage import Passage
from samspil.vocabulary.terms import TermFinder, read_groups

LAYOUTS = ("prose", "bullet", "mixed", "heading", "table_amounts", "row")
TEXT_LAYOUTS = ("continuous", "chapters", "committees", "numbered", "bullets", "tables")
WORDINGS = ("obvious", "vocabulary", "indirect")

# The words everybody looks for first.
OBVIOUS = {
    "tendering": re.compile(r"udbud|udlicit|konkurrenceudsæt|\bop[psi]\b|partnerskab", re.I),
    "technology": re.compile(r"velfærdstekno|kunstig intelligens|\bai\b|digital|robot|automatis|\brpa\b", re.I),
    "friplejehjem": re.compile(r"fripleje", re.I),
    "green_procurement": re.compile(
        r"(grøn|klima|bæredygtig)\w*.{0,40}(indkøb|udbud|krav)|(indkøb|udbud|krav).{0,40}(grøn|klima|co2|bæredygtig)", re.I | re.S
    ),
    "insourcing": re.compile(r"hjemtag|hjemtræk|selvforsyn|insourc", re.I),
}
# Groups of the vocabulary that mark a theme's false friends, and words that every text is full of: no sign of the theme.
_NO_SIGN = frozenset(
    (
        "tendering.supply_sense",
        "tendering.sale_sense",
        "technology.classroom",
        "technology.ordinary_it",
        "friplejehjem.municipal",
        "green_procurement.greenery",
        "insourcing.false_home",
    )
)
_MONEY = re.compile(r"\d[\d.,]*\s*(?:kr\b|t\.?\s?kr|tkr|kroner|tusind|mio|mia|milli)", re.I)
_NUMBERED = re.compile(r"\s*(?:\d{1,3}(?:\.\d{1,2})*[.):]?\s|§\s*\d|(?:punkt|afsnit|kapitel)\s+\d)", re.I)
_FEW_HEADINGS = 3  # a title and a date line or two
_MOST_OF = 0.5
_MANY_OF = 1 / 3


@functools.cache
def _finder() -> TermFinder:
    return TermFinder([g for g in read_groups() if not g.name.startswith("general.") and g.name not in _NO_SIGN])


def themes_named(text: str) -> frozenset[str]:
    """Themes of which `text` has a term of the vocabulary (groups of false friends left out)."""
    words = read_words(text)
    names = [name for word in words for name in _finder().groups_of(word)] + _finder().groups_of_phrases(words)
    return frozenset(name.partition(".")[0] for name in names)


def wording_of(words: str, themes: Iterable[str]) -> str:
    """One of WORDINGS: an obvious word of one of the themes, else a term of its vocabulary, else none: worded indirectly."""
    wanted = frozenset(themes)
    if any(OBVIOUS[theme].search(words) for theme in sorted(wanted) if theme in OBVIOUS):
        return "obvious"
    return "vocabulary" if wanted & themes_named(words) else "indirect"


def layout_of(passages: Sequence[Passage], numbers: Sequence[int], themes: Iterable[str], *, amounts: bool) -> str:
    """One of LAYOUTS, for the initiative that stands in `passages[n]` for n of `numbers`; `amounts`: whether it has any. '' where no passage is known.

    row: in table rows alone. table_amounts: told in text, which names no sum; the sums stand in its rows. heading: its first passage stands directly
    under a heading that has a term of its theme. Else by the passages that tell it: bullet, prose, or mixed.
    """
    told = [n for n in sorted(numbers) if passages[n].kind != "row"]
    if not told:
        return "row" if numbers else ""
    words = " ".join(passages[n].text for n in told)
    if amounts and len(told) < len(numbers) and not _MONEY.search(words):
        return "table_amounts"
    if told[0] and passages[told[0] - 1].kind == "heading" and frozenset(themes) & themes_named(passages[told[0] - 1].text):
        return "heading"
    kinds = {"bullet" if passages[n].kind == "item" else "prose" for n in told}
    return kinds.pop() if len(kinds) == 1 else "mixed"


def text_layout_of(passages: Sequence[Passage]) -> str:
    """One of TEXT_LAYOUTS: mostly table rows, mostly bullets, numbered points, headings of committees, continuous prose, or chapters of prose."""
    kinds = Counter(passage.kind for passage in passages)
    body = max(1, kinds["sentence"] + kinds["item"] + kinds["row"])
    headings = [passage.text for passage in passages if passage.kind == "heading"]
    if kinds["row"] / body >= _MOST_OF:
        return "tables"
    if kinds["item"] / body >= _MOST_OF:
        return "bullets"
    if len(headings) <= _FEW_HEADINGS:
        return "continuous"
    if sum(bool(_NUMBERED.match(text)) for text in headings) / len(headings) >= _MANY_OF:
        return "numbered"
    committees = sum(bool(find_committee(text)) or "udvalg" in text.lower() for text in headings)
    return "committees" if committees / len(headings) >= _MANY_OF else "chapters"
