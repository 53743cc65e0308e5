"""A drawn page packed as PNG: four shades of grey for letters and lines, sixteen for anything else."""

import io
from zlib import Z_RLE

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Grey = NDArray[np.uint8]  # rows x columns of points

_LEVEL = 1  # packing costs more than drawing: level 1 is three times as fast as 6 and hardly larger
_PLAIN = slice(24, 248)  # what is neither ink nor paper
_MOST_EDGES = 0.125  # of a page's points: edges of letters are 3 to 11 in a hundred on pages of text, tinted pages have 15 and more
_LARGEST_TINT = 0.01  # of them in one and the same grey: a tint, and no edge
_PAPER = np.uint64(0xFFFFFFFFFFFFFFFF)  # eight white points
# Grey to shade, the greys of the shades, bits of a point
_SIXTEEN = ([(grey * 15 + 127) // 255 for grey in range(256)], [17 * shade for shade in range(16) for _colour in range(3)], 4)
# Four shades for letters and lines. Their borders are not even, or thin pale lines would be white.
_FOUR = (
    [sum(grey >= least for least in (43, 128, 240)) for grey in range(256)],
    [shade for shade in (0, 85, 180, 255) for _colour in range(3)],
    2,
)


def encode_png(image: Image.Image) -> bytes:
    """The picture as PNG bytes, the same for the same picture."""
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=_LEVEL)
    return out.getvalue()


def encode_sheet(grey: Grey, *, fine: bool = False) -> bytes:
    """A grey page as PNG bytes: in four shades when it holds letters and lines only, in sixteen when it is `fine` or tinted.

    On paper nobody sees the difference; four shades take half of the time and two thirds of the room of sixteen.
    """
    to_shade, palette, bits = _SIXTEEN if fine or is_tinted(grey) else _FOUR
    shades = Image.fromarray(grey).point(to_shade)
    shades.putpalette(palette)
    out = io.BytesIO()
    if bits == 2:  # few shades make long runs: looking for anything but runs takes longer and finds nothing
        shades.save(out, "PNG", bits=bits, compress_level=_LEVEL, compress_type=Z_RLE)
    else:
        shades.save(out, "PNG", bits=bits, compress_level=_LEVEL)
    return out.getvalue()


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
