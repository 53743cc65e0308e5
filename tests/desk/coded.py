"""A desk with a few agreements whose texts are known, a machine's reading of them, and people to code them."""

from typing import Any

from samspil.store.desk import people
from samspil.store.desk.desk import Desk
from samspil.store.desk.sources import keep_text
from samspil.values.desk import Person, SourceText
from samspil.workbench.runs import bring_in

YEAR = 2026
TOWNS = (("Faxe", "0320"), ("Greve", "0253"), ("Viborg", "0791"), ("Aarhus", "0751"), ("Ærø", "0492"), ("Herning", "0657"))
SENTENCES = (
    ("heading", "Ældre"),
    ("sentence", "Rengøringen på skolerne sendes i udbud i 2026."),
    ("sentence", "Der indregnes en besparelse på 1,2 mio. kr. årligt."),
    ("item", "Sensorer i plejeboliger afprøves i to distrikter."),
    ("sentence", "Kommunen undersøger et friplejehjem på den tidligere skolegrund."),
    ("sentence", "Budgettet er i balance."),
)


def make_source(sha256: str, town: str) -> SourceText:
    """A page of six passages."""
    text, passages = f"Budgetaftale for {town}\n", []
    for kind, words in SENTENCES:
        passages.append((len(text), len(text) + len(words), kind, ("Ældre",) if kind != "heading" else ()))
        text += words + "\n"
    return SourceText(sha256, "txt", text, ((1, 0, len(text)),), tuple(range(len(text))), tuple(passages))


def sha_of(code: str) -> str:
    return code * 16


def propose(
    source: SourceText, town: str, code: str, number: int, passages: tuple[int, ...], themes: list[str], stage: str
) -> dict[str, Any]:
    """A machine's initiative."""
    quotes = [
        {
            "document": f"{town}.txt",
            "sha256": source.sha256,
            "page": 1,
            "start": source.passages[n][0],
            "end": source.passages[n][1],
            "quote": source.text[source.passages[n][0] : source.passages[n][1]],
            "prefix": "",
            "suffix": "",
        }
        for n in passages
    ]
    known = {"id": f"{code}-{YEAR}-{number}", "municipality": town, "municipality_code": code, "budget_year": YEAR}
    empty: dict[str, Any] = {"topics": [], "amounts": [], "technologies": [], "actors": [], "committee": ""}
    return {**known, **empty, "themes": themes, "stage": stage, "confidence": 0.8, "reader": "linear-1", "evidence": quotes}


def fill(desk: Desk, towns: int = 2) -> list[str]:
    """Agreements of the first towns, in each a tender (right) and a budget in balance (wrong) as the machine reads it; gives their SHA-256."""
    documents, initiatives = [], []
    for town, code in TOWNS[:towns]:
        source = make_source(sha_of(code), town)
        with desk.writing() as connection:
            keep_text(connection, source)
        documents.append(
            {
                "file": f"{town}.txt",
                "sha256": source.sha256,
                "municipality": town,
                "municipality_code": code,
                "budget_year": YEAR,
                "pages": 1,
                "verdict": "ok",
                "reason": "",
            }
        )
        initiatives.append(propose(source, town, code, 1, (1,), ["tendering"], "planned"))
        initiatives.append(propose(source, town, code, 2, (5,), ["insourcing"], "planned"))
    nothing: dict[str, Any] = {"of": 98, "interval": None, "allocation_dkk": {}, "saving_dkk": {}, "ambiguous": 0}
    headlines = {theme: {"municipalities": towns, "read": towns, **nothing} for theme in ("tendering", "technology")}
    coverage = {"municipalities": 98, "read": towns, "documents": documents, "missing": []}
    facts = {"budget_year": YEAR, "model": "linear-1", "run": "r1"}
    bring_in(desk, {"samspil": facts, "coverage": coverage, "headlines": headlines, "initiatives": initiatives})
    return [sha_of(code) for _town, code in TOWNS[:towns]]


def add(desk: Desk, login: str, role: str = "coder") -> Person:
    """Somebody new."""
    with desk.writing() as connection:
        return people.add_person(connection, login, login.title(), role, "hash")
