"""A theme's labelled examples: `examples/*.md` in the format of corpus/README.md, checked before anything is learnt from them."""

from collections.abc import Sequence
from pathlib import Path

from samspil.errors import CorpusError
from samspil.initiatives.corpus import LabelledText, read_labelled
from samspil.initiatives.own_themes.errors import ThemeError
from samspil.initiatives.own_themes.folder import OwnTheme
from samspil.values.codes import THEMES
from samspil.vocabulary.texts import say

EXAMPLES = "examples"
FEWEST_FILES = 3  # with the theme; fewer cannot be held out from one another
_COPIED = 0.5  # share of sentences that may stand in another example too


def read_examples(folder: Path, theme: OwnTheme, name: str = EXAMPLES) -> list[LabelledText]:
    """The labelled texts in the order of their names. Raises ThemeError naming file, line and what to do."""
    place = folder / name
    texts = [read_example(file, theme) for file in sorted(place.glob("*.md"))]
    if not texts:
        raise ThemeError(say("own_themes.no_examples"), place=str(place), remedy=say("own_themes.no_examples_remedy", theme=theme.id))
    _check_copies(place, texts)
    return texts


def read_example(file: Path, theme: OwnTheme) -> LabelledText:
    """One labelled text. Raises ThemeError when its marks are broken or the theme is not in it."""
    remedy = say("own_themes.bad_example_remedy")
    try:
        text = read_labelled(file, (*THEMES, theme.id))
    except CorpusError as error:
        raise ThemeError(say("own_themes.bad_example", detail=error.message), place=error.place, remedy=error.remedy or remedy) from error
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise ThemeError(say("own_themes.bad_example", detail=error), place=str(file), remedy=remedy) from error
    if not names_of(text, theme.id) and (text.labels or not any(text.traps)):
        raise ThemeError(
            say("own_themes.without_theme", theme=theme.id),
            place=f"{file}:1",
            remedy=say("own_themes.without_theme_remedy", theme=theme.id),
        )
    _check_marks(file, text, theme)
    return text


def _check_marks(file: Path, text: LabelledText, theme: OwnTheme) -> None:
    """Every initiative of the theme must cover a passage: a mark around half a sentence says nothing."""
    for name in names_of(text, theme.id):
        if not any(name in marks for marks in text.marks):
            raise ThemeError(
                say("own_themes.mark_without_sentence", name=name), place=str(file), remedy=say("own_themes.mark_without_sentence_remedy")
            )


def names_of(text: LabelledText, theme: str) -> list[str]:
    """Ids of the initiatives of one theme, in the order of the front matter."""
    return [name for name, label in text.labels.items() if theme in label.themes]


def _check_copies(place: Path, texts: Sequence[LabelledText]) -> None:
    """Examples that repeat one another would make the estimate praise itself. Raises ThemeError."""
    sentences = [{passage.text for passage in text.passages if passage.kind != "heading"} for text in texts]
    for number, own in enumerate(sentences):
        for earlier in range(number):
            if own and len(own & sentences[earlier]) > _COPIED * len(own):
                raise ThemeError(
                    say("own_themes.copied", other=texts[earlier].file),
                    place=str(place / texts[number].file),
                    remedy=say("own_themes.copied_remedy"),
                )
