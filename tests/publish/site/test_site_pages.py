"""The site as files: links that lead somewhere, numbers that equal their rows, unread said as unread, others' rows kept apart."""

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
from fictional_review import HOSTILE, read_places
from fictional_years import INITIATIVES, PRINTED, YEARS, build_published, build_years
from lxml import html

from samspil.cli.main import main
from samspil.errors import OutputError, UsageError
from samspil.publish.contract import review_to_json
from samspil.publish.published import published_contract
from samspil.publish.site.model import Site
from samspil.publish.site.paths import name_slug
from samspil.publish.site.search import build_index
from samspil.publish.site.write import write_site
from samspil.review.kept import parse_review
from samspil.review.kept_published import published_to_json
from samspil.vocabulary.texts import use_language

Pages = dict[str, html.HtmlElement]


def read_pages(folder: Path) -> Pages:
    return {
        path.relative_to(folder).as_posix(): html.document_fromstring(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.html"))
    }


@pytest.fixture(scope="module")
def pages(folder: Path) -> Pages:
    return read_pages(folder)


def check_links(folder: Path, pages: Pages) -> int:
    """Every link leads to a file and an anchor within the site; gives how many there are."""
    anchors = {name: set(page.xpath("//@id")) for name, page in pages.items()}
    count = 0
    for name, page in pages.items():
        for link in page.xpath("//@href | //@src"):
            file, _, anchor = link.partition("#")
            target = ((folder / name).parent / unquote(file)).resolve() if file else folder / name
            assert target.is_file(), (name, link)
            assert target.is_relative_to(folder.resolve()), (name, link)
            assert not anchor or unquote(anchor) in anchors[target.relative_to(folder.resolve()).as_posix()], (name, link)
            count += 1
    return count


def test_every_link_leads_to_a_file_and_an_anchor(folder: Path, pages: Pages) -> None:
    assert check_links(folder, pages) > 5000


def test_there_is_a_page_for_each_year_municipality_region_and_theme(pages: Pages) -> None:
    kinds = Counter(name.split("/")[0] for name in pages)
    assert kinds["kommuner"] == 98
    assert kinds["aar"] == 4
    assert kinds["temaer"] == 5
    assert kinds["regioner"] == 6  # Østdanmark exists in 2027, Hovedstaden and Sjælland before it
    assert {"index.html", "soeg.html", "metode.html"} <= set(pages)


def test_anchors_are_unique(pages: Pages) -> None:
    for name, page in pages.items():
        doubled = [anchor for anchor, count in Counter(page.xpath("//@id")).items() if count > 1]
        assert not [anchor for anchor in doubled if anchor != "strib"], name  # the report's hatching, the same each time


def test_headings_go_down_one_step_at_a_time(pages: Pages) -> None:
    for name, page in pages.items():
        levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3 | //h4 | //h5")]
        assert levels.count(1) == 1, name
        assert levels[0] == 1, name
        assert all(after - before <= 1 for before, after in pairwise(levels)), (name, levels)


def test_nothing_runs_and_nothing_is_loaded_from_outside(folder: Path, pages: Pages) -> None:
    for name, page in pages.items():
        assert not page.xpath("//@*[starts-with(name(), 'on')] | //@style | //style | //iframe | //object | //embed | //base | //img"), name
        assert all(script.get("src") and not script.text for script in page.xpath("//script")), name
        assert not [link for link in page.xpath("//@href | //@src") if re.match(r"\s*\w+:|//", link)], name
        policy = page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
    texts = [path.read_text(encoding="utf-8") for path in (folder / "assets").iterdir() if path.suffix in {".css", ".js"}]
    assert not [text for text in texts if re.search(r"@import|fetch\(|XMLHttpRequest|innerHTML|eval\(|document\.write", text)]


def test_hostile_words_stay_words(pages: Pages, site: Site) -> None:
    texts = " ".join(page.text_content() for name, page in pages.items() if name.startswith("kommuner/"))
    found = {evidence.quote for year in site.reviewed for those in year.found.values() for item in those for evidence in item.evidence}
    hostile = [quote for quote in HOSTILE if quote in found and quote.isprintable()]
    assert len(hostile) >= 5
    assert not [quote for quote in hostile if quote not in texts]
    assert "</script><script>alert(2)</script>" in pages["kommuner/aabenraa.html"].text_content()
    assert "Utopiens <b>Kommune</b>" in pages["aar/2024.html"].text_content()


def test_the_search_index_cannot_leave_its_script(folder: Path, site: Site) -> None:
    script = (folder / "assets/search-index.js").read_text(encoding="utf-8")
    assert not set(script) & set("<>&\u2028\u2029")
    assert script.startswith("window.samspilIndex={")
    index = json.loads(script.removeprefix("window.samspilIndex=").rstrip().removesuffix(";"))
    assert next(row[6] for row in index["documents"] if row[8]) == PRINTED
    assert len(index["documents"]) == len(build_index(site)["documents"]) == 3 * INITIATIVES + 4


def test_every_result_of_the_search_has_its_place(pages: Pages, site: Site) -> None:
    index = build_index(site)
    for row in index["documents"]:
        file, anchor = (index["places"][row[0]][1], row[5]) if row[0] >= 0 else row[5].split("#")
        shown = pages[file].xpath(f"//*[@id='{anchor}']")
        assert len(shown) == 1, row
    assert not [page for page in (*index["pages"], *index["places"]) if page[1 if len(page) == 3 else 2] not in pages]


def test_headlines_equal_the_rows_they_link_to(pages: Pages, site: Site) -> None:
    cells = pages["index.html"].xpath("//section[@id='temaer']//table[contains(@class, 'matrix')]//td/a")
    assert len(cells) == 3 * 5
    for cell in cells:
        file, anchor = cell.get("href").split("#")
        assert int(cell.xpath("string(b)")) == len(pages[file].xpath(f"//*[@id='{anchor}']/tbody/tr[th]"))
        year = next(year for year in site.reviewed if year.review and str(year.year) in file)
        assert year.review
        assert cell.text_content().split(maxsplit=1)[1] == f"af {year.review.coverage.read} læste (af 98)"


def test_columns_of_the_charts_say_what_the_table_says(pages: Pages) -> None:
    page = pages["temaer/technology.html"]
    columns = page.xpath("//*[@class='columns']//a/title/text()")
    listed = [" ".join(item.text_content().split()) for item in page.xpath("//*[@class='counts']//a")]
    assert [column.replace(":", "") for column in columns] == list(reversed(listed))
    assert len(columns) == 3
    assert len(page.xpath("//table[contains(@class, 'matrix')]//td/a[. != '1']")) > 3  # municipalities with several initiatives count once


@pytest.mark.parametrize("name", ["temaer/technology.html", "temaer/insourcing.html", "regioner/nordjylland.html", "kommuner/furesoe.html"])
def test_a_count_equals_the_initiatives_it_leads_to(pages: Pages, name: str) -> None:
    links = pages[name].xpath("//table[contains(@class, 'narrow')]//td[not(contains(@class, 'unread'))]/a")
    assert links
    for link in links:
        file, _, anchor = link.get("href").partition("#")
        target = pages[(Path(name).parent / file).as_posix().replace("regioner/../", "").replace("temaer/../", "")] if file else pages[name]
        place = target.xpath(f"//*[@id='{anchor}']")[0]
        rows = (
            place.xpath(".//article | ./p[@class='shared']")
            if anchor.count("-") and not anchor.startswith("aar")
            else place.xpath(".//article")
        )
        assert int(link.text_content()) == len(rows), (name, link.get("href"))


def test_kroner_equal_the_rows_they_link_to(pages: Pages) -> None:
    cells = pages["aar/2026.html"].xpath("//table[contains(@class, 'kroner')]/tbody//td[position() <= 4]/a")
    assert len(cells) == 2 * 5 * 4
    for cell in cells:
        file, anchor = cell.get("href").removeprefix("../").split("#")
        head = pages[file].xpath(f"//th[@id='{anchor}']")[0]
        column = len(head.xpath("preceding-sibling::th"))
        shown = [row.text_content() for row in head.xpath(f"ancestor::table/tbody/tr/td[{column}]")]
        assert _number(cell.text_content()) == sum(map(_number, shown))


def _number(text: str) -> int:
    return int(text.strip().replace(".", "") or "0")


def test_an_initiative_shows_quote_stage_amounts_and_source(pages: Pages, site: Site) -> None:
    for year in site.reviewed:
        for code, those in year.found.items():
            place = next(place for place in site.places if place.code == code)
            for item in those:
                card = pages[place.file].xpath(f"//article[@id='i-{year.year}-{item.id}']")[0]
                text = card.text_content()
                assert [cite.split()[-1] for cite in card.xpath(".//cite/text()[last()]")] == [str(part.page) for part in item.evidence]
                assert text.count(item.evidence[0].document) == 1  # once for all quotes of the same file
                assert len(card.xpath(".//tbody/tr[not(@class='notes')]")) == len(item.amounts)
                assert len(card.xpath(".//*[contains(@class, 'stage-')]")) == 1


def test_unread_is_said_as_unread_and_never_as_nothing(pages: Pages, site: Site) -> None:
    unread = 0
    for place in site.places:
        for year in site.reviewed:
            part = pages[place.file].xpath(f"//section[@id='aar-{year.year}']")[0].text_content()
            assert year.review
            if place.name in year.review.coverage.missing:
                unread += 1
                assert "ikke læst" in part
                assert "ukendt" in part
                assert "ikke fundet" not in part
            else:
                assert "ikke læst" not in part, (place.name, year.year)
    assert unread == sum(len(year.review.coverage.missing) for year in site.reviewed if year.review)


def test_a_file_that_was_not_read_is_named_with_its_reason(pages: Pages) -> None:
    text = pages["kommuner/aeroe.html"].xpath("string(//section[@id='aar-2026'])")
    assert "aftaler/scan.pdf" in text
    assert "Siderne er billeder uden tekst." in text


def test_a_year_that_only_others_wrote_about_is_unknown(pages: Pages) -> None:
    for name in ("kommuner/aabenraa.html", "kommuner/vejle.html", "kommuner/koebenhavn.html"):
        assert "Det er ukendt, hvad de siger." in pages[name].xpath("string(//section[@id='aar-2024'])")
    assert "2024" not in [cell.strip() for cell in pages["index.html"].xpath("//section[@id='temaer']//thead//th/text()")]


def test_what_others_published_stands_apart_and_counts_nowhere(tmp_path: Path, pages: Pages) -> None:
    for page in pages.values():
        for row in page.xpath("//*[contains(@class, 'printed')]"):
            assert row.xpath("ancestor::*[contains(@class, 'outside')]//*[@class='by-others']"), row.text_content()
    assert len(pages["aar/2024.html"].xpath("//*[contains(@class, 'printed')]")) == 4  # doubled rows are kept
    assert len(pages["kommuner/aabenraa.html"].xpath("//*[contains(@class, 'printed')]")) == 2
    without = read_pages(write_site(build_years(), [], tmp_path / "a").parent)
    mixed = read_pages(write_site(build_years(), [build_published(2026)], tmp_path / "b").parent)
    for name in ("index.html", "temaer/technology.html", "kommuner/aabenraa.html", "regioner/syddanmark.html"):
        for path in ("//table[contains(@class, 'matrix')]", "//*[@class='columns']", "//*[contains(@class, 'bars')]"):
            assert [part.text_content() for part in without[name].xpath(path)] == [part.text_content() for part in mixed[name].xpath(path)]
    assert "lysloft" in mixed["kommuner/aabenraa.html"].text_content()


def test_regions_are_those_of_the_year(pages: Pages) -> None:
    def years(region: str) -> list[str]:
        return [text.strip() for text in pages[f"regioner/{region}.html"].xpath("//main/section/h2/text()") if text.strip().isdigit()]

    assert years("hovedstaden") == ["2026", "2025"]
    assert years("oestdanmark") == ["2027"]
    assert years("nordjylland") == ["2027", "2026", "2025"]
    assert len(pages["regioner/oestdanmark.html"].xpath("//table//tbody/tr")) == 46
    assert "(2024–2026)" in pages["kommuner/greve.html"].text_content()


def test_the_map_tells_unread_from_nothing_found(pages: Pages, site: Site) -> None:
    newest = site.reviewed[-1].review
    assert newest
    titles = pages["index.html"].xpath("//figure[@class='map']//path/title/text()")
    assert len(titles) == 98
    assert sum("ikke læst" in title for title in titles) == len(newest.coverage.missing)


def test_municipalities_stand_in_the_danish_alphabet(pages: Pages) -> None:
    names = [link.text for link in pages["index.html"].xpath("//ul[contains(@class, 'register')]//a")]
    assert len(names) == 98
    assert names[-5:] == ["Vordingborg", "Ærø", "Aabenraa", "Aalborg", "Aarhus"]


def test_downloads_hold_the_reviews(folder: Path, pages: Pages) -> None:
    links = pages["metode.html"].xpath("//section[@id='data']//a/@href")
    assert len(links) == 3 * 2 + 1
    for year, review in build_years().items():
        kept = json.loads((folder / f"data/{year}/initiatives.json").read_bytes())
        assert kept == review_to_json(parse_review(kept))
        assert len(kept["initiatives"]) == len(review.initiatives)
        assert (folder / f"data/{year}/initiatives.csv").read_text(encoding="utf-8").count("-00") >= INITIATIVES
    assert json.loads((folder / "data/2024/published-1.json").read_bytes()) == json.loads(json.dumps(published_contract(build_published())))


def test_sample_data_is_marked_on_every_page(pages: Pages) -> None:
    assert not [name for name, page in pages.items() if "Fiktive eksempeldata" not in page.text_content()]


def test_dates_are_written_as_people_write_them(pages: Pages) -> None:
    assert "Udgivet den 23. februar 2024." in pages["aar/2024.html"].text_content()


def test_the_site_speaks_english_when_asked(tmp_path: Path) -> None:
    use_language("en")
    try:
        pages = read_pages(write_site(build_years(), [build_published()], tmp_path / "site").parent)
    finally:
        use_language("da")
    check_links(tmp_path / "site", pages)
    for name, page in pages.items():
        assert page.get("lang") == "en"
        for quote in page.xpath("//*[@lang='da'] | //bdi | //nav//a | //*[contains(@class, 'alert') or @class='files sortable']"):
            quote.clear()
        assert not re.search(r"\b(ikke|læst|kommuner|udgivet|søg|afsat)\b", page.xpath("string(//main)").lower()), name


def test_only_published_reviews_make_a_site_too(tmp_path: Path) -> None:
    folder = write_site({}, [build_published()], tmp_path / "site").parent
    pages = read_pages(folder)
    check_links(folder, pages)
    assert "ukendt" in pages["index.html"].text_content()


def test_an_initiative_of_an_unknown_municipality_has_a_page(tmp_path: Path) -> None:
    reviews = build_years(years=(2025, 2026))
    kept = review_to_json(reviews[2026])
    kept["initiatives"][0] |= {"municipality": "<b>Utopia</b>", "municipality_code": "../9999", "themes": ["måner"]}
    kept["initiatives"][1] |= {"themes": []}
    folder = write_site({**reviews, 2026: parse_review(kept)}, [], tmp_path / "site").parent
    pages = read_pages(folder)
    check_links(folder, pages)
    assert "<b>Utopia</b>" in pages["kommuner/andre-1.html"].text_content()
    assert sum(len(page.xpath("//article")) for name, page in pages.items() if name.startswith("kommuner/")) == 2 * INITIATIVES


def test_own_themes_have_their_words(tmp_path: Path) -> None:
    estimate = {"enough": False, "files": 2, "initiatives": 3}
    own = {
        "id": "haver",
        "label_da": "Haver",
        "short_da": "Haver",
        "label_en": "Gardens",
        "short_en": "Gardens",
        "description": "Om haver.",
    }
    kept = review_to_json(build_years()[2026])
    kept["samspil"]["own_themes"] = [{**own, "reader": "r", "estimate": estimate}]
    kept["headlines"]["haver"] = kept["headlines"]["technology"]
    kept["initiatives"][0]["themes"] = ["haver"]
    folder = write_site({**build_years(), 2026: parse_review(kept)}, [], tmp_path / "site").parent
    pages = read_pages(folder)
    check_links(folder, pages)
    assert "Haver" in pages["temaer/haver.html"].xpath("string(//h1)")
    cells = pages["index.html"].xpath("//section[@id='temaer']//tr[contains(., 'Haver')]/td")
    assert [cell.text_content().strip() for cell in cells] == ["ikke undersøgt", "1 af 18 læste (af 98)", "ikke undersøgt"]


def test_same_reviews_same_bytes(tmp_path: Path) -> None:
    """In processes that order their sets differently."""
    code = (
        "import sys; sys.path[:0] = sys.argv[2:]; from pathlib import Path; from fictional_years import build_published, build_years; "
        "from samspil.publish.site.write import write_site; write_site(build_years(), [build_published()], Path(sys.argv[1]))"
    )
    here = Path(__file__).parent
    found = []
    for seed in ("1", "4711"):
        command = [sys.executable, "-c", code, str(tmp_path / seed), str(here), str(here.parent)]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})  # noqa: S603 - our own program
        found.append({path.relative_to(tmp_path / seed): path.read_bytes() for path in (tmp_path / seed).rglob("*") if path.is_file()})
    assert found[0].keys() == found[1].keys()
    assert not [name for name, content in found[0].items() if content != found[1][name]]


def test_a_second_run_replaces_the_first(tmp_path: Path) -> None:
    write_site(build_years(years=(2025, 2026)), [], tmp_path / "site")
    write_site(build_years(years=(2026,)), [], tmp_path / "site")
    assert not (tmp_path / "site/aar/2025.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/brev.txt").write_text("kære")
    with pytest.raises(OutputError):
        write_site(build_years(), [], tmp_path / "site")
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["brev.txt"]


def test_no_review_at_all_is_said() -> None:
    with pytest.raises(UsageError, match="ingen gennemgange"):
        write_site({}, [], Path("nowhere"))


def test_98_municipalities_in_three_years_take_less_than_ten_seconds(tmp_path: Path) -> None:
    reviews = build_years(tuple(read_places()), 98 * 15)
    start = time.process_time()
    write_site(reviews, [build_published()], tmp_path / "site")
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Høje-Taastrup", "hoeje-taastrup"), ("Ærø", "aeroe"), ("Århus", "aarhus"), ("../x", "x"), ("Nord jylland", "nord-jylland")],
)
def test_addresses_are_plain(name: str, slug: str) -> None:
    assert name_slug(name) == slug


def test_the_command_gathers_places(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for year, review in build_years().items():
        (tmp_path / str(year)).mkdir()
        text = json.dumps(review_to_json(review), ensure_ascii=False)
        (tmp_path / str(year) / "initiatives.json").write_bytes(text.encode("utf-8", "replace"))
    (tmp_path / "published.json").write_text(json.dumps(published_to_json(build_published())))
    places = [str(tmp_path / str(year)) for year in YEARS]
    given = ["site", "--from", *places, str(tmp_path / "published.json"), "--out", str(tmp_path / "ud"), "--json"]
    assert main(given) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["reviews"] == list(YEARS)
    assert answer["published"] == [2024]
    assert answer["pages"] == len(list((tmp_path / "ud").rglob("*.html")))
    assert main(given[:-1]) == 0
    assert "index.html" in capsys.readouterr().out


def test_the_command_refuses_the_folder_it_reads_from(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = json.dumps(review_to_json(build_years()[2026]), ensure_ascii=False)
    (tmp_path / "initiatives.json").write_bytes(text.encode("utf-8", "replace"))
    assert main(["site", "--from", str(tmp_path), "--out", str(tmp_path)]) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["initiatives.json"]
    assert "overskrevet" in capsys.readouterr().err
