"""What a page shows around an article is left out: menus, share buttons, cookie texts, the list of other articles, comments. And is the article cut off?"""

from collections.abc import Sequence

from samspil.review.published.article import ArticleLine
from samspil.review.published.signs import is_furniture, parse_caption, parse_name
from samspil.review.published.words import is_line_of

_LONGEST = 200
_FEWEST_BEFORE = 3  # lines an article has at least before it can be over
_FEWEST_NAMES = 3  # lines with names that show that a table follows


def drop_furniture(lines: Sequence[ArticleLine]) -> tuple[list[ArticleLine], bool]:
    """The article's own lines, and whether a line says that the rest is for subscribers."""
    own = lines[: _find_end(lines)]
    locked = any(_is_paywall(line.text) for line in own)
    return [line for line in own if line.table > 0 or not (_is_paywall(line.text) or is_furniture(line.text))], locked


def _is_paywall(text: str) -> bool:
    return len(text) <= _LONGEST and is_line_of("paywall", text)


def _find_end(lines: Sequence[ArticleLine]) -> int:
    """Index of the line that ends the article: 'Relateret indhold', 'Kommentarer', with no table behind it."""
    for number in range(max(_FEWEST_BEFORE, _find_last_table(lines)), len(lines)):
        line = lines[number]
        if len(line.text) <= _LONGEST and line.table <= 0 and is_line_of("ends", line.text):
            return number
    return len(lines)


def _find_last_table(lines: Sequence[ArticleLine]) -> int:
    """Index behind the last caption, or behind the place from which only a few names follow."""
    names = 0
    for number in range(len(lines) - 1, -1, -1):
        names += parse_name(lines[number].text) is not None
        if names >= _FEWEST_NAMES or parse_caption(lines[number].text):
            return number + 1
    return 0
