"""The curator's page for files that nobody could place: what it shows, who may use it, what a bad form meets, and the way through it by keyboard."""

from typing import Any

import pytest

from samspil.store.desk.desk import Desk, read_events, read_head
from samspil.store.desk.sources import keep_file
from samspil.workbench.runs import bring_in
from samspil.workbench.undecided import view_board
from tests.web.conftest import ClientAs, Live

YEAR = 2027
UNDECIDED = {
    name: f"{number:x}" * 64 for number, name in enumerate(("forlig.pdf", "skive.pdf", "vejle a.pdf", "vejle b.pdf", "ribe.txt"), 10)
}
FORLIG, FIRST, SECOND = (UNDECIDED[name] for name in ("forlig.pdf", "vejle a.pdf", "vejle b.pdf"))


def document(file: str, municipality: str, code: str, year: int | None, verdict: str, reason: str) -> dict[str, Any]:
    known = {"file": file, "sha256": UNDECIDED[file], "municipality": municipality, "municipality_code": code}
    return {**known, "budget_year": year, "pages": 12, "verdict": verdict, "reason": reason}


def lay_on_desk(desk: Desk) -> None:
    """A run of 2027 that could not place three files, and has two agreements of Vejle."""
    both = "2 kandidater for Vejle 2027: vejle a.pdf og vejle b.pdf. Ingen af dem er talt med; fjern den, der ikke gælder."
    documents = [
        document("forlig.pdf", "", "", YEAR, "attention", "forlig.pdf peger på flere kommuner: Kolding og Vejle."),
        document("skive.pdf", "Skive", "0779", None, "attention", "skive.pdf peger på flere budgetår: 2026 og 2027."),
        document("vejle a.pdf", "Vejle", "0630", YEAR, "attention", both),
        document("vejle b.pdf", "Vejle", "0630", YEAR, "attention", both),
        document("ribe.txt", "Esbjerg", "0561", YEAR, "ok", ""),
    ]
    coverage = {"municipalities": 98, "read": 1, "documents": documents, "missing": []}
    facts = {"version": "0.1.0", "codebook": "1", "budget_year": YEAR, "model": "linear-1", "run": "r27"}
    nothing: dict[str, Any] = {
        "municipalities": 0,
        "read": 1,
        "of": 98,
        "interval": None,
        "allocation_dkk": {},
        "saving_dkk": {},
        "ambiguous": 0,
    }
    bring_in(desk, {"samspil": facts, "coverage": coverage, "headlines": {"tendering": nothing}, "initiatives": []})
    with desk.writing() as connection:
        for sha256 in UNDECIDED.values():
            keep_file(connection, sha256, b"Budget")


@pytest.fixture
def laid(desk: Desk) -> Desk:
    lay_on_desk(desk)
    return desk


def test_questions_answers_and_a_run(laid: Desk, client_as: ClientAs) -> None:
    """Candidates come first and nothing is chosen beforehand; what is decided is followed by a run that a curator may ask for."""
    curator, path = client_as("curator"), f"/files/{YEAR}/decide"
    page = curator.get("/files").text
    assert page.index('value="0621">Kolding') < page.index('value="0630">Vejle') < page.index('value="0580">Aabenraa')
    assert page.count("checked") == 0
    assert page.count(" selected") == 2  # the empty choice, and Skive, which the run knows
    form = {"what": "whose", "sha256": FORLIG, "seen": f"{FORLIG}:0", "municipality": "0621", "budget_year": "2027", "key": "a"}
    assert curator.send_form(path, **form).status_code == 303
    assert curator.send_form(path, **form).status_code == 303
    which = {"what": "which", "sha256": SECOND, "seen": [f"{FIRST}:0", f"{SECOND}:0"], "key": "b"}
    assert curator.send_form(path, **which).status_code == 303
    board = view_board(laid, YEAR)
    assert ([file.file for file in board.whose], board.which, board.waiting) == (["skive.pdf"], (), 3)
    page = curator.get("/files").text
    assert "3 afgørelser er ikke med i en læsning endnu." in page
    assert "vejle b.pdf;0630;2027;ja" in curator.get(f"/files/{YEAR}/list.csv").text
    assert curator.send_form(f"/files/{YEAR}/read").status_code == 303
    stale = curator.send_form(path, **{**form, "municipality": "0630", "key": "c"})
    assert (stale.status_code, "En anden har afgjort noget om filen" in stale.text) == (409, True)
    line = view_board(laid, YEAR).done[0].seen
    assert curator.send_form(path, what="back", sha256=FORLIG, seen=f"{FORLIG}:{line}", key="d").status_code == 303
    with laid.reading() as connection:
        kinds = [event.kind for event in read_events(connection)]
    assert kinds.count("file") == 4


@pytest.mark.parametrize(
    "wrong",
    [
        {"municipality": "9999"},
        {"municipality": ""},
        {"budget_year": "1066"},
        {"budget_year": "snart"},
        {"sha256": "0" * 64},
        {"sha256": "<script>"},
        {"what": "which"},
        {"what": "back"},
        {"seen": "x"},
    ],
    ids=str,
)
def test_a_bad_form_says_so_and_changes_nothing(laid: Desk, client_as: ClientAs, wrong: dict[str, str]) -> None:
    with laid.reading() as connection:
        before = read_head(connection)
    good = {"what": "whose", "sha256": FORLIG, "seen": f"{FORLIG}:0", "municipality": "0621", "budget_year": "2027"}
    answer = client_as("curator").send_form(f"/files/{YEAR}/decide", **{**good, **wrong})
    assert answer.status_code in (409, 422)
    assert 'role="alert"' in answer.text
    assert "Traceback" not in answer.text
    with laid.reading() as connection:
        assert read_head(connection) == before


def test_the_way_to_it(laid: Desk, client_as: ClientAs) -> None:
    """From the overview of a year with such files, for who may decide; and from the page where files are brought."""
    assert f'href="/files?year={YEAR}"' in client_as("curator").get(f"/?year={YEAR}").text
    assert 'href="/files' not in client_as("coder").get(f"/?year={YEAR}").text
    assert 'href="/files"' in client_as("admin").get("/uploads").text


def test_by_keyboard(laid: Desk, live: Live) -> None:
    page = live.page_as("curator")
    page.goto(f"{live.address}/files")
    page.locator("select[name=municipality]").first.focus()
    page.keyboard.type("Kol")
    for _turn in range(2):
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Afgørelsen gælder fra næste læsning" in page.inner_text("body")
    (done,) = view_board(laid, YEAR).done
    assert done.decision
    assert (done.file, done.decision.municipality_code, done.decision.budget_year) == ("forlig.pdf", "0621", YEAR)
