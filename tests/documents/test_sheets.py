"""What is packed has the shades it should, point for point."""

import io

import numpy as np
import pytest
from PIL import Image

from samspil.documents import sheets
from samspil.documents.sheets import Grey, encode_sheet, is_tinted

SIZES = [(1, 1), (1, 3), (2, 4), (3, 5), (95, 7), (96, 8), (97, 9), (200, 1), (1, 1000), (193, 2)]


def read_back(png: bytes) -> Grey:
    """The greys of a PNG, after a strict reading of all of it."""
    with Image.open(io.BytesIO(png)) as checked:
        checked.verify()
    picture = Image.open(io.BytesIO(png))
    assert picture.mode == "P"
    return np.asarray(picture.convert("L"))


def noise(rows: int, columns: int) -> Grey:
    return np.random.default_rng(rows * 1000 + columns).integers(0, 256, (rows, columns), np.uint8)


@pytest.mark.parametrize("size", SIZES)
def test_sixteen_shades_are_the_nearest_ones(size: tuple[int, int]) -> None:
    grey = noise(*size)
    nearest = np.rint(grey.astype(float) / 17) * 17
    assert np.array_equal(read_back(encode_sheet(grey, fine=True)), nearest)


@pytest.mark.parametrize("size", SIZES)
def test_four_shades_of_every_grey(size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Ink, two edges, paper; the borders are where they are said to be."""
    monkeypatch.setattr(sheets, "is_tinted", lambda _grey: False)
    grey = noise(*size)
    expected = np.select([grey < 43, grey < 128, grey < 240], [0, 85, 180], 255)
    assert np.array_equal(read_back(encode_sheet(grey)), expected)


def test_every_grey_in_both() -> None:
    grey = np.arange(256, dtype=np.uint8).reshape(16, 16)
    assert np.array_equal(read_back(encode_sheet(grey, fine=True)), np.rint(grey / 17) * 17)


@pytest.mark.parametrize(
    ("plain", "points", "tinted"),
    [
        (0, 0, False),
        (200, 9, False),
        (200, 11, True),
        (23, 500, False),
        (24, 11, True),
        (247, 11, True),
        (248, 500, False),
        (255, 1000, False),
    ],
)
def test_one_grey_in_a_hundred_points_is_a_tint(plain: int, points: int, tinted: bool) -> None:
    """Ink, paper and their neighbours do not count, wherever they stand."""
    for first in (0, 1000 - points):
        grey = np.full((40, 25), 255, np.uint8)
        grey.reshape(-1)[first : first + points] = plain
        assert is_tinted(grey) == tinted


def test_many_edges_are_a_tint_too() -> None:
    grey = np.full((40, 25), 255, np.uint8)
    grey.reshape(-1)[:126] = 30 + np.arange(126)
    assert is_tinted(grey)
    grey[0, 0] = 255
    assert not is_tinted(grey)


def test_the_same_page_gives_the_same_bytes() -> None:
    assert encode_sheet(noise(50, 50)) == encode_sheet(noise(50, 50))
