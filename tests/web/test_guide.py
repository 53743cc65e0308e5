"""The user guide in the help page is the one in the documentation, and what it names is there."""

import re

from samspil.vocabulary.texts import say
from samspil.web.dress import list_assets
from samspil.web.keys import KEYS
from samspil.web.routes import NAV
from tests.web.conftest import ClientAs
from tests.web.test_guide_browser import PICTURES
from tools.guide_page import SOURCE, TARGET, render

GUIDE = SOURCE.read_text(encoding="utf-8")


def test_the_page_is_made_from_the_document() -> None:
    assert TARGET.read_text(encoding="utf-8") == render(GUIDE), "run tools/guide_page.py"


def test_pages_named_in_the_guide_are_in_the_navigation() -> None:
    """Every section names its page by the words of the navigation."""
    words = {say(item.key) for item in NAV} - {say("web.nav_overview"), say("web.nav_help")}
    named = set(re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", GUIDE))
    assert words - named <= {say("web_samples.nav_notes"), say("web_samples.nav_work")}


def test_words_quoted_from_pages_stand_there() -> None:
    quoted = (
        "web_rows.accept_ticked",
        "web_files.title",
        "web_files.look",
        "web_files.read_again",
        "web_samples.do_done",
        "web_samples.result",
        "web_samples.my_rows",
        "web_rows.begin",
        "web_uploads.see_rows",
        "web_uploads.state_done",
        "web_overview.attention",
        "web.no_start",
    )
    for key in (
        *quoted,
        "web_overview.headlines",
        "web_overview.trends",
        "publish.kroner_heading",
        "publish.map_heading",
        "web.status_409",
    ):
        assert say(key).rstrip(".") in GUIDE, key


def test_the_keys_are_those_of_the_table() -> None:
    rows = dict(re.findall(r"^\| ([A-Z?][A-Z, ]*|\?) \| (.+) \|$", GUIDE, re.MULTILINE))
    given = {letter.strip() for letters in rows for letter in letters.split(",") if len(letter.strip()) == 1}
    known = {key.upper() for entry in KEYS for key in entry.keys.split()}
    assert len(given) > 8
    assert given <= known


def test_every_picture_is_there(client_as: ClientAs) -> None:
    """In the guide, in the assets, and on the page, where each link of the contents has its place."""
    names = re.findall(r"assets/(guide-[a-z]+\.png)", GUIDE)
    assert names == [f"guide-{name}.png" for name, *_ in sorted(PICTURES, key=lambda picture: names.index(f"guide-{picture[0]}.png"))]
    page = client_as("reader").get("/help").text
    for name in names:
        assert list_assets()[name].type == "image/png"
        assert f"/assets/{name}?v=" in page
    anchors = re.findall(r'href="#([^"]+)"', page)
    assert len(anchors) > 10
    assert all(f'id="{anchor}"' in page for anchor in anchors)
