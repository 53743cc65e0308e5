"""A text becomes tokens, and tokens become sentences. Everything else in this room reads tokens, each of them once."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

NUMBER, UNIT, CURRENCY, DATE, WORD, MARK = "number", "unit", "currency", "date", "word", "mark"

# In the order they are tried. Blank between groups of three: NBSP, narrow NBSP, thin space or a plain blank ('1 600 000 kr.').
_TOKEN = re.compile(
    r"""
    (?P<date>\d{1,2}\.[ ]?\d{1,2}\.[ ]?20\d\d(?!\d)|\d{1,2}/\d{1,2}[- ]20\d\d(?!\d))       # 1.1.2027, 1/1-2027
  | (?P<number>\d{1,3}(?P<gap>[.\u00a0\u202f\u2009 ])\d{3}(?:(?P=gap)\d{3})*(?:,\d+)?(?!\.?\d)   # 1.600.000  250 000,50
      |\d+(?:[.,]\d+)?½?|½)                                                                # 0,5  3.6  2026  2½
  | (?P<unit>(?:t\.[ ]?kr|tkr|tdkk|(?:hundrede?)?tusinde?|mio|mill|million(?:er|en)?|mkr|mia|mrd|milliard(?:er|en)?)(?!\w)\.?)
  | (?P<currency>(?:kr|kroner|krone|dkk)(?!\w)\.?)
  | (?P<word>[^\W\d_]\w*)
  | (?P<mark>[^\w\s]|_)
    """,
    re.VERBOSE | re.IGNORECASE,
)

LONGEST_SENTENCE = 300  # tokens; a table or a code without full stops is cut there, so that the work stays in step with the text

# A full stop after these ends no sentence: 'bl.a. Aarhus', 'jf. Bilag 2'
_SHORT = frozenset(
    ["bl", "a", "f", "eks", "jf", "nr", "ca", "pr", "stk", "kap", "inkl", "ekskl", "hhv", "min", "maks", "d", "p", "vedr", "evt", "kl"]
)


class Token(NamedTuple):  # made in a third of the time a frozen dataclass takes
    """One word, number or sign: `text` in lower case, `start` and `end` in the source (half-open, code points)."""

    kind: str
    text: str
    start: int
    end: int
    capital: bool = False


def read_tokens(text: str) -> list[Token]:
    """All tokens of `text` in order; white space is dropped, nothing else is."""
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup if match.lastgroup != "gap" else NUMBER
        word = match.group()
        found.append(Token(kind or MARK, word.lower(), match.start(), match.end(), word[:1].isupper()))
    return found


def split_sentences(text: str, tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The tokens sentence by sentence: 'Det sker fra 2027. Besparelsen er 1 mio. kr. årligt.' gives two."""
    sentence: list[Token] = []
    for index, token in enumerate(tokens):
        sentence.append(token)
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if following is None or len(sentence) >= LONGEST_SENTENCE or _ends_sentence(text, tokens, index, following):
            yield sentence
            sentence = []


def _ends_sentence(text: str, tokens: Sequence[Token], index: int, following: Token) -> bool:
    token = tokens[index]
    between = text[token.end : following.start]
    if between.count("\n") > 1 or ("\n" in between and following.text in "-•–*"):
        return True
    if token.text in ("!", "?"):
        return True
    if not between or not following.capital or not token.text.endswith("."):
        return False
    if token.kind in (UNIT, CURRENCY):
        return following.kind == WORD
    before = tokens[index - 1] if index else token
    return before.text not in _SHORT and not (before.kind == NUMBER and len(before.text) <= 2)
