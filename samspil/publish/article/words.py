"""How the article writes: templates of the catalogue filled with pieces, numbers in the language's form, singular and plural.

A template (`article.*`) holds no digit and no number word: every number comes in through a placeholder as a `Figure`.
"""

import functools
import string
from collections.abc import Callable, Mapping, Sequence

from samspil.publish.article.model import Figure, Piece, Pieces
from samspil.vocabulary.danish import NO_BREAK_SPACE
from samspil.vocabulary.numbers import MILLION, in_language, show_number
from samspil.vocabulary.texts import language, read_catalogue, say

Value = Piece | Sequence[Piece]


def compose(key: str, **values: Value) -> Pieces:
    """The template `article.key` with pieces in its places; its first letter is a capital when the template's is, or when a figure comes first."""
    pieces: list[Piece] = []
    for before, name, _spec, _conversion in _parse(language(), key):
        if before := _after(pieces, before):
            pieces.append(before)
        if name is not None:
            value = values[name]
            pieces += [value] if isinstance(value, Piece) else list(value)
    if pieces and isinstance(pieces[0], Figure):
        pieces[0] = capitalise(pieces[0])
    return tuple(pieces)


def _after(pieces: Sequence[Piece], words: str) -> str:
    """No second full stop after 'kr.'"""
    last = pieces[-1] if pieces else ""
    return words[1:] if isinstance(last, Figure) and last.words.endswith(".") and words.startswith(".") else words


@functools.cache
def _parse(used: str, key: str) -> tuple[tuple[str, str | None, str | None, str | None], ...]:
    return tuple(string.Formatter().parse(read_catalogue(used, "article")[key]))


def capitalise(figure: Figure) -> Figure:
    """The figure as the first word of a sentence."""
    form = figure.form if figure.form.endswith("!") else figure.form + "!"
    return Figure(figure.value, write_value(figure.value, form), form, figure.measure, figure.year, figure.where, figure.rows)


def choose(key: str, number: int | float) -> str:
    """The key for none, one or many."""
    return f"{key}_{'none' if not number else 'one' if number == 1 else 'many'}"


def join(parts: Sequence[Pieces]) -> Pieces:
    """'a', 'a og b', 'a, b og c'."""
    joined: list[Piece] = []
    for number, part in enumerate(parts):
        if number:
            joined.append(say("article.and") if number == len(parts) - 1 else ", ")
        joined += part
    return tuple(joined)


def spaced(*sentences: Pieces) -> Pieces:
    """Sentences one after the other; empty ones are left out."""
    pieces: list[Piece] = []
    for sentence in filter(None, sentences):
        pieces += [" ", *sentence] if pieces else sentence
    return tuple(pieces)


def write_value(value: int | float, form: str) -> str:
    """A number as the catalogue writes it.

    Forms: 'digits' ('1.234'), 'plain' (a year: no points), 'word' / 'neuter' ('to', from ten on digits), 'count:NOUN' ('én kommune', '12 kommuner', 'ingen kommuner'),
    'kroner' (in full), 'rounded' (millions with one decimal), 'percent', 'decimal' (two decimals). With '!' behind: a capital first.
    """
    kind, _, noun = form.rstrip("!").partition(":")
    if kind == "count":
        words = say(f"article.{choose(f'count_{noun}', value)}", n=write_word(int(value), "common"))
    else:
        words = _WRITERS[kind](value)
    return words[:1].upper() + words[1:] if form.endswith("!") else words


def write_word(number: int, gender: str) -> str:
    """Words below ten, digits from there on, as newspapers do."""
    if 0 <= number < 10:
        return say(f"article.number_{gender}" if number == 1 else f"article.number_{number}")
    return write_whole(number)


def write_whole(number: int | float) -> str:
    """1.234.567 or 1,234,567; a real minus sign."""
    return show_number(int(number))


def write_decimal(number: float, digits: int, *, least: int = 0) -> str:
    """At most `digits` decimals, at least `least`."""
    whole, _, decimals = f"{abs(number):.{digits}f}".partition(".")
    decimals = decimals.rstrip("0").ljust(least, "0")
    text = write_whole(int(whole)) + (in_language(f",{decimals}") if decimals else "")
    return ("\u2212" if number < 0 else "") + text


def write_kroner(dkk: int | float) -> str:
    """In full: '363.000 kr.'"""
    return say("numbers.kroner", n=write_whole(dkk)).replace(" ", NO_BREAK_SPACE)


def write_stated(dkk: int | float) -> str:
    """Never rounded: '2,5 mio. kr.' where it is whole in ten thousands, otherwise in full."""
    if abs(dkk) >= MILLION and dkk % 10_000 == 0:
        return say("numbers.millions", n=write_decimal(dkk / MILLION, 2)).replace(" ", NO_BREAK_SPACE)
    return write_kroner(dkk)


def write_rounded(dkk: int | float) -> str:
    """As a newspaper rounds: '12,4 mio. kr.', from a hundred millions on without decimals, below a million to whole thousands."""
    if abs(dkk) >= MILLION:
        return say("numbers.millions", n=write_decimal(dkk / MILLION, 0 if abs(dkk) >= 100 * MILLION else 1)).replace(" ", NO_BREAK_SPACE)
    return write_kroner(round(dkk, -3) if abs(dkk) >= 10_000 else dkk)


_WRITERS: Mapping[str, Callable[[int | float], str]] = {
    "digits": write_whole,
    "plain": lambda value: str(int(value)),
    "word": lambda value: write_word(int(value), "common"),
    "neuter": lambda value: write_word(int(value), "neuter"),
    "kroner": write_kroner,
    "whole": write_whole,
    "stated": write_stated,
    "rounded": write_rounded,
    "percent": lambda value: write_whole(round(100 * value)),
    "decimal": lambda value: write_decimal(value, 2, least=2),
}
