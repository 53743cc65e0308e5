"""What a user can get wrong in a theme's folder: every message names the file, the line or field, and what to do."""

from collections.abc import Callable
from pathlib import Path

import pytest
from own_example import EXAMPLE

from samspil.cli import main as cli
from samspil.initiatives.own_themes.errors import ThemeError
from samspil.initiatives.own_themes.examples import read_examples
from samspil.initiatives.own_themes.folder import is_pattern, read_theme
from samspil.initiatives.own_themes.terms import OwnTerms, speaks_strongly
from samspil.vocabulary.terms import TermGroup

Small = Callable[..., Path]
TOML = (EXAMPLE / "theme.toml").read_text(encoding="utf-8")

BROKEN_THEMES = [
    (TOML.replace('short_da = "Skolestruktur"', 'shrot_da = "Skolestruktur"'), "theme.toml:4", "shrot_da", "Fjern eller ret"),
    (TOML.replace('label_en = "School structure"\n', ""), "theme.toml:1", "label_en", 'Skriv label_en = "..."'),
    (
        TOML.replace('source = "', 'source = ["').replace('36 (skoledistrikter)"', '36 (skoledistrikter)"]'),
        "theme.toml:8",
        "source",
        "Skriv source",
    ),
    (TOML.replace('id = "skolestruktur"', 'id = "technology"'), "theme.toml:2", "hører til Samspil", "Vælg et andet id"),
    (TOML.replace('id = "skolestruktur"', 'id = "alle"'), "theme.toml:2", "hører til Samspil", "Vælg et andet id"),
    (TOML.replace('id = "skolestruktur"', 'id = "Skoler på landet"'), "theme.toml:2", "kan ikke være et temas id", "små bogstaver"),
    (
        TOML.replace('short_en = "School structure"', 'short_en = "The structure of our many schools"'),
        "theme.toml:6",
        "short_en",
        "smal kolonne",
    ),
    (TOML.replace('id = "skolestruktur"', "id = skolestruktur"), "theme.toml:2", "ikke gyldig TOML", "Ret linjen"),
    (TOML.split("[groups]")[0], "theme.toml:1", "ingen ordgrupper", "[groups]"),
    (TOML.split("[groups]")[0] + '[groups]\nnot_this = ["ord"]\n', "theme.toml:10", "ingen ordgrupper", "[groups]"),
    (TOML + 'extra = "ord"\n', "theme.toml:20", "extra", 'extra = ["ord"'),
    (TOML + 'extra = ["Skole"]\n', "theme.toml:20", "'Skole'", "små bogstaver"),
    (TOML + 'extra = ["*"]\n', "theme.toml:20", "'*'", "små bogstaver"),
    (TOML + "extra = [7]\n", "theme.toml:20", "'7'", "små bogstaver"),
]


@pytest.mark.parametrize(("text", "place", "what", "remedy"), BROKEN_THEMES, ids=range(len(BROKEN_THEMES)))
def test_a_broken_theme_is_explained(small: Small, text: str, place: str, what: str, remedy: str) -> None:
    with pytest.raises(ThemeError) as caught:
        read_theme(small(theme=text))
    assert caught.value.place.endswith(place)
    assert what in caught.value.message
    assert remedy in caught.value.remedy


def test_no_folder_no_theme(tmp_path: Path) -> None:
    with pytest.raises(ThemeError, match=r"theme\.toml: Temaets fil kan ikke læses"):
        read_theme(tmp_path / "findes-ikke")


HEAD = "---\nmunicipality: Ingensted\nbudget_year: 2026\ninitiatives:\n  a1: {themes: [skolestruktur], topics: [], stage: decided, amounts: []}\n---\n"
BROKEN_EXAMPLES = [
    (HEAD + "{{a1|Skolen lukkes.}} {{a1|Det sker.\n", "ny.md:7", "not closed"),
    (HEAD + "Skolen lukkes.\n", "ny.md:5", "disagree on a1"),
    (HEAD.replace("decided", "maybe") + "{{a1|Skolen lukkes.}}\n", "ny.md:5: a1", "'maybe'"),
    (HEAD.replace("[skolestruktur]", "[skolestruktør]") + "{{a1|Skolen lukkes.}}\n", "ny.md:5: a1", "'skolestruktør'"),
    (HEAD.replace("[skolestruktur]", "[technology]") + "{{a1|Skolen lukkes.}}\n", "ny.md:1", "intet initiativ med temaet"),
    (HEAD.replace("budget_year: 2026", "budget_year: i år") + "{{a1|Skolen lukkes.}}\n", "ny.md", "i år"),
    (HEAD.replace("  a1: {", "  - {") + "{{a1|Skolen lukkes.}}\n", "ny.md", "kan ikke bruges"),
    (HEAD.replace("initiatives:", "initiatives: [") + "{{a1|Skolen lukkes.}}\n", "ny.md:", "YAML"),
    (HEAD + "Vi har drøftet det længe, og nu {{a1|lukker}} skolen i Ingensted til sommer.\n", "ny.md", "ingen hel sætning"),
    ("Bare tekst.\n", "ny.md:1", "front matter"),
]


@pytest.mark.parametrize(("text", "place", "what"), BROKEN_EXAMPLES, ids=range(len(BROKEN_EXAMPLES)))
def test_a_broken_example_is_explained(small: Small, text: str, place: str, what: str) -> None:
    folder = small(ny=text)
    with pytest.raises(ThemeError) as caught:
        read_examples(folder, read_theme(folder))
    assert place in caught.value.place
    assert what in caught.value.message
    assert caught.value.remedy


def test_no_examples_and_copies_are_refused(small: Small) -> None:
    folder = small(texts=0)
    with pytest.raises(ThemeError, match="ingen eksempler"):
        read_examples(folder, read_theme(folder))
    for name in ("en", "to"):
        (folder / f"examples/{name}.md").write_text(HEAD + "{{a1|Skolen i Ingensted lukkes.}} Det er synd.\n", encoding="utf-8")
    with pytest.raises(ThemeError, match=r"to\.md: Over halvdelen af sætningerne står også i en\.md"):
        read_examples(folder, read_theme(folder))


def test_an_example_of_nothing_but_false_friends_is_welcome(small: Small) -> None:
    folder = small(ny="---\nmunicipality: A\nbudget_year: 2026\nnegatives:\n  x1: {kind: roof}\n---\n{{x1|Skolens tag skiftes.}}\n")
    assert len(read_examples(folder, read_theme(folder))) == 5


def test_the_command_says_it_in_one_line_and_in_english(small: Small, capsys: pytest.CaptureFixture[str]) -> None:
    folder = small(theme=TOML.replace('id = "skolestruktur"', 'id = "technology"'))
    assert cli.main(["--lang", "en", "train", "--theme", str(folder)]) == 1
    shown = capsys.readouterr().err
    assert "theme.toml:2" in shown
    assert "The id 'technology' belongs to Samspil itself." in shown
    assert "Choose another id." in shown


@pytest.mark.parametrize("pattern", ["skole*", "*skole", "lægges sammen", "lægge * sammen", "ops"])
def test_patterns(pattern: str) -> None:
    assert is_pattern(pattern)


def test_words_and_phrases_are_found_with_letters_in_between() -> None:
    terms = OwnTerms([TermGroup("close", ("luk*",)), TermGroup("merge", ("lægge * sammen",)), TermGroup("not_roof", ("*taget",))])
    assert terms.find(["vi", "lukker", "og", "lægge", "skoler", "sammen"]) == ["close", "merge"]
    assert terms.find(["skoletaget", "indlukke"]) == ["not_roof"]
    assert not speaks_strongly(["a", "b"])
    assert speaks_strongly(["a", "b", "c"])
    assert not speaks_strongly(["a", "b", "c", "not_roof"])
