"""The map of Denmark: outlines of the 98 municipalities as SVG paths, and how many initiatives each is coloured by.

Data: `data/kommuner.geojson` (DAGI 1:500.000, February 2014, simplified). Bornholm stands in a box of its own, north of where it lies.
"""

import functools
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise

BORNHOLM = "0400"
SCALE = 300  # units per degree of latitude
WEST, NORTH, SOUTH, EAST = 8.05, 57.78, 54.53, 12.85
SHRINK = math.cos(math.radians(56))  # a degree of longitude against one of latitude
BORNHOLM_SHIFT = (-2.37, 2.36)  # degrees the island is moved by
WIDTH, HEIGHT = round((EAST - WEST) * SHRINK * SCALE), round((NORTH - SOUTH) * SCALE)
INSET = (WIDTH - 128, 4, 124, 158)  # x, y, width, height of Bornholm's box

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shape:
    """A municipality's outline as the `d` of an SVG path, in units of the map."""

    code: str
    name: str
    path: str


@functools.cache
def read_shapes() -> tuple[Shape, ...]:
    """All outlines, by code."""
    file = resources.files("samspil.publish").joinpath("data/kommuner.geojson")
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    return tuple(_read_shape(feature) for feature in sorted(features, key=lambda feature: str(feature["id"])))


def _read_shape(feature: Mapping[str, dict[str, str]]) -> Shape:
    code, geometry = feature["properties"]["kode"], feature["geometry"]
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    shift = BORNHOLM_SHIFT if code == BORNHOLM else (0.0, 0.0)
    path = "".join(draw_ring([project(point, shift) for point in ring]) for polygon in polygons for ring in polygon)  # type: ignore[arg-type]
    return Shape(code, feature["properties"]["navn"], path)


def project(point: Sequence[float], shift: tuple[float, float] = (0.0, 0.0)) -> Point:
    """Longitude and latitude to units of the map, north up."""
    east, north = point[0] + shift[0] - WEST, NORTH - point[1] - shift[1]
    return round(east * SHRINK * SCALE), round(north * SCALE)


def draw_ring(points: Sequence[Point]) -> str:
    """A closed ring in relative steps, points that fall together left out; '' for a ring smaller than a unit."""
    ring = [point for number, point in enumerate(points) if not number or point != points[number - 1]]
    if len(ring) < 4:
        return ""
    steps = [f"{x - a} {y - b}" for (a, b), (x, y) in pairwise(ring[:-1])]
    return f"M{ring[0][0]} {ring[0][1]}l{' '.join(steps)}z".replace(" -", "-")


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the colour scale: `number` from 1, counts from `low` to `high`."""

    number: int
    low: int
    high: int

    @property
    def words(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low}–{self.high}"


def build_scale(counts: Iterable[int], steps: int = 4) -> list[Step]:
    """Equal steps from 1 to the largest count; fewer where there are not enough different counts."""
    largest = max(counts, default=0)
    width = max(math.ceil(largest / steps), 1)
    bounds = [(low, min(low + width - 1, largest)) for low in range(1, largest + 1, width)]
    return [Step(number, low, high) for number, (low, high) in enumerate(bounds, 1)]


def find_step(scale: Sequence[Step], count: int) -> int:
    """The step a count falls in; 0 for none."""
    return next((step.number for step in scale if step.low <= count <= step.high), 0)
