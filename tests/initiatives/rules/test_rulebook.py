"""The rules as data: every theme's examples hold, mistakes in the data are named, the version follows the data."""

from importlib import resources

import pytest

from samspil.errors import SamspilError
from samspil.initiatives.rules.decide import Finder
from samspil.initiatives.rules.rulebook import build_rulebook, read_rulebook
from samspil.values.codes import THEMES

BOOK = read_rulebook()
FINDER = Finder(BOOK)
MATCHES = [(theme, text) for theme, rules in BOOK.themes.items() for text in rules.matches]
REJECTS = [(theme, text) for theme, rules in BOOK.themes.items() for text in rules.rejects]


def themes_of(text: str) -> set[str]:
    return {rule.theme for rule in FINDER.match(FINDER.lexicon.read(text.lower()))}


def read_texts() -> dict[str, str]:
    folder = resources.files("samspil.vocabulary").joinpath("rules")
    return {entry.name.removesuffix(".toml"): entry.read_text(encoding="utf-8") for entry in folder.iterdir()}


@pytest.mark.parametrize(("theme", "text"), MATCHES, ids=lambda value: value[:40])
def test_examples_are_found(theme: str, text: str) -> None:
    """Each `matches` sentence has its theme."""
    assert theme in themes_of(text)


@pytest.mark.parametrize(("theme", "text"), REJECTS, ids=lambda value: value[:40])
def test_false_friends_are_left_alone(theme: str, text: str) -> None:
    """No `rejects` sentence has the theme."""
    assert theme not in themes_of(text)


@pytest.mark.parametrize("theme", THEMES)
def test_each_theme_explains_itself(theme: str) -> None:
    """Label, description, source and at least fifteen sentences of either kind; rules have names of their own."""
    rules = BOOK.themes[theme]
    assert all((rules.label, rules.description, rules.source))
    assert min(len(rules.matches), len(rules.rejects)) >= 15
    assert len({rule.name for rule in rules.rules}) == len(rules.rules)
    assert all(rule.label and 0.5 < rule.confidence < 1 for rule in rules.rules)


def test_version_follows_the_data() -> None:
    """One word more is another version; the same words are the same."""
    texts = read_texts()
    assert build_rulebook(texts).version == BOOK.version
    texts["shared"] = texts["shared"].replace('"vognm*"', '"vognm*", "hyrevogn*"')
    assert build_rulebook(texts).version != BOOK.version


def test_unknown_concept_is_named() -> None:
    """A rule with a misspelt concept says where and which."""
    texts = read_texts()
    texts["insourcing"] = texts["insourcing"].replace('"take_home",', '"take_hom",', 1)
    with pytest.raises(SamspilError, match=r"insourcing\.take_home.*take_hom"):
        build_rulebook(texts)


def test_missing_stage_is_named() -> None:
    """A stage without cue words is refused."""
    texts = read_texts()
    texts["stages"] = texts["stages"].replace("concepts.stage_planned", "concepts.stage_plannned")
    with pytest.raises(SamspilError, match="stage_planned"):
        build_rulebook(texts)
