"""A desk with three small agreements of known words (PDF, HTML, text) and the initiatives a machine found in them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from samspil.store.desk.desk import Desk
from samspil.values.desk import SourceText
from samspil.workbench.runs import bring_in
from samspil.workbench.sources import keep_source, open_source
from tests.documents.raw_pdf import make_pdf, show

YEAR = 2026
FAXE = [
    [
        "Budgetaftale 2026-2029",
        "",
        "Der afsættes 1,2 mio. kr. årligt til skærmbesøg i hjemmeplejen.",
        "Rengøringen på skolerne sendes i udbud i 2026.",
    ],
    [
        "Der bygges et friplejehjem med 60 pladser.",
        "Otte borgere tages hjem fra eksterne tilbud.",
        "Der stilles klimakrav ved alle indkøb af køretøjer.",
    ],
]
GREVE = [
    "Softwarerobotter i økonomi og løn fortsætter.",
    "Driften af de grønne områder konkurrenceudsættes, og der indregnes en besparelse på 400.000 kr.",
    "Forvaltningen undersøger, om et friplejehjem kan opføres på skolegrunden.",
    "Fødevarer købes økologisk, hvor det er muligt.",
]
AERO = [
    "Færgens kantine udbydes igen i 2027.",
    "Der afprøves kunstig intelligens i sagsbehandlingen.",
    "Botilbuddet bygges ud, så borgere kan hjemtages.",
]
THEMES = {
    "skærm": "technology",
    "robot": "technology",
    "intelligens": "technology",
    "fripleje": "friplejehjem",
    "hjem fra": "insourcing",
    "hjemtages": "insourcing",
}
GREEN = ("klimakrav", "økologisk")


def theme_of(sentence: str) -> str:
    """The theme of a sentence above."""
    found = next((theme for word, theme in THEMES.items() if word in sentence), "")
    return found or ("green_procurement" if any(word in sentence for word in GREEN) else "tendering")


def list_files() -> dict[str, tuple[bytes, str, str, list[str]]]:
    """File name -> bytes, municipality, code, sentences with an initiative."""
    html = "<html><body><h1>Budgetaftale 2026</h1>" + "".join(f"<p>{sentence}</p>" for sentence in GREVE) + "</body></html>"
    return {
        "faxe.pdf": (make_pdf([show(page) for page in FAXE]), "Faxe", "0320", [*FAXE[0][2:], *FAXE[1]]),
        "greve.html": (html.encode(), "Greve", "0253", GREVE),
        "ærø.txt": ("\n\n".join(["Budgetaftale 2026", *AERO]).encode(), "Ærø", "0492", AERO),
    }


def fill(
    desk: Desk, run: str = "first", checks: Sequence[dict[str, Any]] = (), *, model: str = "linear-t", beside: bool = False, **changes: Any
) -> dict[str, str]:
    """Keep the files and bring in a review of them; gives the row of each sentence. `changes`: sentence's first word -> fields read otherwise (None: not found)."""
    documents, initiatives = [], []
    for name, (content, municipality, code, sentences) in list_files().items():
        sha256 = keep_source(desk, content)
        source = open_source(desk, sha256, name)
        documents.append(_record(name, sha256, municipality, code, len(source.pages)))
        for number, sentence in enumerate(sentences):
            changed = changes.get(sentence.split()[0], {})
            if changed is not None:
                initiatives.append({**_initiative(source, name, municipality, code, sentence, number), "reader": model, **changed})
    coverage = {"municipalities": 98, "read": 3, "documents": documents, "missing": []}
    facts = {"version": "0", "codebook": "1", "model": model, "run": run, "budget_year": YEAR}
    bring_in(desk, {"samspil": facts, "coverage": coverage, "headlines": {}, "initiatives": initiatives}, checks=checks, beside=beside)
    return {item["evidence"][0]["quote"]: item["id"] for item in initiatives}


def _record(name: str, sha256: str, municipality: str, code: str, pages: int) -> dict[str, Any]:
    whose = {"municipality": municipality, "municipality_code": code, "budget_year": YEAR}
    return {"file": name, "sha256": sha256, **whose, "pages": pages, "verdict": "ok", "reason": ""}


def _initiative(source: SourceText, name: str, municipality: str, code: str, sentence: str, number: int) -> dict[str, Any]:
    start = source.text.index(sentence)
    page = next(number for number, first, last in source.pages if first <= start < last)
    quote = {"document": name, "sha256": source.sha256, "page": page, "start": start, "end": start + len(sentence), "quote": sentence}
    theme = theme_of(sentence)
    amount = {
        "dkk": 1_200_000,
        "kind": "allocation",
        "profile": {str(YEAR + n): 1_200_000 for n in range(4)},
        "total": None,
        "ambiguous": False,
    }
    amount |= {"assumed": False, "part_of": False, "price_level": None, "quote": "1,2 mio. kr. årligt"}
    return {
        "id": f"{code}-2026-{number:02d}",
        "municipality": municipality,
        "municipality_code": code,
        "budget_year": YEAR,
        "themes": [theme],
        "topics": ["digitalisation"] if theme == "technology" else [],
        "stage": "planned",
        "confidence": 0.6 + 0.03 * number,
        "reader": "linear-t",
        "evidence": [{**quote, "prefix": "", "suffix": ""}],
        "amounts": [amount] if "1,2 mio" in sentence else [],
        "technologies": [],
        "actors": [],
        "committee": "",
    }


def open_desk(folder: Path) -> tuple[Desk, dict[str, str]]:
    """A new desk in a folder, filled."""
    desk = Desk(folder / "desk.sqlite")
    return desk, fill(desk)
