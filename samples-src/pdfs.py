"""PDF samples: WeasyPrint with one style sheet per look, the scan and the locked file."""

import hashlib
import io
import re
import time
from html import escape

import pypdfium2 as pdfium
from source import HERE, NOTE, Sample
from weasyprint import HTML

COVER = re.compile(r"^(<h1>.*?</h1>\s*<h2>.*?</h2>)(.*?)(?=<h2>|<blockquote>)", re.S)
PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
SCAN_DPI = 110


def style_of(sample: Sample) -> str:
    """The style sheet of a sample's format with names filled in."""
    folder = HERE / "styles"
    style = (folder / "base.css").read_text(encoding="utf-8") + (folder / f"{sample.meta['format']}.css").read_text(encoding="utf-8")
    return style.replace("NOTE", NOTE).replace("MUNI", sample.municipality)


def page_of(sample: Sample) -> str:
    """The HTML that is printed."""
    body = sample.html
    if sample.meta["format"] == "pdf-design":
        body = COVER.sub(rf'<div class="cover"><div class="flag">{NOTE}</div>\1</div><div class="opening">\2</div>', body, count=1)
    stamp = f'<meta name="dcterms.created" content="{sample.date}"><meta name="author" content="{sample.municipality} Kommune">'
    title = escape(f"{sample.title} – {sample.municipality} Kommune")
    return f"<html lang=da><head><title>{title}</title>{stamp}<style>{style_of(sample)}</style></head><body>{body}</body></html>"


def build_pdf(sample: Sample) -> bytes:
    """Print a sample; the same bytes each time."""
    mark = hashlib.sha256(sample.file.encode()).digest()[:16]
    data: bytes = HTML(string=page_of(sample)).write_pdf(pdf_identifier=mark)
    return data


def build_scan(sample: Sample) -> bytes:
    """Print a sample and keep only the pictures of its pages, a little askew."""
    pages = [
        page.render(scale=SCAN_DPI / 72).to_pil().convert("L").rotate(0.5, fillcolor=250) for page in pdfium.PdfDocument(build_pdf(sample))
    ]
    out, day = io.BytesIO(), time.strptime(sample.date, "%Y-%m-%d")
    pages[0].save(
        out,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=SCAN_DPI,
        quality=45,
        creationDate=day,
        modDate=day,
        producer="Scanner",
    )
    return out.getvalue()


def rc4(key: bytes, data: bytes) -> bytes:
    """RC4, the cipher of old PDF files; good enough for a file nobody is meant to open."""
    box, j, i, out = list(range(256)), 0, 0, bytearray()
    for n in range(256):
        j = (j + box[n] + key[n % len(key)]) % 256
        box[n], box[j] = box[j], box[n]
    j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def md5(data: bytes) -> bytes:
    """MD5, as the standard security handler (revision 2) asks for."""
    return hashlib.md5(data, usedforsecurity=False).digest()


def lock_keys(password: str, mark: bytes) -> tuple[bytes, bytes, bytes]:
    """File key, owner entry and user entry for a 40-bit lock."""
    padded = (password.encode("latin-1") + PADDING)[:32]
    owner = rc4(md5(padded)[:5], padded)
    key = md5(padded + owner + (0xFFFFFFC4).to_bytes(4, "little") + mark)[:5]
    return key, owner, rc4(key, PADDING)


def build_locked(lines: list[str], password: str) -> bytes:
    """A one-page PDF that asks for a password."""
    mark = hashlib.sha256(password.encode()).digest()[:16]
    key, owner, user = lock_keys(password, mark)
    shown = " ".join(f"({line}) Tj 0 -22 Td" for line in lines)
    content = rc4(md5(key + (4).to_bytes(3, "little") + b"\0\0")[:10], f"BT /F1 14 Tf 60 760 Td {shown} ET".encode("cp1252"))
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 " + font + b">>>>>>",
        b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream",
        b"<</Filter/Standard/V 1/R 2/P -60/O<" + owner.hex().encode() + b">/U<" + user.hex().encode() + b">>>",
    ]
    return write_objects(objects, b"/Encrypt 5 0 R/ID[<%b><%b>]" % (mark.hex().encode(), mark.hex().encode()))


def write_objects(objects: list[bytes], trailer: bytes) -> bytes:
    """A PDF file of these objects, numbered from 1; the first is the catalogue."""
    out, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + text + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Size %d/Root 1 0 R" % (len(objects) + 1) + trailer + b">>\nstartxref\n%d\n%%%%EOF\n" % start)
