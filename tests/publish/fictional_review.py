"""A fictional review for the tests of `publish/`: real municipalities' names, invented agreements, hostile strings, drawn sheets."""

import csv
import functools
import io
import random
from collections.abc import Sequence
from importlib import resources

from PIL import Image, ImageDraw

from samspil.publish.pages import PageImage, PageText, PageView, Range, cut_pieces
from samspil.values.amount import Amount
from samspil.values.codes import AMOUNT_KINDS, STAGES, THEMES, TOPICS, horizon
from samspil.values.initiative import Evidence, Initiative
from samspil.values.review import Coverage, DocumentRecord, Headline, Review
from samspil.vocabulary.danish import sort_key

YEAR = 2026
TWENTY = (
    "Aabenraa",
    "Aalborg",
    "Aarhus",
    "Bornholm",
    "Faaborg-Midtfyn",
    "Furesø",
    "Gentofte",
    "Greve",
    "Herning",
    "Hvidovre",
    "Høje-Taastrup",
    "Hørsholm",
    "København",
    "Odsherred",
    "Svendborg",
    "Tårnby",
    "Tønder",
    "Viborg",
    "Vordingborg",
    "Ærø",
)


@functools.cache
def read_places() -> dict[str, str]:
    """Name -> code of all 98 municipalities."""
    text = resources.files("samspil.vocabulary").joinpath("data/municipalities.csv").read_text(encoding="utf-8")
    return {row["name"]: row["code"] for row in csv.DictReader(text.splitlines())}


HOSTILE = (
    "</script><script>alert(1)</script> Kommunen vil undersøge udbud af rengøringen.",
    '=HYPERLINK("http://example.invalid","klik") er afsat til formålet.',
    "{{7*7}} mio. kr. afsættes i 2026 til {% raw %} sensorer & \"bleer\" med 'føler'.",
    "<img src=x onerror=alert(1)> Der afsættes 500.000 kr. årligt til velfærdsteknologi.",
    "+45 pladser hjemtages fra private leverandører i 2027.",
    "- Rengøringen sendes i udbud i 2026 med en besparelse på 1,2 mio. kr. årligt.",
    "@SUM(1+1)*cmd|' /C calc'!A0 \x07 og tegnet \ud800 uden makker.",
    "＝1+1 i fuld bredde; javascript:alert(1) og [link](http://example.invalid).",
)
PLAIN = (
    "Aftaleparterne er enige om at afsætte 2,5 mio. kr. i 2026 og 1,0 mio. kr. årligt derefter til skærmbesøg og digital hjemmepleje.",
    "Driften af de grønne områder sendes i udbud i 2026, og der indregnes en besparelse på 1.200.000 kr. fra 2027 og frem.",
    "Forvaltningen undersøger, om et friplejehjem med 60 boliger kan opføres på den tidligere skolegrund.",
    "Kommunen stiller fremover krav om emissionsfri køretøjer i alle nye kørselsudbud.",
    "Otte borgere med særlige behov tages hjem fra eksterne tilbud, når det nye botilbud åbner den 1. maj 2026.",
    "Der afsættes 4 mio. kr. i 2026-2029 til en pulje for kunstig intelligens i sagsbehandlingen, heraf 500.000 kr. til uddannelse.",
    "Genudbud af rengøringen på skoler og daginstitutioner skal give en samlet gevinst på 6 mio. kr. over perioden 2026-2029.",
    "Indsatsen med softwarerobotter i økonomi og løn fortsætter, og der frigøres 750.000 kr. årligt.",
)


def build_review(names: Sequence[str] = TWENTY, initiatives: int = 45, *, hostile: bool = True, fictional: bool = True) -> Review:
    """A review of `names` (all but the last two are read); the same arguments give the same review."""
    chance = random.Random(7)  # noqa: S311 - sample data
    readable = [_record(name, read_places()[name]) for name in names[:-2]]
    sentences = (*PLAIN, *HOSTILE) if hostile else PLAIN
    found = tuple(_initiative(number, readable, sentences, chance) for number in range(initiatives))
    missing = tuple(sorted(set(read_places()) - {record.municipality for record in readable}, key=sort_key))
    coverage = Coverage(98, len(readable), (*readable, *_troubled(names)), missing)
    facts: dict[str, object] = {"version": "0.1.0", "codebook": "1", "model": "lin-2026-01", "run": "2025-11-21T20-10", "budget_year": YEAR}
    return Review(
        facts | ({"fictional": True} if fictional else {}), coverage, build_headlines(found, len(readable)), found, dropped_quotes=2
    )


def _record(name: str, code: str) -> DocumentRecord:
    form = "docx" if name == "Svendborg" else "pdf"
    verdict, reason = ("warn", "Side 3 er et billede uden tekst og er ikke læst.") if name == "Herning" else ("ok", "")
    digest = f"{code}{sum(map(ord, name)):060x}"
    return DocumentRecord(f"aftaler/{name.lower()}-{YEAR}.{form}", digest, name, code, YEAR, 12, verdict, reason)


def _troubled(names: Sequence[str]) -> list[DocumentRecord]:
    last = names[-1]
    return [
        DocumentRecord("aftaler/<img src=x onerror=alert(1)>.pdf", "e" * 64, "", "", None, 0, "rejected", "Filen er tom.", ()),
        DocumentRecord("aftaler/scan.pdf", "d" * 64, last, "", YEAR, 31, "needs_ocr", "Siderne er billeder uden tekst.", ()),
        DocumentRecord(
            "aftaler/uklar.pdf", "c" * 64, "", "", YEAR, 9, "attention", "To kommuner nævnes på forsiden.", ("Furesø", "Egedal")
        ),
        DocumentRecord("aftaler/kopi.pdf", "b" * 64, names[0], "", YEAR, 12, "duplicate", "Samme indhold som en anden fil.", ()),
    ]


def _initiative(number: int, records: list[DocumentRecord], sentences: Sequence[str], chance: random.Random) -> Initiative:
    record = records[number % len(records)]
    themes = tuple(sorted({THEMES[number % 5], *chance.sample(THEMES, chance.choice([0, 0, 0, 1]))}, key=THEMES.index))
    topics = tuple(chance.sample(TOPICS, chance.choice([1, 1, 2]))) if "technology" in themes else ()
    evidence = tuple(_evidence(record, sentences[(number * 3 + i) % len(sentences)], number, i) for i in range(1 + number % 3 // 2))
    return Initiative(
        f"{record.municipality_code}-{number:04d}",
        record.municipality,
        record.municipality_code,
        YEAR,
        themes,
        topics,
        STAGES[number % 6],
        0.55 + chance.random() * 0.45,
        "lin-2026-01",
        evidence,
        _amounts(number),
        ("sensorbleer",) if number % 4 == 0 else (),
        ("private leverandører",) if number % 3 == 0 else (),
        "Økonomiudvalget" if number % 2 else "",
    )


def _evidence(record: DocumentRecord, quote: str, number: int, part: int) -> Evidence:
    page = 1 + (number // 2 + part) % max(record.pages, 1)
    start = 1000 * page + 40 * number + 500 * part
    return Evidence(record.file, record.sha256, page, start, start + len(quote), quote, "Tekst før. ", " Tekst efter.")


def _amounts(number: int) -> tuple[Amount, ...]:
    years = horizon(YEAR)
    kind = AMOUNT_KINDS[number // 6 % 2]
    forms: tuple[tuple[Amount, ...], ...] = (
        (),
        (
            Amount(2_500_000, kind, {years[0]: 2_500_000}, quote="2,5 mio. kr. i 2026"),
            Amount(1_000_000, kind, dict.fromkeys(years[1:], 1_000_000)),
        ),
        (
            Amount(4_000_000, kind, ambiguous=True, quote="4 mio. kr. i 2026-2029", readings=("4 mio. kr. hvert år", "4 mio. kr. i alt")),
            Amount(500_000, kind, part_of=True, quote="heraf 500.000 kr."),
        ),
        (
            Amount(6_000_000, kind, total=6_000_000, quote="samlet 6 mio. kr."),
            Amount(80_000_000, "other", {YEAR - 1: 80_000_000}, quote="80 mio. kr."),
        ),
        (Amount(363_000, kind, {years[0]: 363_000}, assumed=True, quote="363.000 kr.", price_level=2026),),
        (Amount(1_234_567, kind, {years[0]: 1_234_567, years[2]: 3_000_000}, quote="1.234.567 kr. i 2026 stigende til 3 mio. kr. i 2028"),),
    )
    return forms[number % len(forms)]


def build_headlines(initiatives: Sequence[Initiative], read: int) -> dict[str, Headline]:
    """As the review room counts: distinct municipalities, kroner without 'heraf', ambiguous sums and totals."""
    headlines = {}
    for theme in THEMES:
        rows = [i for i in initiatives if theme in i.themes]
        added = [a for i in rows for a in i.amounts if not a.part_of and not a.ambiguous]
        allocated, saved = (
            {y: sum(a.profile.get(y, 0) for a in added if a.kind == kind) for y in horizon(YEAR)} for kind in AMOUNT_KINDS[:2]
        )
        count = len({i.municipality for i in rows})
        ambiguous = sum(a.ambiguous for i in rows for a in i.amounts)
        headlines[theme] = Headline(
            count, read, 98, (max(count - 2, 0), count + 3) if theme == "technology" else None, allocated, saved, ambiguous
        )
    return headlines


class Sheets:
    """Draws a grey page with lines; Svendborg (DOCX) as text; Tårnby's pages cannot be drawn. Notes what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []
        self.png = _draw_sheet()

    def draw(self, sha256: str, page: int, ranges: list[Range]) -> PageView | None:
        self.asked.append((sha256, page))
        if sha256.startswith("0185"):
            return None
        if sha256.startswith("0479"):
            return PageText(cut_pieces("Ordene på siden. " * 400, ranges[0][0] - 2000, ranges))
        boxes = tuple(
            ((0.1, 0.1 + 0.05 * n, 0.9, 0.12 + 0.05 * n), (0.1, 0.12 + 0.05 * n, 0.5, 0.14 + 0.05 * n)) for n, _ in enumerate(ranges)
        )
        return PageImage(self.png, 600, 848, boxes)


def _draw_sheet() -> bytes:
    sheet = Image.new("L", (600, 848), 255)
    pen = ImageDraw.Draw(sheet)
    for line in range(60, 800, 17):
        pen.line((60, line, 540 - line % 7 * 20, line), fill=90, width=4)
    target = io.BytesIO()
    sheet.save(target, "PNG")
    return target.getvalue()
