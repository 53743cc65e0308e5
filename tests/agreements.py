"""Small invented agreements in every format, and runs of Samspil over folders of them."""

import io
import os
import random
import subprocess
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path

import docx

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "documents"))

from raw_pdf import make_pdf, show  # noqa: E402 - found by the line above

from samspil.engines.child import ChildAnswer  # noqa: E402
from samspil.engines.pool import Job, run_all  # noqa: E402
from samspil.pipeline import Outcome, Settings, review_folder  # noqa: E402
from samspil.vocabulary.municipalities import read_municipalities  # noqa: E402

YEAR = 2026
PLANS = (
    "Rengøringen på skoler og daginstitutioner sendes i udbud i 2026 med en besparelse på 1,2 mio. kr. årligt.",
    "Der afsættes 2,5 mio. kr. i 2026 og 1,0 mio. kr. årligt derefter til skærmbesøg og digital hjemmepleje.",
    "Forvaltningen undersøger, om et friplejehjem med 60 boliger kan opføres på den tidligere skolegrund.",
    "Fremover stilles krav om emissionsfri køretøjer i alle nye kørselsudbud.",
    "Otte borgere med særlige behov hjemtages fra eksterne tilbud, når det nye botilbud åbner den 1. maj 2026.",
    "Der afsættes 4 mio. kr. i 2026-2029 til kunstig intelligens i sagsbehandlingen, heraf 500.000 kr. til uddannelse.",
    "Indsatsen med softwarerobotter i økonomi og løn fortsætter, og der frigøres 750.000 kr. årligt.",
    "Driften af de grønne områder konkurrenceudsættes, og der indregnes en besparelse på 900.000 kr. fra 2027.",
)
FILLER = (
    "Aftaleparterne er enige om, at der fortsat skal være en stram økonomisk styring i hele perioden.",
    "Byrådet ønsker et stærkt fællesskab, hvor børn og unge trives i skole og fritid.",
    "Kulturhuset får nye åbningstider, og biblioteket holder åbent om søndagen.",
    "Der er fortsat fokus på kernevelfærden på ældreområdet og på de nære tilbud.",
    "Partierne noterer sig, at befolkningen vokser, og at der kommer flere ældre borgere.",
)


def compose(municipality: str, seed: int, *, year: int = YEAR) -> list[str]:
    """Paragraphs of an agreement; the first is its title, those that begin with '#' are headings. Same seed, same text."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    lines = [f"# Budgetaftale {year}-{year + 3} for {municipality} Kommune", f"Indgået den 1{seed % 9}. september {year - 1} i byrådet."]
    for number, plan in enumerate(chance.sample(PLANS, 4), start=1):
        lines += [f"# Afsnit {number}", *chance.sample(FILLER, 2), plan.replace("2026", str(year)), chance.choice(FILLER)]
    return lines


def as_text(lines: Iterable[str]) -> bytes:
    return "\n\n".join(line.removeprefix("# ") for line in lines).encode()


def as_html(lines: Iterable[str]) -> bytes:
    body = "".join(f"<h2>{line[2:]}</h2>" if line.startswith("# ") else f"<p>{line}</p>" for line in lines)
    return f"<!doctype html><html lang=da><meta charset=utf-8><title>Aftale</title><body><main>{body}</main></body></html>".encode()


def as_docx(lines: Iterable[str]) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for line in lines:
        if line.startswith("# "):
            document.add_heading(line[2:])
        else:
            document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def as_pdf(lines: Iterable[str], *, lines_a_page: int = 22) -> bytes:
    printed = [part for line in lines for part in ([*textwrap.wrap(line.removeprefix("# "), 84), ""])]
    pages = [printed[start : start + lines_a_page] for start in range(0, len(printed), lines_a_page)]
    return make_pdf([show(page) for page in pages])


MAKERS = {"pdf": as_pdf, "docx": as_docx, "html": as_html, "txt": as_text}
MIXED = {
    "Budgetaftale-2026-Herning.pdf": "pdf",
    "jylland/viborg-budgetforlig-2026.pdf": "pdf",
    "jylland/midt/budgetaftale_2026_silkeborg.docx": "docx",
    "sjælland/Budgetaftale Greve 2026.html": "html",
    "sjælland/odsherred 2026.txt": "txt",
    "øer/samsoe_budgetaftale_2026.txt": "txt",
}


def municipality_of(name: str) -> str:
    """The municipality a file name of `MIXED` is about."""
    names = {"Herning", "Viborg", "Silkeborg", "Greve", "Odsherred"}
    return next((one for one in names if one.lower() in name.lower()), "Samsø")


def write_agreement(path: Path, municipality: str, seed: int = 1, *, year: int = YEAR) -> Path:
    """One agreement, in the format of the path's extension."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(MAKERS[path.suffix[1:]](compose(municipality, seed, year=year)))
    return path


def write_mixed(folder: Path) -> Path:
    """Six agreements in four formats and sub-folders, and a file that is no agreement."""
    for seed, name in enumerate(MIXED):
        write_agreement(folder / name, municipality_of(name), seed)
    (folder / "tom.pdf").write_bytes(b"")
    return folder


def write_many(folder: Path, count: int, kind: str = "txt") -> Path:
    """Agreements of the first municipalities."""
    for seed, municipality in enumerate(read_municipalities()[:count]):
        write_agreement(folder / f"{municipality.code}.{kind}", municipality.name, seed)
    return folder


def review(folder: Path, out: Path, **settings: object) -> Outcome:
    """A review in this process."""
    return review_folder(Settings(folder, YEAR, out, **settings), lambda *_: None)  # type: ignore[arg-type]


def read_outputs(out: Path) -> dict[str, bytes]:
    """Every file under `out` but the store, hidden ones too."""
    files = (path for path in sorted(out.rglob("*")) if path.is_file() and not path.name.startswith("samspil.sqlite"))
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


def environment(**changes: str) -> dict[str, str]:
    """The environment of a Samspil process that runs this checkout."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAMSPIL")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **changes}


def run_samspil(*arguments: object, seconds: float = 120, **changes: str) -> subprocess.CompletedProcess[str]:
    """The command as users run it, without a terminal."""
    command = [sys.executable, "-m", "samspil", *map(os.fsdecode, map(str, arguments))]
    return subprocess.run(command, env=environment(**changes), capture_output=True, text=True, timeout=seconds, check=False)  # noqa: S603 - our own


class JobSpy:
    """Counts the jobs handed to children, and remembers how many payloads were alive at once. Put in place of `run_all`."""

    def __init__(self) -> None:
        self.jobs: list[str] = []

    def __call__(self, jobs: Iterable[Job], workers: int) -> Iterable[tuple[str, ChildAnswer]]:
        def noted() -> Iterable[Job]:
            for job in jobs:
                self.jobs.append(str(job.settings.get("name", job.key)))
                yield job

        return run_all(noted(), workers)
