"""The site as files: `write_site` makes a folder that opens without a server, loads nothing from the network, and reads without JavaScript."""

import datetime
import functools
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import jinja2

from samspil.errors import UsageError
from samspil.publish import links, report
from samspil.publish.files import replaced_folder
from samspil.publish.overview import stack_bars
from samspil.publish.site import paths, trends
from samspil.publish.site.data import Download, write_downloads
from samspil.publish.site.model import Site, SiteYear, build_site, link_initiative, list_published
from samspil.publish.site.place import view_place
from samspil.publish.site.region import view_region
from samspil.publish.site.search import index_script
from samspil.values.codes import STAGES
from samspil.values.published import PublishedReview
from samspil.values.review import Review
from samspil.vocabulary.texts import language, say
from samspil.vocabulary.themes import use_own_themes

ASSETS = (*report.ASSETS, "site.css", "site.js")
MARKER = f"{paths.ASSETS}/site.css"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def write_site(reviews: Mapping[int, Review], published: Sequence[PublishedReview], folder: Path) -> Path:
    """Write the site of all years anew and give the path of its first page; a kept site in `folder` is replaced when the new one is whole.

    `reviews` by budget year; `published`: reviews by others, shown apart. Same reviews, same bytes. Raises OutputError when the folder holds
    anything that is no site of ours, or the disk refuses; UsageError when there is no review at all.
    """
    if not reviews and not published:
        raise UsageError(say("site.nothing"), remedy=say("collection.remedy"))
    use_own_themes(_own_themes(reviews))
    site = build_site(reviews, published)
    with replaced_folder(folder, MARKER) as new:
        _copy_assets(new / paths.ASSETS)
        (new / paths.INDEX).write_bytes(index_script(site))
        _Writer(site, new, write_downloads(site, new)).write_pages()
    return folder / paths.FRONT


def _own_themes(reviews: Mapping[int, Review]) -> list[Mapping[str, str]]:
    """The users' own themes of all years; the words of the newest year hold."""
    themes: dict[str, Mapping[str, str]] = {}
    for year in sorted(reviews):
        listed: Iterable[Mapping[str, str]] = reviews[year].facts.get("own_themes") or ()  # type: ignore[assignment]
        themes |= {theme["id"]: theme for theme in listed}
    return list(themes.values())


def _copy_assets(folder: Path) -> None:
    folder.mkdir()
    for name in ASSETS:
        with resources.as_file(resources.files("samspil.publish").joinpath("assets", name)) as file:
            shutil.copyfile(file, folder / name)


class _Writer:
    """Renders every page of one site into a folder."""

    def __init__(self, site: Site, folder: Path, downloads: list[Download]) -> None:
        self.site, self.folder, self.downloads = site, folder, downloads
        self.files = {place.code: place for place in site.places}
        self.common = {
            "site": site,
            "language": language(),
            "checks": {},
            "fictional": site.fictional,
            "place_of": self.files.get,
            "span": say("site.span", first=site.years[0].year, last=site.years[-1].year) if len(site.years) > 1 else site.years[0].year,
        }

    def write_pages(self) -> None:
        """All of them."""
        self._write(paths.FRONT, "front", newest=self.site.reviewed[-1] if self.site.reviewed else None)
        self._write(paths.SEARCH, "search")
        self._write(paths.METHOD, "method", downloads=self.downloads)
        for year in self.site.years:
            self._write_year(year)
        published = [entry for year in self.site.years for entry in list_published(year)]
        for place in self.site.places:
            self._write(place.file, "place", view=view_place(self.site, place, published))
        for region in self.site.regions:
            self._write(paths.region_file(region), "region", view=view_region(self.site, region))
        for theme in self.site.themes:
            self._write(paths.theme_file(theme), "theme", theme=theme)

    def _write_year(self, year: SiteYear) -> None:
        """A year's page and, where the review is ours, a page of rows behind each theme's kroner and bars."""
        sources = {
            record.sha256: self.files[record.municipality_code].file
            for record in (year.overview.coverage.documents if year.overview else ())
            if record.municipality_code in self.files
        }
        shown = {"year": year, "o": year.overview, "review": year.review, "links": paths.year_links(year.year, "../", sources)}
        self._write(paths.year_file(year.year), "year", **shown)
        for group in (year.overview.total, *year.overview.groups.values()) if year.overview else ():
            self._write(paths.figures_file(year.year, group.theme), "figures", **shown, group=group)

    def _write(self, name: str, template: str, **values: Any) -> None:
        path = self.folder / name
        root = "../" * name.count("/")
        text = load_templates().get_template(f"site/{template}.html").render(self.common | {"here": name, "root": root} | values)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_CONTROLS.sub("\ufffd", text).encode("utf-8", errors="replace"))


@functools.cache
def load_templates() -> jinja2.Environment:
    """The report's templates and the site's, with escaping on and strict about names."""
    environment = report.load_templates().overlay()
    environment.globals = dict(environment.globals) | {
        "s": _say,
        "paths": paths,
        "trends": trends,
        "ALL": links.ALL,
        "STAGES": STAGES,
        "link_initiative": link_initiative,
        "longest_bar": _longest_bar,
        "stack_years": _stack_years,
    }
    environment.filters = dict(environment.filters) | {"day": _show_day}
    return environment


def _say(key: str, **values: object) -> str:
    return say(f"site.{key}", **values)


def _show_day(date: str) -> str:
    """An ISO date as people write it; anything else as it is."""
    try:
        day = datetime.date.fromisoformat(date)
    except ValueError:
        return date
    return say("site.day", day=day.day, month=say(f"site.month_{day.month}"), year=day.year)


def _longest_bar(site: Site, theme: str) -> int:
    """The most initiatives of any year, so that the years' bars can be compared."""
    groups = [year.overview.total if theme == links.ALL else year.group(theme) for year in site.reviewed if year.overview]
    return max((len(group.initiatives) for group in groups if group), default=0)


def _stack_years(site: Site, theme: str) -> list[tuple[int, str, list[Any]]]:
    """(year, page of rows, bar by stage) for each year with initiatives."""
    longest, found = _longest_bar(site, theme), []
    for year in site.reviewed:
        group = year.overview.total if year.overview and theme == links.ALL else year.group(theme)
        if group and group.initiatives:
            found.append((year.year, paths.figures_file(year.year, theme), stack_bars(group.by_stage(), longest)))
    return found
