"""What runs in a child that can be killed: one document read, one page drawn. Bytes in, JSON out; no store, no network."""

import base64
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from samspil.documents.loaded import LoadedPages
from samspil.documents.read import read_document
from samspil.documents.words import words_to_json
from samspil.errors import RejectedError
from samspil.given import GivenReader, parse_proposal
from samspil.initiatives.drafts import draft_initiatives
from samspil.initiatives.model import read_model
from samspil.initiatives.reader import LinearReader, Reader
from samspil.passages.split import split_passages
from samspil.review.facts import gather_facts
from samspil.values.document import Document
from samspil.values.draft import Draft, list_quoted
from samspil.values.passage import Passage
from samspil.vocabulary.texts import use_language

if TYPE_CHECKING:  # loaded where they are needed: a child that reads one file is waited for
    from samspil.documents.drawing import DrawnPage
    from samspil.initiatives.rules import RuleReader

Progress = Callable[[object], None]
_MOST_DRAWN = 150  # pages, and:
_MOST_DRAWN_BYTES = 32_000_000  # what is beyond is drawn by children of its own, some pages each

_words_known = False


@functools.cache
def find_reader() -> LinearReader:
    """The reader with the model that ships with the package, loaded once.

    The words of the labelled texts, worked out beforehand, are left out unless `know_words` was called: for a few files it costs less to work out
    the words that stand in them. What is read is the same.
    """
    model = read_model()
    return LinearReader(model if _words_known else replace(model, words=()))


def know_words() -> None:
    """Let the reader that is loaded after this have all known words: for a process whose copies read many files."""
    global _words_known  # noqa: PLW0603 - one reader per process
    _words_known = True


def _join_readers(themes: Sequence[str], shipped: Reader) -> Reader:
    """The reader of the five themes, with those of the user's own themes (model files, base64) beside it."""
    if not themes:
        return shipped
    from samspil.initiatives.own_themes.model import decode_model
    from samspil.initiatives.own_themes.reader import OwnReader
    from samspil.initiatives.own_themes.together import ReaderTogether

    return ReaderTogether(shipped, [OwnReader(decode_model(base64.b64decode(data)), find_reader()) for data in themes])


def read_file(payload: bytes, settings: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """A file's facts (verdict, reason, head ...) and, if it could be read, its text and drafts of initiatives. `settings`: name, budget_year, ocr, second, language."""
    return _read(payload, settings, progress)[0]


def read_and_draw(payload: bytes, settings: Mapping[str, Any], progress: Progress) -> Iterator[Any]:
    """What `read_file` gives, then pictures of the pages with quotes, each with its facts, drawn while the document is open. `settings`: also dpi.

    A page that is not drawn here, for whatever reason, is drawn by `draw_pages` when somebody asks for it.
    """
    with LoadedPages() as loaded:
        answer, drafts = _read(payload, settings, progress, loaded)
        yield answer
        if loaded.is_open and drafts and (settings.get("ocr") or not answer["facts"]["scanned"]):  # a scanned file is read again
            yield from _draw_quoted(loaded, drafts, settings["dpi"], progress)


def _draw_quoted(loaded: LoadedPages, drafts: Sequence[Draft], dpi: float, progress: Progress) -> Iterator[tuple[dict[str, Any], bytes]]:
    from samspil.documents.drawing import draw_loaded

    pages = {number: list(quotes.values()) for number, quotes in list_quoted(drafts).items()}
    left = _MOST_DRAWN_BYTES
    for number, page in draw_loaded(loaded, dict(list(pages.items())[:_MOST_DRAWN]), dpi):
        left -= len(page.png)
        if left < 0:
            return
        yield {"page": number, **_describe(page)}, page.png
        progress(number)


def _describe(page: "DrawnPage") -> dict[str, Any]:
    return {"width": page.width, "height": page.height, "boxes": page.boxes}


def _read(
    payload: bytes, settings: Mapping[str, Any], progress: Progress, stay: LoadedPages | None = None
) -> tuple[dict[str, Any], Sequence[Draft]]:
    """The answer of `read_file`, and the drafts in it; `stay` keeps a PDF open."""
    use_language(settings.get("language", "da"))
    try:
        document = read_document(payload, settings["name"], ocr=settings.get("ocr", False), progress=progress, stay=stay)
    except RejectedError as refusal:
        return {"facts": asdict(gather_facts(settings["name"], "", refusal.verdict, refusal.message, 0, "", ""))}, ()
    progress("read")
    clean, passages = split_passages(document)
    progress("split")
    scanned = count_scanned(document)
    asked = settings.get("passages")  # a language model will read them: its proposals come to `dress_file`
    drafts = (
        []
        if asked
        else draft_initiatives(clean, passages, _join_readers(settings.get("themes", ()), find_reader()), settings["budget_year"])
    )
    facts = gather_facts(settings["name"], "", document.verdict, " ".join(document.notes), len(document.pages), document.title, clean.text)
    answer = {
        "facts": asdict(replace(facts, scanned=scanned)),
        "format": document.format,
        "text": clean.text,
        "page_ranges": [list(page) for page in clean.pages],
        "drafts": [asdict(draft) for draft in drafts],
        "words": words_to_json(document),
        **(_read_again(passages) if settings.get("second") else {}),
        **(_tell_passages(passages) if asked else {}),
    }
    return answer, drafts


def count_scanned(document: Document) -> int:
    """Pages of a PDF of which no line was read: pictures, or a text layer that is no use."""
    return sum(not page.lines for page in document.pages) if document.format == "pdf" else 0


def _tell_passages(passages: Sequence[Passage]) -> dict[str, Any]:
    """All passages, for a language model asked by the parent, and what this reader proposes where the model gives no answer."""
    proposals = find_reader().propose(passages)
    return {"passages_full": [asdict(passage) for passage in passages], "proposals": [asdict(proposal) for proposal in proposals]}


def open_source(payload: bytes, settings: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """A file's cleaned text with its map home and all its passages, for the workbench; of a refused file its verdict. `settings`: name, ocr, language."""
    use_language(settings.get("language", "da"))
    try:
        document = read_document(payload, settings["name"], ocr=settings.get("ocr", False), progress=progress)
    except RejectedError as refusal:
        return {"verdict": refusal.verdict}
    progress("read")
    clean, passages = split_passages(document)
    return {
        "scanned": count_scanned(document),
        "words": words_to_json(document),
        "format": document.format,
        "text": clean.text,
        "pages": [list(page) for page in clean.pages],
        "home": list(clean.home),
        "passages": [[passage.start, passage.end, passage.kind, list(passage.headings)] for passage in passages],
    }


def dress_file(payload: bytes, settings: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """The drafts of proposals made elsewhere, and the text they are about. `settings`: name, budget_year, ocr, language, themes, proposals. Raises RejectedError."""
    use_language(settings.get("language", "da"))
    document = read_document(payload, settings["name"], ocr=settings.get("ocr", False), progress=progress)
    progress("read")
    clean, passages = split_passages(document)
    progress("split")
    given = GivenReader("given", tuple(parse_proposal(item) for item in settings["proposals"]))
    drafts = draft_initiatives(clean, passages, _join_readers(settings.get("themes", ()), given), settings["budget_year"])
    return {"text": clean.text, "drafts": [asdict(draft) for draft in drafts]}


@functools.cache
def find_second_reader() -> "RuleReader":
    """The second reading's rules, loaded once."""
    from samspil.initiatives.rules import RuleReader

    return RuleReader()


def _read_again(passages: Sequence[Passage]) -> dict[str, Any]:
    """The second reading: where its initiatives stand, beside the places of all passages."""
    proposals = find_second_reader().propose(passages)
    places = [(passage.start, passage.end) for passage in passages]
    units = [{"themes": one.themes, "stage": one.stage, "spans": [places[n] for n in (*one.passages, *one.rows)]} for one in proposals]
    return {"passages": [place for place, passage in zip(places, passages, strict=True) if passage.kind != "heading"], "second": units}


def draw_pages(payload: bytes, settings: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Pictures of pages with the boxes of quotes. `settings`: pages {number: [[raw_start, raw_end], ...]}, dpi."""
    from samspil.documents.drawing import draw_pages as draw_pdf_pages

    views = {}
    pages = {int(number): [(start, end) for start, end in ranges] for number, ranges in settings["pages"].items()}
    for number, page in draw_pdf_pages(payload, pages, settings["dpi"]):
        png = base64.b64encode(page.png).decode("ascii")
        views[str(number)] = {"png": png, **_describe(page)}
        progress(number)
    return {"views": views}


def read_published(payload: bytes, settings: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """A published review read from an article: `review` (year 0 when nobody says it; rows have no stage and amounts then), the years it speaks of, and whether
    anything was missing. `settings`: name, sha256, budget_year (None: as the article says), rules, ocr, language. Of a refused file: verdict and reason.
    """
    from samspil.review.kept_published import published_to_json
    from samspil.review.published.read import read_article, with_source
    from samspil.review.published.rows import read_rows
    from samspil.review.published.themes import TableRule

    use_language(settings.get("language", "da"))
    try:
        document = read_document(payload, settings["name"], ocr=settings.get("ocr", False), progress=progress)
    except RejectedError as refusal:
        return {"verdict": refusal.verdict, "reason": refusal.message}
    progress("read")
    found = read_article(document, settings.get("budget_year"), [TableRule(**rule) for rule in settings.get("rules", ())])
    review = with_source(found.review, settings["name"], settings["sha256"])
    if review.year:
        review = read_rows(review, find_reader(), progress)
    return {"review": published_to_json(review), "stated": list(found.stated), "gaps": found.gaps, "notes": list(document.notes)}


def read_purchases(payload: bytes, settings: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """Files on purchasing (`settings`: files as [name, length], municipality, language): the portfolio as JSON or None, findings and counts.

    A fault of our own says where and never what: messages of errors may hold what stood in the files.
    """
    from samspil.purchasing.intake.reading import read_files
    from samspil.purchasing.keeping import portfolio_to_json

    use_language(settings.get("language", "da"))
    files, start = [], 0
    for name, length in settings["files"]:
        files.append((name, payload[start : start + length]))
        start += length
    try:
        intake = read_files(files, municipality=settings["municipality"], progress=progress)
        kept = portfolio_to_json(intake.portfolio) if intake.portfolio else None
    except MemoryError:
        raise
    except Exception as error:
        return {"failed": type(error).__name__}
    return {"portfolio": kept, "findings": [asdict(each) for each in intake.findings], "counts": [asdict(each) for each in intake.counts]}


def read_case_sheet(payload: bytes, settings: Mapping[str, Any], progress: Progress) -> dict[str, Any]:
    """A workbook with a case of make or buy (`settings`: name): its tables, or what is wrong with it."""
    from samspil.purchasing.make_or_buy.sheet import read_sheets

    progress("read")
    return read_sheets(payload, settings["name"])
