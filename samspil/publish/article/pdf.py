"""The article as PDF, set by Typst: tagged for screen readers (PDF/UA-1), the same bytes for the same article, no clock and no fonts of the machine."""

import json
import re
import unicodedata
from collections.abc import Sequence
from importlib import resources
from typing import TYPE_CHECKING, Any

from samspil.publish.article.model import Article, ArticleError
from samspil.publish.article.outline import Json, outline
from samspil.vocabulary.texts import say

if TYPE_CHECKING:
    import typst

KEYWORDS = ["budgetaftaler", "kommuner", "Danmark"]
MOST_ROUNDS, UNKNOWN = 4, "\ufffd"
_UNSHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
PICTURE_DENSITY = 192.0  # dots per inch of pictures in DOCX


def render_pdf(article: Article) -> bytes:
    """The PDF. Raises ArticleError when the extra `publish` is not installed."""
    words = outline(article) | {"author": "Samspil", "keywords": KEYWORDS, "short": _short(article)}
    source = resources.files("samspil.publish").joinpath("assets/article.typ").read_bytes()
    for _round in range(MOST_ROUNDS):
        try:
            return _set(source, words)
        except RuntimeError as error:  # Typst's own error is one; a letter without a picture must not stop the article
            missing = find_missing(str(getattr(error, "diagnostic", "")))
            if not missing:
                raise ArticleError(say("article.error_pdf", detail=error)) from error
            words = replace_letters(words, missing)
    raise ArticleError(say("article.error_pdf", detail=", ".join(missing)))


def _set(source: bytes, words: Json) -> bytes:
    """One attempt. A panic of Typst's is no Exception and would end the program with a traceback."""
    try:
        return _compile(source, words)
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise ArticleError(say("article.error_pdf", detail=error)) from error


def _compile(source: bytes, words: Json) -> bytes:
    return _only(
        _prepare(source, {"article": json.dumps(words, ensure_ascii=False)}).compile(format="pdf", timestamp=0, pdf_standards="ua-1")
    )


def find_missing(diagnostic: str) -> list[str]:
    """The texts that the fonts at hand cannot show, out of Typst's complaint: signs of private fonts, emoji, other scripts."""
    found = [match[1] for match in _UNSHOWN.finditer(diagnostic)]
    return list(dict.fromkeys(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) for text in found))


def replace_letters(words: Any, missing: Sequence[str]) -> Any:
    """The same words with each of these texts in its plain form ('＝' as '='), or as the sign for an unknown letter where it has none."""
    if isinstance(words, str):
        for text in missing:
            plainer = unicodedata.normalize("NFKC", text)
            words = words.replace(text, plainer if plainer != text else UNKNOWN)
        return words
    if isinstance(words, list):
        return [replace_letters(item, missing) for item in words]
    return {key: replace_letters(item, missing) for key, item in words.items()} if isinstance(words, dict) else words


def draw_png(svg: str) -> bytes:
    """A drawing as PNG, for documents that cannot hold SVG. Raises ArticleError when the extra `publish` is not installed."""
    source = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'
    return _only(_prepare(source, {"svg": svg}).compile(format="png", timestamp=0, ppi=PICTURE_DENSITY))


def _prepare(source: bytes, inputs: dict[str, str]) -> "typst.Compiler":
    """A compiler that knows only the fonts it brought along; the template asks for no file and no package."""
    try:
        import typst
    except ImportError as error:
        raise ArticleError(say("article.error_extra", module="typst"), remedy=say("article.remedy_extra")) from error
    return typst.Compiler(source, font_paths=typst.Fonts(include_system_fonts=False), sys_inputs=inputs)


def _only(made: bytes | list[bytes] | None) -> bytes:
    """The one file that was made; a picture has one page."""
    return made if isinstance(made, bytes) else b"".join(made or ())


def _short(article: Article) -> str:
    return say("article.title_plain", year=article.year)
