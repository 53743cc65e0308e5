"""PDF files made by hand, byte by byte, so that tests can break them where they like."""

import hashlib
import struct
import zlib

DANISH = "Der afsættes 1,5 mio. kr. årligt til velfærdsteknologi på Ærø, og børnene får øl af."
_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def assemble(objects: dict[int, bytes], *, trailer: bytes = b"", root: int = 1) -> bytes:
    """A file with these numbered objects, a right cross-reference table and a trailer."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    xref = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00000 f \n"
    out += b"trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, trailer, xref)
    return bytes(out)


def stream(body: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(body), entries, body)


def show(lines: list[str], *, x: float = 72, top: float = 770, size: float = 11) -> bytes:
    """Page content that prints lines of Windows-1252 text."""
    out = [b"BT /F1 %g Tf %g TL %g %g Td" % (size, size * 1.4, x, top)]
    for line in lines:
        escaped = line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        out.append(b"(%s) Tj T*" % escaped)
    return b"\n".join([*out, b"ET"])


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def make_pdf(
    pages: list[bytes],
    *,
    box: bytes = b"[0 0 595 842]",
    page: bytes = b"",
    catalog: bytes = b"",
    count: int | None = None,
    extra: dict[int, bytes] | None = None,
    resources: bytes = b"",
    font: bytes = FONT,
) -> bytes:
    """A whole file: one content stream a page. Objects: 1 catalog, 2 page tree, 3 font, then pages from 10; `extra` objects below 10."""
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog, 3: font}
    numbers = range(10, 10 + 2 * len(pages), 2)
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    objects[2] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages) if count is None else count)
    for number, content in zip(numbers, pages, strict=True):
        objects[number] = b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> %s >> %s >>" % (
            box,
            number + 1,
            resources,
            page,
        )
        objects[number + 1] = stream(content)
    return assemble(objects | (extra or {}))


def text_pdf(pages: int = 1) -> bytes:
    """Pages of plain Danish text."""
    return make_pdf([show([f"Side {number + 1}", *[DANISH] * 5]) for number in range(pages)])


def image_object(width: int = 100, height: int = 100) -> bytes:
    """A black-and-white picture as a compressed stream, made row by row so that large ones cost no memory."""
    packer = zlib.compressobj(9)
    row = bytes((width + 7) // 8)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    facts = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /FlateDecode"
    return stream(body, facts % (width, height))


def scanned_pdf(scans: int, texts: int = 0, *, width: int = 100, height: int = 100) -> bytes:
    """Pages with a picture only, then pages with text and the same picture."""
    picture = b"q 500 0 0 700 40 40 cm /Im1 Do Q"
    pages = [picture] * scans + [picture + b"\n" + show([DANISH] * 4)] * texts
    return make_pdf(pages, extra={4: image_object(width, height)}, resources=b"/XObject << /Im1 4 0 R >>")


def rc4(key: bytes, data: bytes) -> bytes:
    """The cipher of old PDF encryption."""
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def encrypted_pdf(user_password: bytes) -> bytes:
    """Revision 2 encryption (40 bits), copying not allowed (ISO 32000-1, 7.6.3)."""
    file_id = bytes(range(16))
    permissions = -20
    padded = (user_password + _PADDING)[:32]
    owner = rc4(hashlib.md5((b"owner" + _PADDING)[:32]).digest()[:5], padded)  # noqa: S324 - the format's own hash
    key = hashlib.md5(padded + owner + struct.pack("<i", permissions) + file_id).digest()[:5]  # noqa: S324
    user = rc4(key, _PADDING)
    content_key = hashlib.md5(key + struct.pack("<I", 11)[:3] + b"\0\0").digest()[:10]  # noqa: S324
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>",
        3: FONT,
        4: b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P %d >>" % (owner.hex().encode(), user.hex().encode(), permissions),
        10: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 11 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
        11: stream(rc4(content_key, show([DANISH] * 5))),
    }
    hex_id = file_id.hex().encode()
    return assemble(objects, trailer=b"/Encrypt 4 0 R /ID [<%s> <%s>]" % (hex_id, hex_id))
