"""Correct published reviews of fictional rows (tests/review/audit/rows.toml), and the faults that can be planted in them; `audit_faults.py` measures with it."""

import random
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from samspil.vocabulary.danish import sort_key  # noqa: E402
from samspil.vocabulary.municipalities import find_by_name, read_municipalities, suggest  # noqa: E402

ROWS = ROOT / "tests" / "review" / "audit" / "rows.toml"
THEMES = ("tendering", "technology", "friplejehjem", "green_procurement", "insourcing")
TITLES = {
    "tendering": ["Kommunernes planer for offentlig-privat samarbejde", "Udbud og offentlig-privat samarbejde i budgetaftalerne"],
    "technology": ["Velfærdsteknologi og digitale løsninger", "Kommuner med velfærdsteknologi og digitalisering i budgetaftalen"],
    "friplejehjem": ["Friplejehjem i kommunerne", "Oversigt over friplejehjem og friplejeboliger"],
    "green_procurement": ["Grønne indkøb", "Kommuner med grønne og bæredygtige indkøb"],
    "insourcing": ["Hjemtagning af opgaver", "Kommuner og hjemtagning af opgaver fra eksterne leverandører"],
}
SUBJECTS = {
    "tendering": "offentlig-privat samarbejde og udbud",
    "technology": "velfærdsteknologi og digitale løsninger",
    "friplejehjem": "friplejehjem",
    "green_procurement": "grønne offentlige indkøb",
    "insourcing": "hjemtagning af opgaver",
}
CLAIMS = (
    "{n} ud af 98 kommuner omtaler {subject} i deres budgetaftaler.",
    "Gennemgangen viser, at {n} kommuner skriver om {subject} i aftalen for {y}.",
    "I alt {n} af landets 98 kommuner har {subject} med i årets budget.",
)
PROMISE = "{n} ud af 98 kommuner planlægger at investere i {subject}."
UNKNOWN = ("Hundested", "Nordvestjylland", "Grenaa", "Sydfyn", "Farum", "Skagen", "Malmø", "Region Sjælland", "Storlund", "Ribe")


@dataclass
class Row:
    """`printed`: the name as it stands; `touched`: a fault was planted here."""

    name: str
    printed: str
    text: str
    stage: str
    source: str = ""
    touched: bool = False


@dataclass
class Table:
    theme: str
    title: str
    rows: list[Row]
    claim: str
    promise: bool = False
    count: int = 0
    number: int = 0


@dataclass
class Planted:
    """`tables`, `names`: any of them is right."""

    kind: str
    tables: set[int | None]
    names: set[str]


@dataclass
class Draft:
    year: int
    tables: list[Table]
    prose: list[list[str]]
    retold: list[tuple[Table, Row, Mapping[str, Any], int]] = field(default_factory=list)
    previous: dict[str, list[Row]] = field(default_factory=dict)
    planted: list[Planted] = field(default_factory=list)


class Maker:
    """Builds drafts and plants faults; the same seed gives the same reviews."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self.data: Mapping[str, list[dict[str, Any]]] = tomllib.loads(ROWS.read_text(encoding="utf-8"))
        self.names = [one.name for one in read_municipalities()]
        self.plants: dict[str, Callable[[Draft], bool]] = {
            name.removeprefix("plant_").replace("_", "-"): getattr(self, name) for name in dir(self) if name.startswith("plant_")
        }

    def draft(self) -> Draft:
        """A correct review: three to five tables in any order, claims that hold, examples that agree with their rows."""
        year = self.chance.randint(2021, 2027)
        themes = self.chance.sample(THEMES, self.chance.randint(3, 5))
        tables = [self.table(theme, year) for theme in themes]
        for number, table in enumerate(tables, 1):
            table.number = number
        draft = Draft(year, tables, [[] for _ in tables])
        for place, table in enumerate(tables):
            self.retell(draft, place, table)
        self.add_sums(draft)
        return draft

    def table(self, theme: str, year: int) -> Table:
        promise = theme == "technology" and self.chance.random() < 0.7
        pool = [row for row in self.data[theme] if not promise or row["stage"] in "du"]
        names = sorted(self.chance.sample(self.names, self.chance.randint(8, min(20, len(pool)))), key=sort_key)
        rows = [self.row(name, one, year) for name, one in zip(names, self.chance.sample(pool, len(names)), strict=True)]
        claim = PROMISE if promise else self.chance.choice(CLAIMS)
        return Table(theme, self.chance.choice(TITLES[theme]), rows, claim, promise, len(rows))

    def row(self, name: str, one: Mapping[str, Any], year: int) -> Row:
        return Row(name, self.print_name(name), fill(one["text"], name, year), one["stage"], one["text"])

    def print_name(self, name: str) -> str:
        special = {"København": "Københavns Kommune", "Bornholm": "Bornholms Regionskommune"}
        full = special.get(name, f"{name} Kommune")
        return self.chance.choices([full, full.replace("Aa", "Å"), name, full.replace("Kommune", "kommune")], [12, 1, 1, 1])[0]

    def retell(self, draft: Draft, place: int, table: Table) -> None:
        for row in table.rows:
            for one in self.data["retold"]:
                if one["theme"] == table.theme and row.source.startswith(one["row"]):
                    draft.retold.append((table, row, one, len(draft.prose[place])))
                    draft.prose[place].append(fill(one["right"], row.name, draft.year))

    def add_sums(self, draft: Draft) -> None:
        """Sums that add up, in every tenth row."""
        left = self.chance.sample(self.data["sums"], len(self.data["sums"]))
        for table in draft.tables:
            for row in table.rows:
                if left and self.chance.random() < 0.1 and "kr." not in row.text:
                    row.text += " " + fill(left.pop()["right"], row.name, draft.year)

    def plant(self, draft: Draft, kind: str) -> bool:
        """One fault of a kind; False when the draft has no place for it."""
        return self.plants[kind](draft)

    def free(self, draft: Draft, wanted: Callable[[Table, Row], bool] = lambda _table, _row: True) -> tuple[Table, Row] | None:
        told = {id(row) for _table, row, _one, _place in draft.retold}
        places = [
            (table, row) for table in draft.tables for row in table.rows if not row.touched and id(row) not in told and wanted(table, row)
        ]
        if not places:
            return None
        table, row = self.chance.choice(places)
        row.touched = True
        return table, row

    def unused(self, draft: Draft, theme: str, stages: str = "cpdus") -> Mapping[str, Any] | None:
        used = {row.source for table in draft.tables for row in table.rows}
        pool = [one for one in self.data[theme] if one["text"] not in used and one["stage"] in stages]
        return self.chance.choice(pool) if pool else None

    def plant_duplicate_municipality(self, draft: Draft) -> bool:
        found = self.free(draft)
        one = self.unused(draft, found[0].theme, "du") if found else None
        if not found or not one:
            return False
        table, row = found
        twin = self.row(row.name, one, draft.year)
        twin.touched = True
        table.rows.insert(table.rows.index(row) + 1, twin)
        return self.note(draft, "duplicate-municipality", {table.number}, {row.name})

    def plant_duplicate_row(self, draft: Draft) -> bool:
        found = self.free(draft, lambda _table, row: len(row.text.split()) > 14 and row.name not in row.text)
        if not found:
            return False
        table, row = found
        other = self.chance.choice([one for one in draft.tables if one is not table])
        twin = next((one for one in other.rows if one.name == row.name), None)
        words = row.text.split()
        if self.chance.random() < 0.5:
            words.pop(self.chance.randrange(2, len(words)))
        if twin and not twin.touched:
            twin.text, twin.touched = " ".join(words), True
        elif not twin and not other.promise:
            other.rows.append(Row(row.name, row.printed, " ".join(words), row.stage, touched=True))
            other.rows.sort(key=lambda one: sort_key(one.name))
            other.count += 1
        else:
            return False
        return self.note(draft, "duplicate-row", {table.number, other.number}, {row.name})

    def plant_headline_mismatch(self, draft: Draft) -> bool:
        right = [table for table in draft.tables if table.claim and "headline-mismatch" not in table.title and table.count >= 0]
        table = self.chance.choice(right)
        if any(plant.kind == "headline-mismatch" and plant.tables == {table.number} for plant in draft.planted):
            return False
        table.count += self.chance.choice([-3, -2, -1, 1, 2, 3])
        return self.note(draft, "headline-mismatch", {table.number}, {""})

    def plant_carried_over(self, draft: Draft) -> bool:
        found = self.free(draft, lambda _table, row: len(row.text.split()) > 12)
        if not found:
            return False
        table, row = found
        old = Row(row.name, row.printed, row.text, row.stage)
        if self.chance.random() < 0.5:
            old.text = old.text.replace(f"{draft.year}", f"{draft.year - 1}").replace("Kommunen", "Byrådet")
        draft.previous.setdefault(table.theme, []).append(old)
        return self.note(draft, "carried-over", {table.number}, {row.name})

    def plant_stale_year(self, draft: Draft) -> bool:
        found = self.free(
            draft, lambda table, row: "{y" in row.source and "{b" not in row.source and row.stage in "du" and str(draft.year) in row.text
        )
        if not found:
            return False
        table, row = found
        back = self.chance.randint(1, 2)
        row.text = fill(row.source, row.name, draft.year - back)
        return self.note(draft, "stale-year", {table.number}, {row.name})

    def plant_contradiction(self, draft: Draft) -> bool:
        places = [one for one in draft.retold if not one[1].touched]
        if not places:
            return False
        table, row, one, place = self.chance.choice(places)
        row.touched = True
        draft.prose[draft.tables.index(table)][place] = fill(self.chance.choice(one["wrong"]), row.name, draft.year)
        return self.note(draft, "contradiction", {table.number, None}, {row.name})

    def plant_theme_mismatch(self, draft: Draft) -> bool:
        found = self.free(draft)
        if not found:
            return False
        table, row = found
        other = self.chance.choice([theme for theme in THEMES if theme != table.theme])
        one = self.unused(draft, other, "du") if self.chance.random() < 0.5 else None
        pool = self.data["foreign"]
        text = (one or self.chance.choice(pool))["text"]
        if any(text == there.source for each in draft.tables for there in each.rows):
            return False
        row.text, row.source = fill(text, row.name, draft.year), text
        return self.note(draft, "theme-mismatch", {table.number}, {row.name})

    def plant_overstated_commitment(self, draft: Draft) -> bool:
        found = self.free(draft, lambda table, _row: table.promise)
        one = self.unused(draft, found[0].theme, "c") if found else None
        if not found or not one:
            return False
        table, row = found
        row.text, row.source = fill(one["text"], row.name, draft.year), one["text"]
        return self.note(draft, "overstated-commitment", {table.number}, {row.name})

    def plant_unknown_municipality(self, draft: Draft) -> bool:
        found = self.free(draft, lambda _table, row: row.name not in row.text)
        if not found:
            return False
        table, row = found
        name = self.chance.choice([name for name in UNKNOWN if not any(name in one.printed for one in table.rows)])
        row.printed = name if name.startswith("Region") else f"{name} Kommune"
        table.rows.remove(row)
        table.rows.append(row)
        table.rows.sort(key=lambda one: sort_key(one.printed.removesuffix(" Kommune") if one is row else one.name))
        table.count -= 1
        return self.note(draft, "unknown-municipality", {table.number}, {name})

    def plant_misspelt_municipality(self, draft: Draft) -> bool:
        found = self.free(draft, lambda _table, row: len(row.name) > 5)
        if not found:
            return False
        table, row = found
        wrong = self.misspell(row.name)
        row.printed = f"{wrong} Kommune"
        return self.note(draft, "misspelt-municipality", {table.number}, {row.name, wrong})

    def misspell(self, name: str) -> str:
        """One slip inside the name that makes no other name of it."""
        while True:
            place = self.chance.randrange(1, len(name) - 1)
            slips = [
                name[:place] + name[place + 1 :],
                name[:place] + name[place] + name[place:],
                name[:place] + name[place + 1] + name[place] + name[place + 2 :],
            ]
            wrong = self.chance.choice([*slips, name[:place] + self.chance.choice("aeilnrst") + name[place + 1 :]])
            if find_by_name(wrong) is None and [one.name for one in suggest(wrong, 1)] == [name] and wrong[:1].isupper():
                return wrong

    def plant_order(self, draft: Draft) -> bool:
        if any(plant.kind == "order" for plant in draft.planted):
            return False
        found = self.free(draft)
        if not found:
            return False
        table, row = found
        old = table.rows.index(row)
        new = self.chance.choice([place for place in range(len(table.rows)) if abs(place - old) >= 2])
        table.rows.pop(old)
        table.rows.insert(new, row)
        return self.note(draft, "order", {table.number}, {row.name})

    def plant_arithmetic(self, draft: Draft) -> bool:
        found = self.free(draft, lambda _table, row: "kr." not in row.text and "pct." not in row.text)
        if not found:
            return False
        table, row = found
        row.text += " " + fill(self.chance.choice(self.data["sums"])["wrong"], row.name, draft.year)
        return self.note(draft, "arithmetic", {table.number}, {row.name})

    def plant_unit(self, draft: Draft) -> bool:
        ways = [
            ("mio. kr. i", "mio. i"),
            ("mio. kr. til b", "mio. til b"),
            ("mio. kr. til v", "mio. til v"),
            ("mio. kr. årligt", "mio. årligt"),
            (" mio. kr.", " mia. kr."),
            (",", "."),
        ]
        old, new = self.chance.choice(ways)
        number = next((f",{digit} mio" for digit in "123456789"), "")
        found = self.free(
            draft, lambda _table, row: (old in row.text) if old != "," else any(f",{digit} mio" in row.text for digit in "123456789")
        )
        if not found or not number:
            return False
        table, row = found
        if old == ",":
            digit = next(digit for digit in "123456789" if f",{digit} mio" in row.text)
            row.text = row.text.replace(f",{digit} mio", f".{digit} mio", 1)
        else:
            row.text = row.text.replace(old, new, 1)
        return self.note(draft, "unit", {table.number}, {row.name})

    @staticmethod
    def note(draft: Draft, kind: str, tables: Iterable[int | None], names: set[str]) -> bool:
        draft.planted.append(Planted(kind, set(tables), names))
        return True


def fill(text: str, name: str, year: int) -> str:
    """A row for a municipality and year."""
    text = text.replace(
        "{k} Kommune", {"København": "Københavns Kommune", "Bornholm": "Bornholms Regionskommune"}.get(name, f"{name} Kommune")
    )
    text = text.replace("{k}", name).replace("{y}", str(year))
    for step in range(1, 7):
        text = text.replace(f"{{y{step}}}", str(year + step)).replace(f"{{b{step}}}", str(year - step))
    return text


def render(draft: Draft) -> str:
    """The article."""
    parts = [
        f"14.11.{draft.year - 1} Nyheder",
        f"Kommunernes budgetaftaler for {draft.year}",
        f"En gennemgang af budgetaftalerne for {draft.year} viser, hvad kommunerne er blevet enige om.",
    ]
    for table, prose in zip(draft.tables, draft.prose, strict=True):
        parts += [SUBJECTS[table.theme].capitalize(), table.claim.format(n=table.count, subject=SUBJECTS[table.theme], y=draft.year)]
        parts += [*prose, f"Tabel {table.number} viser kommunerne."]
    for table in draft.tables:
        parts += [f"Tabel {table.number}. {table.title}", "Kommune Initiativ"]
        parts += [part for row in table.rows for part in (row.printed, row.text)]
    return "\n\n".join([*parts, "Relateret indhold", "Log ind"])


def render_previous(draft: Draft) -> str:
    """The article of the year before, with the rows that are carried over."""
    tables = [
        Table(theme, TITLES[theme][0], rows, CLAIMS[0], count=len(rows), number=number)
        for number, (theme, rows) in enumerate(draft.previous.items(), 1)
    ]
    return render(Draft(draft.year - 1, tables, [[] for _ in tables]))
