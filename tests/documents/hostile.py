"""Hostile and broken files, one line or more for each row of the table in docs (hardening, section D) that concerns reading a file.

Everything is made here, from a seed: no real malware. `CASES` are the files of every commit; `flipped(n)` gives n damaged ones.
"""

import codecs
import random
import struct
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from raw_docx import make_docx, make_zip, paragraph
from raw_pdf import DANISH, assemble, encrypted_pdf, make_pdf, scanned_pdf, show, stream, text_pdf

OK, WARN, NEEDS_OCR, ENCRYPTED, REJECTED, FAILED = "ok", "warn", "needs_ocr", "encrypted", "rejected", "failed"
DAMAGED = frozenset((OK, WARN, NEEDS_OCR, ENCRYPTED, REJECTED, FAILED))


@dataclass(frozen=True)
class Case:
    """`row` of the table, a `file` name, how to make it, the verdicts that are right, and words that the reason or a note must hold."""

    row: int
    what: str
    file: str
    make: Callable[[], bytes]
    verdicts: frozenset[str]
    words: str = ""
    text: str = ""

    def __str__(self) -> str:
        return f"{self.row}-{self.what}"


def case(row: int, what: str, file: str, make: Callable[[], bytes], *verdicts: str, words: str = "", text: str = "") -> Case:
    return Case(row, what, file, make, frozenset(verdicts), words, text)


def cut(share: float) -> bytes:
    whole = text_pdf(10)
    return whole[: int(len(whole) * share)]


def flipped(count: int, seed: int = 2026) -> Iterator[bytes]:
    """PDFs and Word files with bytes changed at random."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    sources = [text_pdf(3), make_docx(paragraph(DANISH) * 5), scanned_pdf(1, 1)]
    for number in range(count):
        data = bytearray(sources[number % len(sources)])
        for _ in range(chance.choice((1, 5, 50))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        yield bytes(data)


def xref_loop() -> bytes:
    data = text_pdf()
    place = data.rfind(b"xref", 0, data.rfind(b"startxref"))
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % place)


def page_tree_loop() -> bytes:
    return make_pdf([show([DANISH] * 4)]).replace(b"/Kids [10 0 R]", b"/Kids [2 0 R]")


def form_loop() -> bytes:
    form = stream(b"/Fm1 Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Fm1 5 0 R >> >>")
    return make_pdf([show([DANISH] * 4) + b" /Fm1 Do"], extra={5: form}, resources=b"/XObject << /Fm1 5 0 R >>")


def outline_loop() -> bytes:
    outline = b"<< /Type /Outlines /First 6 0 R /Last 6 0 R /Count 1 >>"
    item = b"<< /Title (x) /Parent 5 0 R /Next 6 0 R /First 6 0 R >>"
    return make_pdf([show([DANISH] * 4)], catalog=b"/Outlines 5 0 R", extra={5: outline, 6: item})


def deep_nesting() -> bytes:
    return make_pdf([show([DANISH] * 4)], catalog=b"/Deep " + b"[" * 100_000 + b"]" * 100_000)


def squeeze(size: int) -> bytes:
    packer = zlib.compressobj(9)
    block = bytes(1 << 20)
    return b"".join(packer.compress(block) for _ in range(size >> 20)) + packer.flush()


def flate_bomb() -> bytes:
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>",
        10: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 11 0 R >>",
        11: stream(squeeze(1 << 30), b"/Filter /FlateDecode"),
    }
    return assemble(objects)


def filter_chain() -> bytes:
    body = show([DANISH] * 4)
    for _ in range(30):
        body = zlib.compress(body)
    return make_pdf([b""]).replace(stream(b""), stream(body, b"/Filter [" + b"/FlateDecode " * 30 + b"]"))


def run_length_bomb() -> bytes:
    return make_pdf([b""]).replace(stream(b""), stream(b"\x81 " * 500_000 + b"\x80", b"/Filter [/RunLengthDecode /RunLengthDecode]"))


def active(action: bytes) -> bytes:
    return make_pdf([show([DANISH] * 4)], catalog=b"/OpenAction 5 0 R", extra={5: action})


def xfa() -> bytes:
    form = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/">&e;</xdp:xdp>'
    return make_pdf([show([DANISH] * 4)], catalog=b"/AcroForm << /XFA 5 0 R /Fields [] >>", extra={5: stream(form)})


def with_attachment() -> bytes:
    names = b"/Names << /EmbeddedFiles << /Names [(x.exe) 5 0 R] >> >>"
    spec = b"<< /Type /Filespec /F (x.exe) /EF << /F 6 0 R >> >>"
    return make_pdf([show([DANISH] * 4)], catalog=names, extra={5: spec, 6: stream(b"MZ not a program", b"/Type /EmbeddedFile")})


def glyphs_without_letters() -> bytes:
    to_private = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def "
        b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <20> <FF> <E020> endbfrange endcmap end end"
    )
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 5 0 R >>"
    return make_pdf([show([DANISH] * 6)], font=font, extra={5: stream(to_private)})


def letters_without_vowels() -> bytes:
    table = str.maketrans("aeiouyæøåAEIOUYÆØÅ", "bcdfghjklBCDFGHJKL")
    return make_pdf([show([DANISH.translate(table)] * 20)])


def hidden_text() -> bytes:
    off_page = show(["Skjult ord uden for siden, som ingen kan se"], x=2000)
    tiny = show(["Skjult ord med en skrift, som ingen kan se"], size=1, top=300)
    return make_pdf([show([DANISH] * 4) + b"\n" + off_page + b"\n" + tiny])


def zip_with_many(count: int) -> bytes:
    return make_zip({"word/document.xml": "<x/>"} | {f"word/{number}.xml": "" for number in range(count)})


def overlapping_zip() -> bytes:
    """Two directory entries for one local member."""
    data = make_docx(paragraph(DANISH))
    end = data.rfind(b"PK\x05\x06")
    size, start = struct.unpack_from("<II", data, end + 12)
    entry = data[start : data.find(b"PK\x01\x02", start + 4)]
    twin = bytearray(entry)
    twin[46] = ord("{")
    tail = bytearray(data[end:])
    struct.pack_into("<HHI", tail, 8, 3, 3, size + len(twin))
    return data[:end] + bytes(twin) + bytes(tail)


def named_member(name: str) -> bytes:
    return make_docx(paragraph(DANISH), parts={name: "x"})


def symlink_member() -> bytes:
    data = bytearray(make_docx(paragraph(DANISH), parts={"word/link": "/etc/passwd"}))
    place = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, place + 38, 0o120777 << 16)
    return bytes(data)


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(98 + n)} "{"&" + chr(97 + n) + ";" * 1}">' for n in range(9)) + "]>"
EXTERNAL_ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
REMOTE_ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:9/canary">]>'
EXTERNAL_TEMPLATE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="attachedTemplate" '
    'Target="http://127.0.0.1:9/t.dotm" TargetMode="External"/></Relationships>'
)
PAGE = "<!doctype html><html lang=da><meta charset=utf-8><title>Aftale</title><body>{}</body></html>"
ACTIVE_PAGE = PAGE.format(
    f"<p>{DANISH}</p><script>steal()</script><img src=x onerror=steal()><a href='javascript:steal()'>link</a><svg><text>svg</text></svg>"
    "<iframe src='http://127.0.0.1:9/'>ramme</iframe><meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'><base href='http://x/'>"
)


def page(body: str) -> Callable[[], bytes]:
    return lambda: PAGE.format(body).encode()


def text_in(encoding: str, mark: bytes = b"") -> Callable[[], bytes]:
    return lambda: mark + (DANISH + "\n").encode(encoding) * 5


PDF_CASES = [
    case(2, "cut-10", "a.pdf", lambda: cut(0.1), WARN, REJECTED),
    case(2, "cut-50", "a.pdf", lambda: cut(0.5), WARN, REJECTED),
    case(2, "cut-90", "a.pdf", lambda: cut(0.9), WARN, REJECTED),
    case(2, "no-eof", "a.pdf", lambda: text_pdf(2).replace(b"%%EOF", b""), WARN, text=DANISH),
    case(4, "user-password", "a.pdf", lambda: encrypted_pdf(b"hemmelig"), ENCRYPTED, words="adgangskode"),
    case(5, "no-copy-flag", "a.pdf", lambda: encrypted_pdf(b""), WARN, words="beskyttet", text=DANISH),
    case(6, "xref-loop", "a.pdf", xref_loop, OK, WARN, REJECTED),
    case(7, "page-tree-loop", "a.pdf", page_tree_loop, OK, WARN, REJECTED, NEEDS_OCR),
    case(7, "form-loop", "a.pdf", form_loop, OK, WARN, text=DANISH),
    case(7, "outline-loop", "a.pdf", outline_loop, OK, WARN, text=DANISH),
    case(8, "deep-nesting", "a.pdf", deep_nesting, OK, WARN, REJECTED, FAILED),
    case(9, "flate-bomb", "a.pdf", flate_bomb, REJECTED, FAILED, NEEDS_OCR),
    case(9, "filter-chain", "a.pdf", filter_chain, OK, WARN, REJECTED, FAILED, NEEDS_OCR),
    case(9, "run-length-bomb", "a.pdf", run_length_bomb, REJECTED, FAILED, NEEDS_OCR),
    case(10, "4000-pages", "a.pdf", lambda: text_pdf(4000), REJECTED, words="for mange sider"),
    case(10, "lying-count", "a.pdf", lambda: make_pdf([show([DANISH] * 4)], count=2**31 - 1), OK, WARN, text=DANISH),
    case(11, "huge-box", "a.pdf", lambda: make_pdf([show([DANISH] * 4)], box=b"[0 0 1000000000 1000000000]"), OK, WARN, text=DANISH),
    case(11, "zero-box", "a.pdf", lambda: make_pdf([show([DANISH] * 4)], box=b"[0 0 0 0]"), OK, WARN, text=DANISH),
    case(11, "negative-box", "a.pdf", lambda: make_pdf([show([DANISH] * 4)], box=b"[595 842 0 0]"), OK, WARN, text=DANISH),
    case(11, "rotated", "a.pdf", lambda: make_pdf([show([DANISH] * 4)], page=b"/Rotate 90"), OK, text=DANISH),
    case(12, "huge-image", "a.pdf", lambda: scanned_pdf(0, 1, width=60_000, height=60_000), OK, WARN, text=DANISH),
    case(
        13, "javascript", "a.pdf", lambda: active(b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"), WARN, words="aktivt indhold", text=DANISH
    ),
    case(13, "launch", "a.pdf", lambda: active(b"<< /S /Launch /F (/bin/sh) >>"), WARN, words="aktivt indhold", text=DANISH),
    case(13, "xfa", "a.pdf", xfa, WARN, words="aktivt indhold", text=DANISH),
    case(14, "attachment", "a.pdf", with_attachment, WARN, words="indlejrede filer (1)", text=DANISH),
    case(15, "scanned", "a.pdf", lambda: scanned_pdf(3), NEEDS_OCR, words="indscannet"),
    case(15, "mixed", "a.pdf", lambda: scanned_pdf(3, 17), WARN, words="1-3", text=DANISH),
    case(16, "private-glyphs", "a.pdf", glyphs_without_letters, NEEDS_OCR, words="tekstlag"),
    case(16, "no-vowels", "a.pdf", letters_without_vowels, NEEDS_OCR, words="tekstlag"),
    case(17, "hidden", "a.pdf", hidden_text, WARN, words="usynlig", text=DANISH),
    case(20, "pdf-zip", "a.pdf", lambda: text_pdf() + make_docx(paragraph(DANISH)), REJECTED, words="to filtyper"),
    case(20, "zip-pdf", "a.pdf", lambda: make_docx(paragraph("%PDF-1.7")) + text_pdf(), REJECTED),
    case(20, "html-pdf", "a.pdf", lambda: b"<html><script>x</script>" + text_pdf(), REJECTED, words="to filtyper"),
]

TYPE_CASES = [
    *[case(1, "empty", f"a.{end}", lambda: b"", REJECTED, words="tom") for end in ("pdf", "docx", "html", "txt")],
    case(21, "docx-named-pdf", "a.pdf", lambda: make_docx(paragraph(DANISH)), REJECTED, words="omdøb til a.docx"),
    case(21, "pdf-named-txt", "a.txt", text_pdf, REJECTED, words="indholdet er PDF; omdøb til a.pdf"),
    case(21, "html-named-txt", "a.txt", page(DANISH), REJECTED, words="omdøb til a.html"),
    case(21, "exe-named-docx", "a.docx", lambda: b"MZ\x90\x00\x03" + bytes(200), REJECTED, words="et program"),
    case(27, "old-doc", "a.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), REJECTED, words="ældre Office"),
    case(27, "locked-docx", "a.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), ENCRYPTED),
    case(27, "rtf", "a.rtf", lambda: b"{\\rtf1\\ansi tekst}", REJECTED, words="RTF"),
    case(27, "odt", "a.odt", lambda: make_zip({"mimetype": "x", "content.xml": "<x/>"}), REJECTED, words="OpenDocument"),
    case(27, "docm", "a.docm", lambda: make_docx(paragraph(DANISH), parts={"word/vbaProject.bin": b"x"}), REJECTED, words="makroer"),
    case(27, "image", "a.png", lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), REJECTED, words="billede"),
    case(27, "xlsx", "a.xlsx", lambda: make_zip({"xl/workbook.xml": "<x/>"}), REJECTED, words="regneark"),
]

DOCX_CASES = [
    case(22, "bomb", "a.docx", lambda: make_docx(paragraph(DANISH), parts={"word/x.bin": bytes(200 << 20)}), REJECTED, words="pakkes ud"),
    case(22, "overlap", "a.docx", overlapping_zip, REJECTED),
    case(22, "3000-members", "a.docx", lambda: zip_with_many(3_000), REJECTED, words="pakkes ud"),
    case(23, "dot-dot", "a.docx", lambda: named_member("../../x"), REJECTED, words="usikre"),
    case(23, "absolute", "a.docx", lambda: named_member("/etc/x"), REJECTED, words="usikre"),
    case(23, "drive", "a.docx", lambda: named_member("C:\\x"), REJECTED, words="usikre"),
    case(23, "symlink", "a.docx", symlink_member, REJECTED, words="usikre"),
    case(24, "file-entity", "a.docx", lambda: make_docx(paragraph("&e;"), prolog=EXTERNAL_ENTITY), REJECTED, words="DTD"),
    case(24, "web-entity", "a.docx", lambda: make_docx(paragraph("&e;"), prolog=REMOTE_ENTITY), REJECTED, words="DTD"),
    case(25, "laughs", "a.docx", lambda: make_docx(paragraph("&j;"), prolog=LAUGHS), REJECTED, words="DTD"),
    case(
        26,
        "template",
        "a.docx",
        lambda: make_docx(paragraph(DANISH), parts={"word/_rels/settings.xml.rels": EXTERNAL_TEMPLATE}),
        WARN,
        words="ikke er hentet",
        text=DANISH,
    ),
    case(28, "broken-xml", "a.docx", lambda: make_docx("<w:p><w:r>"), REJECTED, words="beskadiget"),
    case(28, "no-text", "a.docx", lambda: make_docx(paragraph(" ")), REJECTED, words="ingen tekst"),
]

TEXT_CASES = [
    case(
        25,
        "xhtml-laughs",
        "a.xhtml",
        f'<?xml version="1.0"?>{LAUGHS.replace("x [", "html [")}<html><p>&j;</p></html>'.encode,
        REJECTED,
        words="DTD",
    ),
    case(29, "active", "a.html", ACTIVE_PAGE.encode, OK, text=DANISH),
    case(30, "50-mb", "a.html", lambda: PAGE.format("<p>x</p>" * 6_500_000).encode(), REJECTED, words="for meget tekst"),
    case(30, "many-rows", "a.html", page("<table>" + "<tr><td>a<td>1</tr>" * 50_000 + "</table>"), OK, REJECTED),
    case(30, "deep", "a.html", page("<div>" * 100_000 + DANISH), REJECTED, words="niveauer"),
    case(30, "deep-tables", "a.html", page("<table><tr><td>" * 20_000 + DANISH), REJECTED, words="niveauer"),
    case(30, "deep-menus", "a.html", page("<div class=share>" * 4_000 + DANISH), OK, REJECTED),
    case(30, "rowspan", "a.html", page(f"<table><tr><td rowspan=1000000000 colspan=1000000000>{DANISH}<td>1</table>"), OK, text=DANISH),
    case(32, "utf-8", "a.txt", text_in("utf-8"), OK, text=DANISH),
    case(32, "utf-8-bom", "a.txt", text_in("utf-8", codecs.BOM_UTF8), OK, text=DANISH),
    case(32, "utf-16-le-bom", "a.txt", text_in("utf-16-le", codecs.BOM_UTF16_LE), OK, text=DANISH),
    case(32, "utf-16-be-bom", "a.txt", text_in("utf-16-be", codecs.BOM_UTF16_BE), OK, text=DANISH),
    case(32, "utf-16-le", "a.txt", text_in("utf-16-le"), WARN, words="UTF-16-LE", text=DANISH),
    case(32, "utf-16-be", "a.txt", text_in("utf-16-be"), WARN, words="UTF-16-BE", text=DANISH),
    case(32, "cp1252", "a.txt", text_in("cp1252"), WARN, words="cp1252", text=DANISH),
    case(32, "latin-1", "a.txt", text_in("latin-1"), WARN, words="cp1252", text=DANISH),
    case(32, "mac", "a.txt", text_in("mac_roman"), WARN, words="mac_roman", text=DANISH),
    case(
        32,
        "dos",
        "a.txt",
        lambda: ("Besparelser på området for børn og ældre\n" * 5).encode("cp865"),
        WARN,
        text="på området for børn og ældre",
    ),
    case(33, "html-lies", "a.html", lambda: PAGE.format(DANISH).encode("cp1252"), WARN, text=DANISH),
    case(33, "mixed", "a.txt", lambda: DANISH.encode() * 5 + b"\n" + DANISH.encode("cp1252"), WARN, words="blander", text=DANISH),
    case(34, "decomposed", "a.txt", lambda: unicodedata.normalize("NFD", DANISH).encode(), OK),
    case(35, "controls", "a.txt", lambda: (DANISH + "\x00\x07\x1b\ufffe\ufeff\n").encode() * 3, WARN, words="Ugyldige tegn", text=DANISH),
    case(35, "surrogates", "a.txt", lambda: DANISH.encode() + b"\xed\xa0\x80\n", WARN, text=DANISH),
    case(36, "right-to-left", "a.txt", ("Viborg\u202e gro\u200bbiV\n" + DANISH).encode, WARN, words="usynlige tegn"),
    case(37, "one-line", "a.txt", lambda: (DANISH * 240_000).encode()[:19_900_000].rsplit(b" ", 1)[0], OK),
    case(37, "many-lines", "a.txt", lambda: b"x\n" * 5_000_000, REJECTED, words="for mange linjer"),
    case(41, "odd-name", "-<img> \n'\"\u202e" + "x" * 200 + ".txt", DANISH.encode, OK, text=DANISH),
    case(42, "bytes-name", "forlig\udcf8.txt", DANISH.encode, OK, text=DANISH),
]

CASES = [*PDF_CASES, *TYPE_CASES, *DOCX_CASES, *TEXT_CASES]
