"""The downloads: each year's review as JSON and CSV, each published review as JSON."""

from dataclasses import dataclass
from pathlib import Path

from samspil.publish.contract import write_json
from samspil.publish.csv_table import write_csv
from samspil.publish.files import write_bytes
from samspil.publish.published import published_bytes
from samspil.publish.site.model import Site, SiteYear
from samspil.publish.site.paths import DATA
from samspil.values.published import PublishedReview
from samspil.vocabulary.numbers import show_number


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the site; `href` from its first page; `published`: the review by others it holds."""

    year: int
    format: str
    href: str
    size: int
    published: PublishedReview | None = None

    @property
    def kilobytes(self) -> str:
        return show_number(max(1, round(self.size / 1000)))


def write_downloads(site: Site, folder: Path) -> list[Download]:
    """Write `folder/data/` and list what is there, newest year first."""
    found: list[Download] = []
    for year in reversed(site.years):
        found += [*_write_review(year, folder), *_write_published(year, folder)]
    return found


def _write_review(year: SiteYear, folder: Path) -> list[Download]:
    if year.review is None:
        return []
    names = [f"{DATA}/{year.year}/initiatives.{form}" for form in ("json", "csv")]
    write_json(year.review, folder / names[0])
    write_csv(year.review, folder / names[1])
    return [Download(year.year, Path(name).suffix[1:].upper(), name, (folder / name).stat().st_size) for name in names]


def _write_published(year: SiteYear, folder: Path) -> list[Download]:
    found = []
    for number, review in enumerate(year.published, 1):
        name = f"{DATA}/{year.year}/published-{number}.json"
        write_bytes(folder / name, published_bytes(review))
        found.append(Download(year.year, "JSON", name, (folder / name).stat().st_size, review))
    return found
