"""Imported by the fork server when it has nothing else to do: works out once what every child needs, so that a child costs less."""

import contextlib

from samspil.initiatives.amounts.words import compile_lists
from samspil.initiatives.left_alone import compile_words
from samspil.initiatives.wording import compile_words as compile_wording
from samspil.tasks import draw_pages, find_reader, find_second_reader, read_file

# A small agreement with something of everything: reading it fills the caches of patterns and words.
_TEXT = """Budgetaftale 2026 for Eksempelkøbing Kommune

Der afsættes 2,5 mio. kr. årligt i 2026-2028 til velfærdsteknologi, heraf 500.000 kr. til oplæring. Driften af vejene sendes i udbud, og der
indregnes en besparelse på 1 mio. kr. fra 2027 og frem. Puljen videreføres med 300 t.kr. i 2026 stigende til 400 t.kr. i overslagsårene.

Beløb i 1.000 kr.

| Ændring | 2026 | 2027 | 2028 | 2029 |
| Pulje til velfærdsteknologi | 2.500 | 2.500 | 2.500 | 0 |
| Udbud af veje | 0 | -1.000 | -1.000 | -1.000 |
"""

# A page of a PDF: opening one loads what PDFium puts off until it is needed.
_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length 74>>stream
BT /F1 11 Tf 60 780 Td (Budgetaftale 2026 for Eksempel Kommune) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
"""


def warm_up() -> None:
    """Read a text and a PDF, and draw a page: patterns are compiled, lists read and words met then. Never fails."""
    settings = {"budget_year": 2026, "second": True}
    with contextlib.suppress(Exception):  # whatever is wrong is said once, by the parent
        find_second_reader().finder.read_masks([list(find_reader().features.numbers)])
        compile_words()
        compile_wording()
        compile_lists()
        read_file(_TEXT.encode("utf-8"), {**settings, "name": "warm.txt"}, lambda _step: None)
        read_file(_PDF, {**settings, "name": "warm.pdf"}, lambda _step: None)
        draw_pages(_PDF, {"dpi": 90, "pages": {"1": [[0, 1]]}}, lambda _step: None)


warm_up()
