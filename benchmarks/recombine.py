"""The text of benchmark agreements: the samples' initiatives and traps, invented tables, and plain filler, mixed by a seeded generator."""

import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "samples-src"))

from source import MARK, Sample, clean, read_sources  # noqa: E402
from words import FIRST_YEAR, SLOTS, WORDS  # noqa: E402

SLOT = re.compile(r"\{(\w+)\}")
CHAPTERS = ("Økonomi og rammer", "Børn og unge", "Ældre og sundhed", "Social og handicap", "Teknik og miljø", "Kultur og fritid", "Erhverv og beskæftigelse",
            "Landdistrikter", "Administration og organisation", "Anlæg", "Natur og klima", "Byudvikling", "Hensigtserklæringer", "Budgettets forudsætninger")  # fmt: skip
INITIATIVE_SHARE, TRAP_SHARE, TABLE_SHARE, LIST_SHARE = 0.04, 0.045, 0.05, 0.12


@dataclass(frozen=True)
class Block:
    """A piece of an agreement. `kind`: 'h1', 'h2', 'p', 'ul' or 'table'; `rows`: the paragraph, the items or the rows' cells."""

    kind: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Material:
    """What agreements are made of."""

    filler: tuple[str, ...]
    initiatives: tuple[str, ...]
    traps: tuple[str, ...]
    labels: tuple[str, ...]


def read_filler() -> tuple[str, ...]:
    """The sentences of filler.txt."""
    lines = (HERE / "filler.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def marked_texts(sample: Sample) -> tuple[dict[str, list[str]], list[str]]:
    """Marked sentences by id, and the labels of marked table rows."""
    texts: dict[str, list[str]] = {}
    labels = []
    for ids, text in MARK.findall(sample.body):
        if text.rstrip().endswith((".", "!", "?")):
            texts.setdefault(ids.split(",")[0], []).append(clean(text))
        else:
            labels.append(clean(text))
    return texts, labels


def read_material() -> Material:
    """Filler and the samples' marked sentences."""
    initiatives, traps, labels = [], [], []
    for sample in read_sources():
        texts, rows = marked_texts(sample)
        labels += rows
        for one, sentences in texts.items():
            (traps if one.startswith("x") else initiatives).append(" ".join(sentences))
    return Material(read_filler(), tuple(initiatives), tuple(traps), tuple(labels))


class Writer:
    """Writes one agreement's blocks; the same seed gives the same text."""

    def __init__(self, material: Material, seed: str) -> None:
        self.material, self.rng = material, random.Random(seed)  # noqa: S311 - texts, no secrets

    def sentence(self) -> str:
        """An ordinary sentence with its slots filled."""
        text = SLOT.sub(lambda slot: SLOTS[slot.group(1)](self.rng), self.rng.choice(self.material.filler))
        return text[0].upper() + text[1:]

    def paragraph(self) -> str:
        """Two to five ordinary sentences."""
        return " ".join(self.sentence() for _ in range(self.rng.randint(2, 5)))

    def table(self) -> Block:
        """Operating changes in 1.000 kr.; some rows are the samples' own."""
        rows = [("Beløb i 1.000 kr.", *(str(FIRST_YEAR + n) for n in range(4)))]
        for _ in range(self.rng.randint(4, 9)):
            own = self.rng.random() < 0.05
            label = self.rng.choice(self.material.labels) if own else f"{self.rng.choice(WORDS['heads']).capitalize()}området, ændring"
            rows.append((label, *(self.figure() for _ in range(4))))
        return Block("table", tuple(rows))

    def figure(self) -> str:
        """A cell: thousands with their dot, often negative, sometimes nothing."""
        value = self.rng.choice((0, 1, 1, -1)) * self.rng.randint(5, 900) * 10
        return f"{value:,}".replace(",", ".")

    def block(self) -> Block:
        """The next piece."""
        dice = self.rng.random()
        if dice < TABLE_SHARE:
            return self.table()
        if dice < TABLE_SHARE + LIST_SHARE:
            return Block("ul", tuple((self.sentence(),) for _ in range(self.rng.randint(3, 6))))
        if dice < TABLE_SHARE + LIST_SHARE + INITIATIVE_SHARE:
            return Block("p", ((f"{self.sentence()} {self.rng.choice(self.material.initiatives)}",),))
        if dice < TABLE_SHARE + LIST_SHARE + INITIATIVE_SHARE + TRAP_SHARE:
            return Block("p", ((f"{self.rng.choice(self.material.traps)} {self.sentence()}",),))
        return Block("p", ((self.paragraph(),),))

    def agreement(self, municipality: str, words: int) -> Iterator[Block]:
        """Blocks of an agreement of at least so many words."""
        yield Block("h1", ((f"Budgetaftale {FIRST_YEAR}-{FIRST_YEAR + 3} for {official_name(municipality)}",),))
        written, left = 0, 0
        while written < words:
            if not left:
                yield Block("h2", ((self.rng.choice(CHAPTERS),),))
                left = self.rng.randint(4, 9)
            block = self.block()
            written += sum(len(cell.split()) for row in block.rows for cell in row)
            left -= 1
            yield block


def official_name(municipality: str) -> str:
    """The municipality as it names itself."""
    special = {"København": "Københavns Kommune", "Bornholm": "Bornholms Regionskommune"}
    return special.get(municipality, f"{municipality} Kommune")


def as_html(blocks: list[Block]) -> str:
    """Blocks as HTML."""
    return "\n".join(block_html(block) for block in blocks)


def block_html(block: Block) -> str:
    """One block as HTML."""
    if block.kind == "ul":
        return "<ul>" + "".join(f"<li>{row[0]}</li>" for row in block.rows) + "</ul>"
    if block.kind == "table":
        return "<table>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in block.rows) + "</table>"
    return f"<{block.kind}>{block.rows[0][0]}</{block.kind}>"


def as_text(blocks: list[Block]) -> str:
    """Blocks as plain text with blank lines between them."""
    return "\n\n".join(block_text(block) for block in blocks) + "\n"


def block_text(block: Block) -> str:
    """One block as plain text; cells stand apart by tabs."""
    if block.kind == "ul":
        return "\n".join(f"- {row[0]}" for row in block.rows)
    return "\n".join("\t".join(row) for row in block.rows)
