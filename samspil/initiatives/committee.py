"""The political committee an initiative stands under or that its text names: 'Teknik- og Miljøudvalget', 'Udvalget for Børn og Unge'."""

import re
from collections.abc import Sequence

_WORD = re.compile(r"\S+")
_COMMITTEE = re.compile(r"[\w-]*udvalg(?:et)?", re.I)
_SHORT = re.compile(r"(?:opgave|§|under|folketings|for)udvalg", re.I)
_MOST_WORDS = 7
_LONGEST_WORD = 40


def committee_of(headings: Sequence[str], text: str) -> str:
    """The innermost heading that names a committee, else the first one the text names; '' if none."""
    for heading in reversed(headings):
        if name := find_committee(heading):
            return name
    return find_committee(text)


def find_committee(text: str) -> str:
    """The first committee named in a text, '' if none."""
    if "udvalg" not in text.lower():  # in most texts: no need to look at each word
        return ""
    words = [match.group().strip("*#\"'()") for match in _WORD.finditer(text)]
    for place, word in enumerate(words):
        bare = word.rstrip(".,:;")
        if len(bare) <= _LONGEST_WORD and _COMMITTEE.fullmatch(bare) and not _SHORT.match(bare):
            name = _with_words_before(words, place, bare) if bare.lower() not in {"udvalget", "udvalg"} else _with_words_after(words, place)
            if name:
                return name
    return ""


def _with_words_before(words: Sequence[str], place: int, last: str) -> str:
    """'Social-,' 'Sundheds-' 'og' before 'Seniorudvalget' belong to the name."""
    first = place
    while first > max(0, place - _MOST_WORDS):
        before = words[first - 1]
        if before.rstrip(",").endswith("-") or (before in {"og", "samt"} and words[first - 2].rstrip(",").endswith("-")):
            first -= 1
        else:
            break
    name = " ".join([*words[first:place], last])
    return name if name[0].isupper() else ""


def _with_words_after(words: Sequence[str], place: int) -> str:
    """'Udvalget for Børn og Unge': capitals and what joins them."""
    if place + 2 >= len(words) or words[place + 1] != "for" or not words[place][0].isupper():
        return ""
    end = place + 2
    while end < min(len(words), place + _MOST_WORDS + 2) and (
        words[end][0:1].isupper() or (words[end] in {"og", "samt"} and words[end + 1 : end + 2] and words[end + 1][0].isupper())
    ):
        if words[end].endswith((".", ";", ":")):
            end += 1
            break
        end += 1
    return " ".join(words[place:end]).rstrip(".,:;") if end > place + 2 else ""
