"""One municipality as one HTML file: style inside, nothing loaded, no script."""

import base64
import hashlib
from importlib import resources
from pathlib import Path

from markupsafe import Markup

from samspil.publish import links
from samspil.publish.competition.beside_pages import find_review, place_values, render
from samspil.publish.files import write_bytes
from samspil.publish.transfer_page import read_style
from samspil.values.competition_beside import Exposure, MunicipalityBeside


def write_page(exposure: Exposure, place: MunicipalityBeside, file: Path) -> None:
    """Write the page. Raises OutputError."""
    write_bytes(file, render_page(exposure, place, file.parent).encode("utf-8", errors="replace"))


def render_page(exposure: Exposure, place: MunicipalityBeside, at: Path) -> str:
    """The page as text, to lie in the folder `at`: quotes and cases lead to the review's report, where there is one."""
    own = resources.files("samspil.publish").joinpath("assets/competition.css").read_text(encoding="utf-8")
    style = Markup(f"{read_style()}\n{own}")  # noqa: S704 - files of the package
    root, known = find_review(exposure, at), exposure.review.pages if exposure.review else frozenset()
    values = place_values(exposure, place)
    values |= {"style": style, "style_hash": base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")}

    def case_link(case: str) -> str:
        return f"{root}/{links.case_file(case)}" if root and links.case_file(case) in known else ""

    return render("competition/place_alone.html", exposure, at, "", case_link, **values)
