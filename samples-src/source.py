"""Sample sources: YAML front matter and Markdown with `{{id|evidence}}` marks (corpus/README.md), taken apart."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import markdown
import yaml

MARK = re.compile(r"\{\{([\w,]+)\|(.*?)\}\}", re.S)
NOTE = "Fiktivt eksempel – ikke en rigtig budgetaftale"
HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Sample:
    """One source: its front matter and the Markdown body, marks included."""

    meta: dict[str, Any]
    body: str

    @property
    def municipality(self) -> str:
        """Its municipality."""
        return str(self.meta["municipality"])

    @property
    def file(self) -> str:
        """Name of the file it is built into."""
        return str(self.meta["file"])

    @property
    def date(self) -> str:
        """Day of the agreement, ISO."""
        return str(self.meta["date"])

    @property
    def text(self) -> str:
        """The body without marks, as Markdown."""
        return MARK.sub(lambda mark: mark.group(2), self.body).strip()

    @property
    def html(self) -> str:
        """The body without marks, as HTML."""
        return str(markdown.markdown(self.text, extensions=["tables", "sane_lists"]))

    @property
    def title(self) -> str:
        """The first heading."""
        return self.text.splitlines()[0].lstrip("# ").strip()


def read_source(file: Path) -> Sample:
    """Read one source file."""
    _, front, body = file.read_text(encoding="utf-8").split("---", 2)
    return Sample(yaml.safe_load(front), body)


def read_sources(folder: Path = HERE) -> list[Sample]:
    """All agreements in a folder, by file name."""
    return [read_source(file) for file in sorted(folder.glob("*.md"))]


def as_draft(sample: Sample) -> Sample:
    """The draft that the front matter's `draft` describes: other name and day, some sentences replaced."""
    draft, body = sample.meta["draft"], sample.body
    for old, new in draft["replace"]:
        if body.count(old) != 1:
            raise ValueError(f"{sample.file}: {old!r} does not occur once")
        body = body.replace(old, new)
    return Sample({**sample.meta, "file": draft["file"], "date": draft["date"]}, body)


def clean(text: str) -> str:
    """Evidence as plain words: no Markdown signs, single blanks."""
    return re.sub(r"\s+", " ", re.sub(r"[*_#>`]|^\s*[-•]\s+", " ", text, flags=re.M)).strip()


def gold_of(sample: Sample) -> dict[str, Any]:
    """The labels in the shape of the development set's gold.json; hard negatives (x..) are left out."""
    evidence: dict[str, list[str]] = {}
    for ids, text in MARK.findall(sample.body):
        for one in ids.split(","):
            evidence.setdefault(one, []).append(clean(text))
    labels = sample.meta.get("initiatives") or {}
    wrong = set(labels) ^ {one for one in evidence if not one.startswith("x")}
    if wrong:
        raise ValueError(f"{sample.file}: evidence and front matter disagree on {sorted(wrong)}")
    return {
        "file": sample.file,
        "municipality": sample.municipality,
        "budget_year": int(sample.meta["budget_year"]),
        "format": sample.meta["format"],
        "initiatives": [{"id": one, "evidence": evidence[one], **label} for one, label in labels.items()],
    }
