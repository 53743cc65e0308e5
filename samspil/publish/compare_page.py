"""The comparison of two years as files: `compare.json`, `compare.csv`, `compare.xlsx`, and the page `compare/index.html` in the report's dress.

The page is static: it opens from a folder, loads nothing from the network, and everything can be read without JavaScript.
"""

import datetime
import io
import re
import shutil
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import xlsxwriter

from samspil import __version__
from samspil.publish.compare_json import comparison_to_json, write_json
from samspil.publish.compare_sheets import group_name, guide_lines, list_sheets, remark, to_csv
from samspil.publish.files import replaced_folder, write_bytes
from samspil.publish.report import load_templates
from samspil.publish.xlsx import OPTIONS, STYLES, write_guide, write_sheet
from samspil.review.years.summary import add_promises, count_statuses
from samspil.values.codes import MUNICIPALITIES_IN_DENMARK
from samspil.values.comparison import STATUSES, Comparison, Count, Fate
from samspil.vocabulary.texts import language, say

ASSETS = (
    "report.css", "compare.css", "compare.js", "IBMPlexSans-license.txt",
    "IBMPlexSans-Regular-Latin1.woff2", "IBMPlexSans-SemiBold-Latin1.woff2",
)  # fmt: skip
MARKER = "assets/compare.css"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def write_comparison(comparison: Comparison, out: Path) -> Path:
    """All files of a comparison in the folder `out`; gives the page's path. Raises OutputError."""
    write_json(comparison_to_json(comparison), out / "compare.json")
    write_bytes(out / "compare.csv", to_csv(comparison))
    write_bytes(out / "compare.xlsx", to_xlsx(comparison))
    return write_page(comparison, out)


def to_xlsx(comparison: Comparison) -> bytes:
    """Five sheets: how to read, overview, undertakings, money, trends."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, OPTIONS)
    title = say("compare.title", earlier=comparison.earlier_year, later=comparison.later_year)
    book.set_properties({"title": title, "created": datetime.datetime(comparison.later_year, 1, 1)})
    styles = {name: book.add_format({"font_name": "Calibri", **look}) for name, look in STYLES.items()}
    write_guide(book, guide_lines(comparison), styles)
    for name, sheet in list_sheets(comparison):
        write_sheet(book, name, sheet, styles)
    book.close()
    return target.getvalue()


def write_page(comparison: Comparison, out: Path) -> Path:
    """`out/compare/` anew, with its style and fonts. Raises OutputError."""
    html = load_templates().get_template("compare.html").render(**_values(comparison))
    with replaced_folder(out / "compare", MARKER) as new:
        (new / "assets").mkdir()
        for name in ASSETS:
            with resources.as_file(resources.files("samspil.publish").joinpath("assets", name)) as file:
                shutil.copyfile(file, new / "assets" / name)
        (new / "index.html").write_bytes(_CONTROLS.sub("\ufffd", html).encode("utf-8", errors="replace"))
    return out / "compare" / "index.html"


def _values(comparison: Comparison) -> dict[str, Any]:
    """What the template knows."""
    places: dict[str, list[Fate]] = {}
    for fate in comparison.fates:
        places.setdefault(fate.municipality, []).append(fate)
    return {
        "c": comparison,
        "years": {"earlier": comparison.earlier_year, "later": comparison.later_year},
        "language": language(),
        "version": __version__,
        "of": MUNICIPALITIES_IN_DENMARK,
        "statuses": STATUSES,
        "totals": count_statuses(comparison),
        "by_theme": {theme: count_statuses(comparison, theme) for theme in comparison.themes},
        "places": places,
        "money": add_promises(comparison),
        "country": tabulate([count for count in comparison.counts if count.division == "country"]),
        "panel": tabulate([count for count in comparison.counts if count.division == "panel"]),
        "groups": {name: _groups(comparison, name) for name in ("region", "type")},
        "remark": remark,
        "group_name": group_name,
    }


def tabulate(counts: Sequence[Count]) -> dict[str, dict[int, Count]]:
    """theme -> year -> count."""
    table: dict[str, dict[int, Count]] = {}
    for count in counts:
        table.setdefault(count.theme, {})[count.year] = count
    return table


def _groups(comparison: Comparison, division: str) -> list[tuple[str, int, dict[str, dict[int, Count]]]]:
    """Rows of regions or types: (name, borders, theme -> year -> count). Regions of the later year's borders as a whole series, older ones beside."""
    rows: dict[tuple[int, str], list[Count]] = {}
    for count in comparison.counts:
        if count.division == division:
            rows.setdefault((0 if division == "type" else count.borders, count.group), []).append(count)
    last = max((borders for borders, _ in rows), default=0)
    order = sorted(rows, key=lambda row: -row[0])  # a stable sort: the groups stay in their order
    return [(group, borders if borders != last else 0, tabulate(rows[borders, group])) for borders, group in order]
