"""Competition in the browser: who may see it, accounts brought and refused, what pages show beside accepted rows, plans and estimates, and nothing kept that must not be."""

import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pytest

from samspil.competition.accounts.keeping import example_accounts, read_about, write_rows
from samspil.errors import StoreError
from samspil.statbank import drivers
from samspil.store.desk.desk import Desk, read_events
from samspil.values.competition_accounts import About
from samspil.values.desk import COMPETITION
from samspil.vocabulary.municipalities import read_municipalities
from samspil.web.lines import READER
from samspil.web.routes import ROUTES
from samspil.workbench.competition import accounts, bringing, papers
from samspil.workbench.move import move
from tests.competition.accounts.account_files import make_lines, write
from tests.web.competition_desk import HOSTILE, TODAY, accept_rows, lay_accounts
from tests.web.conftest import Browser, ClientAs

PUBLIC = ("", "/peers", "/potential", "/suppliers", "/0320", "/files/exposure.xlsx", "/0320/note.docx")
INTERNAL = ("/plan", "/green", "/plan/template")
CPR = "0101701234"
CONTRACTS = "Kontrakt-id;Titel;Slutdato;Art;Ansvarlig;Årlig værdi\n"
EXAMPLES = Path(drivers.__file__).parent / "examples"


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine must not turn what goes fast into what is followed on the page."""
    monkeypatch.setattr(bringing, "WAIT", 120.0)


@pytest.fixture
def filled(desk: Desk, client_as: ClientAs) -> ClientAs:
    """Browsers over a desk with the example accounts on it."""
    person = client_as("curator").person
    assert person
    lay_accounts(desk, person)
    return client_as


def bring(browser: Browser, *files: tuple[str, bytes], kind: str = "accounts") -> Any:
    """As the form does; waits until all is read."""
    sent = [("file", file) for file in files]
    return browser.post("/competition/data", data={"form_token": browser.form_token, "kind": kind}, files=sent)


def trail(desk: Desk) -> list[dict[str, Any]]:
    with desk.reading() as connection:
        return [dict(event.content) for event in read_events(connection) if event.kind == COMPETITION]


def left(desk: Desk) -> list[str]:
    """What lies beside the desk besides kept accounts."""
    folder = accounts.find_folder(desk)
    return [file.name for file in folder.iterdir() if file.suffix != ".parquet"] if folder.exists() else []


def test_contracts_and_spending_are_not_for_readers() -> None:
    lines = [line for line in ROUTES if line.path.startswith("/competition")]
    inside = [line for line in lines if re.match(r"/competition/(plan|green|papers)", line.path)]
    assert len(inside) >= 8
    assert READER not in {line.role for line in inside}
    assert {line.role for line in lines if line.path.startswith("/competition/data")} == {"curator", "admin"}


def test_readers_see_public_figures_and_nothing_internal(filled: ClientAs) -> None:
    reader = filled("reader")
    assert [reader.get(f"/competition{path}").status_code for path in PUBLIC] == [200] * len(PUBLIC)
    assert [reader.get(f"/competition{path}").status_code for path in (*INTERNAL, "/data")] == [403] * 4
    assert "Udbudsplan" not in reader.get("/competition").text


def test_without_accounts_the_pages_say_so(client_as: ClientAs) -> None:
    for path in ("", "/peers", "/potential", "/suppliers", "/0320"):
        page = client_as("reader").get(f"/competition{path}")
        assert page.status_code == 200
        assert "ikke lagt noget regnskab ind" in page.text
    assert "Læg eksemplet ind" in client_as("curator").get("/competition").text


def test_the_example_comes_by_one_button_and_is_marked_everywhere(desk: Desk, client_as: ClientAs) -> None:
    curator = client_as("curator")
    answer = curator.send_form("/competition/data/example")
    assert (answer.status_code, answer.headers["location"]) == (303, "/competition?accounts=1")
    assert curator.send_form("/competition/data/example").headers["location"] == "/competition?accounts=1"
    for path in ("", "/peers", "/potential", "/suppliers", "/0320"):
        assert "opdigtede" in curator.get(f"/competition{path}").text, path
    assert trail(desk) == [{"what": "added", "paper": 1, "kind": "accounts", "sha256": accounts.list_accounts(desk)[0].sha256}]


@pytest.mark.parametrize("name", ["REGK100.csv", "eksempel-REGK100-bulk.csv", "eksempel-REGK31-jsonstat2.json"])
def test_files_of_the_bank_are_read_and_shown(desk: Desk, client_as: ClientAs, tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, make_lines()) if name == "REGK100.csv" else EXAMPLES / name
    curator = client_as("curator")
    answer = bring(curator, (name, path.read_bytes()))
    assert answer.headers.get("location") == "/competition?accounts=1", re.sub(r"<[^>]+>", " ", answer.text)[-900:]
    page = curator.get("/competition?accounts=1").text
    assert name in page
    assert "Regnskabet, der vises" in page
    assert left(desk) == []


def test_a_kept_file_is_taken_in_written_anew(desk: Desk, client_as: ClientAs) -> None:
    content = example_accounts().read_bytes()
    answer = bring(client_as("curator"), ("regnskab.parquet", content))
    assert answer.headers["location"] == "/competition?accounts=1"
    paper = accounts.list_accounts(desk)[0]
    file = accounts.file_of(desk, paper)
    assert accounts.hash_file(file) == paper.sha256
    assert read_about(file).example
    assert (paper.record["municipalities"], paper.record["years"]) == (98, [2022, 2023, 2024])


def spoil(folder: Path, **changes: Any) -> bytes:
    """A kept file whose one row has something that cannot be."""
    from decimal import Decimal

    row: dict[str, Any] = {
        "municipality": "0320",
        "year": 2024,
        "function": "22811",
        "dranst": "1",
        "owner": "1",
        "art": "40",
        "amount": Decimal(5),
    } | changes
    file = folder / "spoilt.parquet"
    kind = row.pop("kind", "accounts")
    cells: Any = tuple(row.values())
    write_rows([cells], file, About(kind, "REGK100", "LOBM", (), "x"))
    return file.read_bytes()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"municipality": "9999"}, "1 rækker"),
        ({"year": 3000}, "1 rækker"),
        ({"function": HOSTILE}, "1 rækker"),
        ({"kind": "budget"}, "et budget"),
    ],
)
def test_kept_files_that_cannot_be_right_are_refused(
    desk: Desk, client_as: ClientAs, tmp_path: Path, changes: dict[str, Any], told: str
) -> None:
    answer = bring(client_as("curator"), ("spoilt.parquet", spoil(tmp_path, **changes)))
    assert answer.status_code == 422
    assert told in answer.text
    assert accounts.list_accounts(desk) == []
    assert left(desk) == []


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 no", b"a;b\n1;2\n", b"PAR1 cut PAR1", bytes(range(256)) * 20, b"{"])
def test_bad_files_are_named_with_a_remedy_and_kept_nowhere(desk: Desk, client_as: ClientAs, content: bytes) -> None:
    answer = bring(client_as("curator"), ("REGK100 <b>.csv", content))
    assert answer.status_code == 422
    found = re.search(r'role="alert">(.*?)<strong>(.*?)</strong>(.*?)</div>', answer.text, re.DOTALL)
    assert found
    assert "REGK100" in found[1], "no file"
    assert len(found[3].strip()) > 10, "no remedy"
    assert "<b>.csv" not in answer.text
    assert str(accounts.find_folder(desk)) not in answer.text
    assert (accounts.list_accounts(desk), trail(desk), left(desk)) == ([], [], [])


def test_a_reading_is_followed_and_can_be_stopped(desk: Desk, client_as: ClientAs, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes long: the page says how far it is, and comes again by itself."""
    monkeypatch.setattr(bringing, "_CHILD", "tests.web.slow_reading")
    monkeypatch.setattr(bringing.bring, "__defaults__", ("", "accounts", 0.3))
    curator = client_as("curator")
    assert bring(curator, ("a.csv", b"x")).headers["location"] == "/competition/data"
    page = curator.get("/competition/data")
    assert page.headers["refresh"] == "3"
    assert "Filerne læses" in page.text
    assert bring(curator, ("b.csv", b"x")).status_code == 422  # one at a time
    assert curator.send_form("/competition/data/stop").status_code == 303
    arrival = bringing.find_arrival(desk)
    assert arrival
    assert arrival.ended.wait(10)
    assert arrival.state == "stopped"
    assert "refresh" not in curator.get("/competition/data").headers
    assert (accounts.list_accounts(desk), left(desk)) == ([], [])


def test_accepted_rows_stand_beside_figures_and_lead_to_the_row(full_desk: Desk, filled: ClientAs) -> None:
    """What nobody has decided is counted, not shown."""
    reader, coder = filled("reader"), filled("coder").person
    assert coder
    assert re.findall(r'href="/rows/([^"?]+)"', reader.get("/competition/0320").text) == []
    codes = {row.split("-")[0] for row in accept_rows(full_desk, coder, "0253")}
    assert codes == {"0253"}
    page = reader.get("/competition/0253").text
    shown = set(re.findall(r'href="/rows/([^"?]+)"', page))
    assert shown
    assert all(row.startswith("0253-") for row in shown)
    assert all(reader.get(f"/rows/{row}").status_code == 200 for row in shown)


def test_the_chosen_level_stands_first(filled: ClientAs) -> None:
    reader = filled("reader")
    heads = [
        re.findall(r'<th scope="col" class="n">([^<]+)</th>', reader.get(f"/competition/0320?target={target}").text)
        for target in ("national_mean", "peer_median")
    ]
    assert "Landet" in heads[0]
    assert "Samme type, median" in heads[1]
    assert reader.get("/competition/0320?target=best").status_code == 404


@pytest.mark.parametrize("query", ["?accounts=77", "?year=1999", "/9999", "/suppliers?area=nothing", "/files/other.exe", "/..%2f..%2fetc"])
def test_what_is_not_there_is_told(filled: ClientAs, query: str) -> None:
    assert filled("reader").get(f"/competition{query}").status_code == 404


def test_downloads_are_those_of_the_commands(filled: ClientAs) -> None:
    reader = filled("reader")
    book = openpyxl.load_workbook(io.BytesIO(reader.get("/competition/files/exposure.xlsx").content), read_only=True)
    assert "Nøgletal" in book.sheetnames
    assert json.loads(reader.get("/competition/files/exposure.json").content)["municipalities"]
    assert reader.get("/competition/files/functions.csv").content.count(b"\n") > 98
    assert reader.get("/competition/0320/note.docx").content.startswith(b"PK")


@pytest.mark.parametrize("by", ["national", "region", "type", "best_ten", "own_choice", "alike"])
def test_peers_of_every_kind(filled: ClientAs, by: str) -> None:
    ask = f"/competition/peers?municipality=0461&by={by}&chosen=Aarhus,Aalborg,Esbjerg&weights=density=2"
    page = filled("reader").get(ask)
    assert page.status_code == 200
    assert 'id="answer"' in page.text
    assert filled("reader").get(f"{ask}&do=xlsx").content.startswith(b"PK")


@pytest.mark.parametrize(
    "more",
    [
        "municipality=Nowhere",
        "municipality=0461&by=alike&count=1",
        "municipality=0461&by=own_choice&chosen=<b>",
        "municipality=0461&by=alike&weights=x",
    ],
)
def test_peers_that_cannot_be_asked_for(filled: ClientAs, more: str) -> None:
    page = filled("reader").get(f"/competition/peers?{more}")
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert "<b>" not in page.text.replace("&lt;b&gt;", "")


def test_conditions_that_were_brought_are_used(desk: Desk, filled: ClientAs) -> None:
    rows = "".join(f"{each.code};2024;{number}\n" for number, each in enumerate(read_municipalities(), 1000))
    content = f"# source: Kommunens egen\n# date: 2026-01-31\ncode;year;own_trees\n{rows}".encode()
    curator = filled("curator")
    assert bring(curator, ("vilkaar.csv", content), kind="conditions").status_code == 303
    assert "own_trees" in curator.get("/competition/data").text
    page = curator.get("/competition/peers?municipality=0461&by=alike&conditions=brought&count=3")
    assert page.status_code == 200
    assert "own_trees" in page.text
    assert bring(curator, ("vilkaar.csv", b"code;year\n"), kind="conditions").status_code == 422


PICK = {
    "municipality": "0461",
    "by": "type",
    "target": "peer_mean",
    "low.roads_parks": "5",
    "high.roads_parks": "15",
    "source.roads_parks": "Vores egen erfaring",
}


def test_a_saving_only_where_a_range_with_a_source_was_picked(filled: ClientAs) -> None:
    reader = filled("reader")
    plain = reader.send_form("/competition/potential", municipality="0461", target="peer_mean")
    assert plain.status_code == 200
    assert "Vores egen erfaring" not in plain.text
    picked = reader.send_form("/competition/potential", **PICK)
    assert "Vores egen erfaring" in picked.text
    assert picked.text == reader.send_form("/competition/potential", **PICK).text  # the same seed, the same draws
    assert picked.text != reader.send_form("/competition/potential", **PICK, seed="7").text
    assert reader.send_form("/competition/potential", **(PICK | {"source.roads_parks": ""})).status_code == 422
    assert reader.send_form("/competition/potential", **(PICK | {"high.roads_parks": "2"})).status_code == 422
    for kind, start in (("xlsx", b"PK"), ("docx", b"PK"), ("html", b"<!doctype html>")):
        assert reader.send_form("/competition/potential", **PICK, do=kind).content.startswith(start)


def plan(browser: Browser, content: bytes | None = None, name: str = "kontrakter.csv", **fields: Any) -> Any:
    files = {"file": (name, content)} if content is not None else None
    return browser.post("/competition/plan", data={"form_token": browser.form_token, "today": TODAY} | fields, files=files)


def test_a_plan_is_kept_and_made_again_with_all_its_files(desk: Desk, filled: ClientAs) -> None:
    coder = filled("coder")
    answer = plan(coder, example="1", municipality="0320", target="peer_median")
    assert answer.status_code == 303
    address = answer.headers["location"]
    papers.MEMORY.forget(desk)
    page = coder.get(address).text
    assert page.count("<svg") == 2
    number = papers.list_papers(desk, "plan")[0].id
    calendar = icalendar.Calendar.from_ical(coder.get(f"/competition/plan/{number}/plan.ics").content)
    assert len(calendar.walk("VEVENT")) > 12
    for name in re.findall(rf"/competition/plan/{number}/([a-z.-]+)", page):
        assert coder.get(f"/competition/plan/{number}/{name}").status_code == 200, name
    assert coder.get(f"/competition/plan/{number}/plan.exe").status_code == 404
    assert coder.get("/competition/plan/99/plan.ics").status_code == 404


def test_a_plan_takes_accepted_rows_with_it(full_desk: Desk, filled: ClientAs) -> None:
    coder = filled("coder")
    assert coder.person
    accept_rows(full_desk, coder.person, "0253")
    number = plan(coder, example="1", municipality="0253", rows="1").headers["location"].rpartition("=")[2]
    told = json.loads(coder.get(f"/competition/plan/{number}/plan.json").content)
    assert "0253-0025" in json.dumps(told)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "liste over kontrakter"),
        ({"example": "1", "today": "1999-01-01"}, "dato"),
        ({"example": "1", "rows": "1"}, "kommune"),
        ({"example": "1", "per_owner": "mange"}, "helt tal"),
    ],
)
def test_plans_that_cannot_be_made(desk: Desk, filled: ClientAs, fields: dict[str, Any], told: str) -> None:
    answer = plan(filled("coder"), **fields)
    assert answer.status_code == 422
    assert told in answer.text
    assert papers.list_papers(desk, "plan") == []


@pytest.mark.parametrize(
    "content", [b"", b"%PDF", b"id;navn\n1;2\n", f"{CONTRACTS}1;Vask {CPR};31-12-2027;tjenesteydelser;Drift;900000\n".encode()]
)
def test_lists_that_cannot_be_read_or_name_persons_are_kept_nowhere(desk: Desk, filled: ClientAs, tmp_path: Path, content: bytes) -> None:
    answer = plan(filled("coder"), content)
    assert answer.status_code == 422
    assert CPR not in answer.text
    assert papers.list_papers(desk, "plan") == []
    assert not any(CPR.encode() in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_an_estimate_is_kept_and_made_again(desk: Desk, client_as: ClientAs) -> None:
    coder = client_as("coder")
    answer = coder.send_form("/competition/green", example="1", requirements="", seed="3")
    assert answer.status_code == 303
    papers.MEMORY.forget(desk)
    page = coder.get(answer.headers["location"]).text
    assert "CO2e" in page
    assert coder.get("/competition/green/1/green.xlsx").content.startswith(b"PK")
    assert json.loads(coder.get("/competition/green/1/green.json").content)["cautions"]
    for name in ("forbrug.csv", "eksempel-faktorer.csv"):
        assert coder.get(f"/competition/green/templates/{name}").status_code == 200
    assert coder.get("/competition/green/templates/x").status_code == 404
    bad = coder.post(
        "/competition/green",
        data={"form_token": coder.form_token},
        files={"spend": (f"{HOSTILE}.csv", b"a;b\n1;2\n"), "factors": ("f.csv", b"")},
    )
    assert bad.status_code == 422
    assert "<script>alert(" not in bad.text


def test_names_that_are_markup_stay_text(full_desk: Desk, filled: ClientAs) -> None:
    curator = filled("curator")
    assert curator.person
    for code in ("0320", "0253", "0461"):
        accept_rows(full_desk, curator.person, code)
    title = HOSTILE.replace('"', "")
    content = f"{CONTRACTS}1;{title};31-12-2028;tjenesteydelser;<b>Drift</b>;900000\n".encode()
    assert plan(curator, content, f"{HOSTILE}.csv").status_code == 303
    for path in (
        "",
        "/data",
        "/plan",
        "/plan?paper=2",
        "/0320",
        "/0253",
        "/0461",
        "/suppliers",
        "/peers?municipality=0320&chosen=" + HOSTILE,
    ):
        text = curator.get(f"/competition{path}").text
        assert "<script>alert" not in text, path
        assert "<img src=x" not in text, path
        assert "<b>REGK100" not in text, path


def test_what_is_removed_is_gone(desk: Desk, filled: ClientAs, tmp_path: Path) -> None:
    file = accounts.file_of(desk, accounts.list_accounts(desk)[0])
    assert filled("curator").send_form("/competition/data/remove", paper=1).status_code == 403
    assert filled("admin").send_form("/competition/data/remove", paper=1).status_code == 303
    assert not file.exists()
    assert filled("reader").get("/competition?accounts=1").status_code == 404
    plan(filled("coder"), f"{CONTRACTS}K1;Unikke ord i titlen;31-12-2028;tjenesteydelser;Drift;900000\n".encode())
    number = papers.list_papers(desk, "plan")[0].id
    assert filled("coder").send_form("/competition/papers/remove", paper=number).status_code == 403
    assert filled("curator").send_form("/competition/papers/remove", paper=number).status_code == 303
    assert papers.list_papers(desk, "plan") == []
    assert [each["what"] for each in trail(desk)][-1] == "removed"


def test_a_file_that_is_not_here_is_told_and_found_again(desk: Desk, filled: ClientAs) -> None:
    paper = accounts.list_accounts(desk)[0]
    accounts.file_of(desk, paper).unlink()
    with pytest.raises(StoreError):
        accounts.file_of(desk, paper)
    page = filled("reader").get("/competition")
    assert page.status_code == 503
    assert "ikke på denne maskine" in page.text
    assert filled("curator").send_form("/competition/data/example").headers["location"] == "/competition?accounts=1"
    assert filled("reader").get("/competition").status_code == 200


def test_accounts_move_with_the_desk(desk: Desk, filled: ClientAs, tmp_path: Path) -> None:
    plan(filled("coder"), example="1")
    target = tmp_path / "other" / "new.sqlite"
    moved = move(tmp_path / "desk.sqlite", target)
    assert (moved.files, moved.missing) == (1, 0)
    with Desk(target) as new:
        paper = accounts.list_accounts(new)[0]
        assert accounts.hash_file(accounts.file_of(new, paper)) == paper.sha256
        assert len(papers.list_papers(new, "plan")) == 1
    shutil.rmtree(accounts.find_folder(desk))
    again = move(tmp_path / "desk.sqlite", tmp_path / "third.sqlite")
    assert (again.files, again.missing) == (0, 1)


def test_the_server_starts_without_what_only_figures_need() -> None:
    """DuckDB is loaded when somebody asks."""
    code = "import sys, samspil.web.app; print([name for name in ('duckdb', 'icalendar', 'samspil.exposure') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)  # noqa: S603
    assert done.stdout.strip() == "[]"
