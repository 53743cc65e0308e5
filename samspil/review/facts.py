"""What the reading of one file leaves for the review: enough to tell whose it is, for which year, and whether it stands there twice."""

from dataclasses import dataclass

from samspil.review.fingerprint import sketch_text, sum_numbers
from samspil.review.language import is_danish, looks_like_agreement
from samspil.review.owner import HEAD_LENGTH, TAIL_LENGTH, title_lines


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One file, read or not. `file`: path as listed; `verdict`, `reason`: of the reading; `title`: the format's own; `head`, `tail`:
    beginning and end of the text; `titles`: lines that look like an agreement's title; `length`: of the text in code
    points; `looks_like`, `danish`: see `language`; `sketch`, `numbers`: see `fingerprint`; `scanned`: pages that hold no text. All plain values, so that it can travel as JSON.
    """

    file: str
    sha256: str
    verdict: str
    reason: str = ""
    pages: int = 0
    title: str = ""
    head: str = ""
    tail: str = ""
    titles: tuple[str, ...] = ()
    length: int = 0
    looks_like: float = 0.0
    danish: float = 0.0
    sketch: tuple[int, ...] = ()
    numbers: int = 0
    scanned: int = 0


def gather_facts(  # one argument for each thing the reading knows
    file: str, sha256: str, verdict: str, reason: str, pages: int, title: str, text: str
) -> FileFacts:
    """The facts of a file; `text` is its whole cleaned text with line breaks, '' when it could not be read."""
    return FileFacts(
        file=file,
        sha256=sha256,
        verdict=verdict,
        reason=reason,
        pages=pages,
        title=title,
        head=text[:HEAD_LENGTH],
        tail=text[-TAIL_LENGTH:],
        titles=title_lines(text),
        length=len(text),
        looks_like=looks_like_agreement(text),
        danish=is_danish(text),
        sketch=sketch_text(text),
        numbers=sum_numbers(text),
    )
