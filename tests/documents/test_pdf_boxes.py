"""Boxes of lines are given to a tenth of a point, whatever numbers a file holds."""

import math
import struct

from hypothesis import given
from hypothesis import strategies as st

from samspil.documents.pdf_lines import _round

SMALL = st.floats(-30_000, 30_000, width=32)


@given(SMALL, st.sampled_from([0.0, 595.276, 841.89, 12.25, -0.05]), st.integers(-30_000, 30_000))
def test_tenths_are_those_of_the_decimal_number(number: float, edge: float, quarters: int) -> None:
    (edge,) = struct.unpack("f", struct.pack("f", edge))  # the corner of a page is one of C's floats too
    numbers = (number, number - edge, edge - number, quarters / 4)
    assert _round(*numbers) == tuple(round(each, 1) for each in numbers)


def test_what_is_no_number_stays_as_it_is() -> None:
    found = _round(math.nan, math.inf, -math.inf, 1.26)
    assert math.isnan(found[0])
    assert found[1:] == (math.inf, -math.inf, 1.3)
