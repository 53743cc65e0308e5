"""Figures and a review made by hand for the tests of what stands beside an indicator."""

from decimal import Decimal

from samspil.cases.casebook import read_library
from samspil.cases.matching.many import Shelf
from samspil.competition.indicators.areas import shipped_areas
from samspil.exposure.join import Figures, build_exposure, read_words
from samspil.exposure.standing import compare, find_changes, rank
from samspil.similar import find_similar
from samspil.values.competition import Indicator
from samspil.values.competition_accounts import About, AccountFile
from samspil.values.competition_beside import Exposure, ReviewSource
from samspil.values.competition_change import Break
from samspil.values.competition_findings import AccountFinding
from samspil.values.initiative import Evidence, Initiative
from samspil.values.review import Coverage, DocumentRecord, Review

MILLION = 1_000_000
YEAR, BUDGET_YEAR = 2024, 2026
SHA = "ab" * 32
# Main account 2 and the roads in it, millions: municipality -> year -> (bought, base). Faxe has no base in 2024, Greve no accounts at all.
ROADS = {
    "0101": {2022: (30, 100), 2023: (40, 100), 2024: (50, 100)},
    "0751": {2022: (20, 100), 2023: (30, 120), 2024: (40, 160)},
    "0851": {2023: (10, 40), 2024: (10, 40)},
    "0741": {2024: (3, 6)},
    "0320": {2024: (0, 0)},
}
BREAK = Break(2023, "test_break", "Kontoplanen er ændret.", "opdigtet", "public", "The chart of accounts changed.", functions=("228",))


def indicator(code: str, year: int, level: str, key: str, bought: int, base: int, notes: tuple[str, ...] = ()) -> Indicator:
    """In millions."""
    return Indicator(code, year, "pli", level, key, Decimal(bought * MILLION), Decimal(base * MILLION), "pli_samspil_v1", notes=notes)


def list_rows() -> list[Indicator]:
    """The same sums as total, main account 2 and roads, and the country's."""
    levels = (("total", ""), ("main_account", "2"), ("service_area", "roads_parks"))
    rows = [indicator(code, year, *where, *sums) for code, years in ROADS.items() for year, sums in years.items() for where in levels]
    for year in (2022, 2023, 2024):
        whole = [years[year] for years in ROADS.values() if year in years]
        rows += [indicator("", year, *where, sum(one[0] for one in whole), sum(one[1] for one in whole)) for where in levels]
    return rows


def make_figures(**changes: object) -> Figures:
    """Roads 2022-2024; the functions of Aarhus (30 + 10 of 100 + 60); a break in 2023 for roads; odd postings of Samsø and of the file."""
    rows = list_rows()
    functions = [indicator("0751", YEAR, "function", "22811", 30, 100), indicator("0751", YEAR, "function", "22814", 10, 60)]
    ferry = AccountFinding("ferry", "note", "0741", YEAR, numbers={"transport": Decimal(3 * MILLION), "bought": Decimal(6 * MILLION)})
    values: dict[str, object] = {
        "year": YEAR,
        "kind": "pli",
        "definition": "pli_samspil_v1",
        "title": "PLI, prøve",
        "about": About("accounts", "REGK100", "LOBM", (AccountFile("regk100.csv", SHA, "2026-04-30"),), "opdigtet", example=True),
        "areas": shipped_areas(),
        "rows": rows,
        "functions": functions,
        "comparisons": compare(rows, YEAR),
        "places": rank(rows, YEAR),
        "changes": find_changes(rows, YEAR),
        "findings": {"0741": (ferry,)},
        "breaks": lambda level, _code, since, until: (BREAK,) if level != "total" and since < 2023 <= until else (),
    }
    return Figures(**{**values, **changes})  # type: ignore[arg-type]


def initiative(
    number: int, code: str, name: str, quote: str, *themes: str, stage: str = "planned", topics: tuple[str, ...] = ()
) -> Initiative:
    """One with one quote."""
    evidence = Evidence(f"aftaler/{name}.pdf", f"{number:016x}{SHA[:48]}", number, 0, len(quote), quote)
    return Initiative(f"{code}-{number:04}", name, code, BUDGET_YEAR, themes or ("tendering",), topics, stage, 0.9, "test", (evidence,))


HOSTILE = '</blockquote><script>alert(1)</script><img src=x onerror=alert(2)> =HYPERLINK("http://example.invalid") {{7*7}} \x07\ud800 snerydning udbydes'
INITIATIVES = (
    initiative(1, "0751", "Aarhus", "Vejvedligeholdelsen og vintertjenesten sendes i udbud i 2026."),
    initiative(2, "0751", "Aarhus", "Driften af parker tages hjem til kommunen.", "insourcing", stage="decided"),
    initiative(3, "0751", "Aarhus", "Flere opgaver skal konkurrenceudsættes."),
    initiative(4, "0101", "København", HOSTILE),
    initiative(5, "0101", "København", "Sneplove købes med sensorer til glatførebekæmpelse.", "technology", stage="underway"),
    initiative(6, "0851", "Aalborg", "Rengøringen på skolerne genudbydes.", stage="considered"),
)


def make_review() -> Review:
    """Agreements of Aarhus, København, Aalborg and Faxe were read; Samsø's needs OCR, Greve's was never found."""
    read = [
        ("0751", "Aarhus", "ok"),
        ("0101", "København", "ok"),
        ("0851", "Aalborg", "warn"),
        ("0320", "Faxe", "ok"),
        ("0741", "Samsø", "needs_ocr"),
    ]
    records = tuple(DocumentRecord(f"aftaler/{name}.pdf", SHA, name, code, BUDGET_YEAR, 9, verdict, "") for code, name, verdict in read)
    facts = {"version": "0", "codebook": "1", "model": "m", "run": "r", "budget_year": BUDGET_YEAR}
    return Review(facts, Coverage(98, 4, records, ("Greve",)), {}, INITIATIVES)


def make_exposure(*, review: bool = True, source: ReviewSource | None = None, **changes: object) -> Exposure:
    """All of it joined."""
    found = make_review() if review else None
    shelf = find_similar(found) if found else Shelf(tuple(read_library()))
    return build_exposure(make_figures(**changes), read_words(found, shelf, source), BUDGET_YEAR if review else None)
