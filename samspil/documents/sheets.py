"""A drawn page packed as PNG: four shades of grey for letters and lines, sixteen for anything else.

Packed here, because Pillow takes two to three times as long for it. The format is that of https://www.w3.org/TR/png-3/, chapters 5, 7.2 and 11.2.
"""

import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Grey = NDArray[np.uint8]  # rows x columns of points

_LEVEL = 1  # packing costs more than drawing: level 1 is three times as fast as 6 and hardly larger
_PLAIN = slice(24, 248)  # what is neither ink nor paper
_MOST_EDGES = 0.125  # of a page's points: edges of letters are 3 to 11 in a hundred on pages of text, tinted pages have 15 and more
_LARGEST_TINT = 0.01  # of them in one and the same grey: a tint, and no edge
_PAPER = np.uint64(0xFFFFFFFFFFFFFFFF)  # eight white points
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_WITH_PALETTE = 3  # a colour type of PNG
_ROWS_AT_A_TIME = 96  # stay in the processor's nearest memory


@dataclass(frozen=True, slots=True)
class _Packing:
    """A way to pack: `bits` of a point, the grey of each shade, rows of points to rows of packed bytes, and zlib's strategy."""

    bits: int
    greys: tuple[int, ...]
    pack: Callable[[Grey], Grey]
    strategy: int


def encode_png(image: Image.Image) -> bytes:
    """The picture as PNG bytes, the same for the same picture."""
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=_LEVEL)
    return out.getvalue()


def encode_sheet(grey: Grey, *, fine: bool = False) -> bytes:
    """A grey page as PNG bytes: in four shades when it holds letters and lines only, in sixteen when it is `fine` or tinted.

    On paper nobody sees the difference; four shades take half of the time and two thirds of the room of sixteen.
    """
    return _encode(grey, _SIXTEEN if fine or is_tinted(grey) else _FOUR)


def is_tinted(grey: Grey) -> bool:
    """Whether a grey picture shows more greys than the edges of letters and lines do."""
    flat = grey.reshape(-1)
    whole = flat.size // _PAPER.nbytes * _PAPER.nbytes
    groups = flat[:whole].view(np.uint64)
    inked = np.concatenate((groups[groups != _PAPER].view(np.uint8), flat[whole:]))  # most of a page is paper: nothing to count there
    if not inked.size:
        return False
    greys = Image.frombuffer("L", (inked.size, 1), inked.tobytes(), "raw", "L", 0, 1).histogram()[_PLAIN]
    return sum(greys) > _MOST_EDGES * flat.size or max(greys) > _LARGEST_TINT * flat.size


def _encode(grey: Grey, packing: _Packing) -> bytes:
    rows, columns = grey.shape
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, packing.strategy)
    parts = [packer.compress(_pack_rows(grey[first : first + _ROWS_AT_A_TIME], packing)) for first in range(0, rows, _ROWS_AT_A_TIME)]
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", columns, rows, packing.bits, _WITH_PALETTE, 0, 0, 0)),
        (b"PLTE", bytes(grey for grey in packing.greys for _colour in range(3))),
        (b"IDAT", b"".join((*parts, packer.flush()))),
        (b"IEND", b""),
    )
    return b"".join((_SIGNATURE, *(_chunk(name, body) for name, body in chunks)))


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(body, zlib.crc32(name)))


def _pack_rows(grey: Grey, packing: _Packing) -> bytes:
    """Rows as they stand in a PNG: a byte that says 'not filtered', then the points, those that fill up the last byte white."""
    rows, columns = grey.shape
    points = np.full((rows, -(-columns // 4) * 4), 255, np.uint8)
    points[:, :columns] = grey
    packed = np.zeros((rows, 1 + -(-columns * packing.bits // 8)), np.uint8)
    packed[:, 1:] = packing.pack(points)[:, : packed.shape[1] - 1]
    return packed.tobytes()


_FROM = (43, 128, 240)  # the least grey of each of four shades but the darkest. Not even, or thin pale lines would be white
_TOGETHER = np.uint32(1 << 30 | 1 << 20 | 1 << 10 | 1)  # moves four shades, a byte each, side by side into the highest byte


def _pack_four(points: Grey) -> Grey:
    shades = (points >= _FROM[0]).view(np.uint8)
    for least in _FROM[1:]:
        shades += (points >= least).view(np.uint8)
    return ((shades.view("<u4") * _TOGETHER) >> np.uint32(24)).astype(np.uint8)


def _pack_sixteen(points: Grey) -> Grey:
    wide = points.astype(np.uint16)
    wide *= 15
    wide += 128
    wide += wide >> 8  # with the shift that follows: the whole division by 255
    wide >>= 8
    shades = wide.astype(np.uint8)
    return shades[:, ::2] * np.uint8(16) + shades[:, 1::2]


_FOUR = _Packing(2, (0, 85, 180, 255), _pack_four, zlib.Z_RLE)  # few shades make long runs: looking for anything else finds nothing
_SIXTEEN = _Packing(4, tuple(17 * shade for shade in range(16)), _pack_sixteen, zlib.Z_DEFAULT_STRATEGY)
