"""The overview: its numbers are those of the rows as they stand, its filters stand in the address, each mark leads to exactly the rows it counts."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from samspil.store.desk.desk import Desk
from samspil.values.codes import THEMES
from samspil.values.desk import REJECT
from samspil.vocabulary.divisions import regions_in
from samspil.workbench.decide import Wish, decide
from samspil.workbench.overview import View, build_board, find_behind, read_current, read_view
from samspil.workbench.runs import bring_in
from tests.web.conftest import ClientAs, Live, expect, find_barriers

YEAR = 2026


def reject(desk: Desk, person: Any, row: str, version: int = 1) -> None:
    decide(desk, person, Wish(REJECT, (row,), (version,), {"reason": "not_theme"}, f"reject {row}"))


def of_theme(review: dict[str, Any], theme: str) -> list[dict[str, Any]]:
    return [item for item in review["initiatives"] if theme in item["themes"]]


def test_numbers_of_an_untouched_desk_are_those_of_the_review(full_desk: Desk, review: dict[str, Any]) -> None:
    board = build_board(full_desk, View(YEAR))
    for line in board.lines:
        expected = review["headlines"][line.theme]
        assert line.headline.municipalities == len({item["municipality"] for item in of_theme(review, line.theme)})
        assert line.headline.of == 98
        assert (line.rows, line.by_person) == (len(of_theme(review, line.theme)), 0)
        assert {str(year): dkk for year, dkk in line.headline.saving_dkk.items()} == expected["saving_dkk"]


def test_a_rejected_row_leaves_the_count_and_a_decided_one_is_a_persons(
    full_desk: Desk, client_as: ClientAs, review: dict[str, Any]
) -> None:
    """The municipality's only row of the theme goes, and the headline falls by one at once."""
    person = client_as("coder").person
    assert person
    before = {line.theme: line for line in build_board(full_desk, View(YEAR)).lines}
    theme = THEMES[2]
    places = [item["municipality"] for item in of_theme(review, theme)]
    alone = next(item for item in of_theme(review, theme) if places.count(item["municipality"]) == 1)
    reject(full_desk, person, alone["id"])
    board = build_board(full_desk, View(YEAR))
    after = {line.theme: line for line in board.lines}
    assert after[theme].headline.municipalities == before[theme].headline.municipalities - 1
    assert after[theme].rows == before[theme].rows - 1
    assert board.attention.rejected == 1
    other = next(item for item in of_theme(review, theme) if item is not alone)
    decide(full_desk, person, Wish("accept", (other["id"],), (1,), {}, "accept"))
    assert {line.theme: line.by_person for line in build_board(full_desk, View(YEAR)).lines}[theme] == 1


def test_a_region_counts_only_its_own(full_desk: Desk, review: dict[str, Any]) -> None:
    for region, codes in regions_in(YEAR).items():
        board = build_board(full_desk, View(YEAR, region=region))
        inside = [item for item in review["initiatives"] if item["municipality_code"] in codes]
        assert board.overview.total.initiatives == [item for item in board.overview.total.initiatives if item.municipality_code in codes]
        assert len(board.overview.total.initiatives) == len(inside)
        assert board.municipalities == len(codes)
        assert board.overview.review.coverage.read + len(board.overview.review.coverage.missing) == len(codes)
        assert all(line.headline.of == len(codes) for line in board.lines)


ADDRESSES = [
    ({}, (YEAR, "", "")),
    ({"year": "2026", "theme": "insourcing", "region": "Syddanmark"}, (YEAR, "insourcing", "Syddanmark")),
    ({"year": "1066", "theme": "x' OR 1=1", "region": "Skåne"}, (YEAR, "", "")),
    ({"year": "２０２６", "region": "Østdanmark"}, (YEAR, "", "")),  # a region of 2027
    ({"year": "9" * 5000, "theme": "<script>"}, (YEAR, "", "")),
]


@pytest.mark.parametrize(("values", "view"), ADDRESSES)
def test_anything_may_stand_in_the_address(full_desk: Desk, client_as: ClientAs, values: dict[str, str], view: tuple[Any, ...]) -> None:
    assert read_view(full_desk, values) == View(*view)
    assert client_as("reader").get("/", params=values).status_code == 200
    assert client_as("reader").get("/figures", params=values | {"kind": "x", "at": "y", "by": "z", "stage": "q"}).status_code == 200


def test_each_mark_of_kroner_leads_to_rows_that_make_up_its_sum(full_desk: Desk) -> None:
    """Every number of both tables, by theme and by year."""
    board, seen = build_board(full_desk, View(YEAR)), 0
    for line in board.lines:
        for kind, sums in (("allocation", line.headline.allocation_dkk), ("saving", line.headline.saving_dkk)):
            for year, dkk in sums.items():
                behind = find_behind(full_desk, View(YEAR, line.theme), {"kind": kind, "at": str(year)})
                (ledger,) = behind.ledgers
                assert sum(entry.amount.profile[year] for entry in ledger.added) == dkk
                assert ledger.years == {year: dkk}
                seen += bool(dkk)
    assert seen > 10


def test_each_link_of_the_page_leads_to_as_many_rows_as_it_says(full_desk: Desk, client_as: ClientAs) -> None:
    """The links are taken from the page itself."""
    reader = client_as("reader")
    html = reader.get("/").text
    marks = re.findall(r'<a href="(/figures\?[^"]+stage=[^"]+)"><rect[^>]*><title>[^<]*: (\d+)<', html)
    assert len(marks) > 10
    for address, count in marks:
        page = reader.get(address.replace("&amp;", "&")).text
        assert page.count('<tr><th scope="row">') == int(count), address


def test_years_stand_side_by_side(full_desk: Desk, review: dict[str, Any], client_as: ClientAs) -> None:
    """A second year with half the rows; a year of another region's borders is left out of that region's trend."""
    other = json.loads(json.dumps(review))
    other["samspil"] |= {"budget_year": 2027, "run": "another"}
    half = [item | {"id": "27-" + item["id"], "budget_year": 2027} for item in other["initiatives"][:20]]
    bring_in(full_desk, other | {"initiatives": half})
    board = build_board(full_desk, View(2027))
    assert board.years == (2027, 2026)
    for theme, points in board.trends.items():
        assert [point.year for point in points] == [2026, 2027]
        assert points[1].found == len({item["municipality"] for item in half if theme in item["themes"]})
        assert points[0].share == pytest.approx(100 * points[0].found / points[0].read, abs=0.01)
    assert [point.year for point in build_board(full_desk, View(2027, region="Østdanmark")).trends["insourcing"]] == [2027]
    assert client_as("reader").get("/").text.count('<svg class="bar"') > 30


def test_the_review_is_worked_out_anew_only_after_a_change(full_desk: Desk, client_as: ClientAs) -> None:
    first = read_current(full_desk, YEAR)
    assert read_current(full_desk, YEAR) is first
    reject(full_desk, client_as("coder").person, first.initiatives[0].id)
    assert len(read_current(full_desk, YEAR).initiatives) == len(first.initiatives) - 1


def test_an_empty_desk_tells_the_way(desk: Desk, client_as: ClientAs) -> None:
    assert '"/uploads"' in client_as("admin").get("/").text
    assert '"/uploads"' not in client_as("reader").get("/").text
    assert client_as("reader").get("/figures").status_code == 200


def test_themes_of_the_users_own_are_counted_and_named(desk: Desk, review: dict[str, Any]) -> None:
    own = json.loads(json.dumps(review))
    theme = {
        "id": "own:traer",
        "label_da": "Bytræer",
        "short_da": "Bytræer",
        "label_en": "Trees",
        "short_en": "Trees",
        "reader": "own traer",
    }
    own["samspil"]["own_themes"] = [theme]
    own["initiatives"][0]["themes"].append("own:traer")
    own["headlines"]["own:traer"] = own["headlines"]["insourcing"]
    bring_in(desk, own)
    board = build_board(desk, View(YEAR))
    assert board.names["own:traer"] == "Bytræer"
    assert next(line for line in board.lines if line.theme == "own:traer").rows == 1
    assert replace(board.view, theme="own:traer").query == "year=2026&theme=own%3Atraer"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", ["/", "/figures?kind=saving&at=2026", "/figures?unplaced=1", "/?theme=insourcing&region=Nordjylland"])
def test_in_the_browser(full_desk: Desk, live: Live, path: str, width: int) -> None:
    """Fits, has names for all, no serious barrier."""
    page = live.page_as("reader", width)
    page.goto(live.address + path)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert find_barriers(page) == []


def test_a_choice_goes_into_the_address_and_a_mark_to_its_rows(full_desk: Desk, live: Live) -> None:
    """Choosing a theme, clicking its number, then a row; closed lists open when a mark leads to them."""
    page = live.page_as("reader")
    page.goto(live.address)
    page.click(".verdicts a[href='#missing']")
    expect(page.locator("#missing")).to_have_attribute("open", "")
    with page.expect_navigation():
        page.select_option("select[name=theme]", "insourcing")
    assert "theme=insourcing" in page.url
    number = int(page.locator(".headline b").inner_text())
    page.click(".headline")
    expect(page.locator("main")).to_contain_text(f"{number} kommuner")
    page.locator("tbody th a").first.click()
    page.wait_for_url("**/rows/**")
    assert "theme=insourcing" in page.url


def test_only_fictional_data_is_called_so(desk: Desk, review: dict[str, Any], client_as: ClientAs) -> None:
    """A real review does not mention the word in its facts."""
    facts = {name: value for name, value in review["samspil"].items() if name != "fictional"}
    bring_in(desk, review | {"samspil": facts})
    assert "Fiktive eksempeldata" not in client_as("reader").get("/").text
    bring_in(desk, review | {"samspil": facts | {"fictional": True, "run": "next"}})
    assert "Fiktive eksempeldata" in client_as("reader").get("/").text
