"""OCDS, Web Annotations, DCAT and the data package: valid by the standards' own schemas and rules, and true to the rows."""

import datetime
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import rdflib
from fictional_review import YEAR
from frictionless import Package
from referencing import Registry, Resource

from samspil.publish.annotations import collect
from samspil.publish.issue import Issue
from samspil.publish.ocds import package
from samspil.publish.places import digest_uri, official_name
from samspil.publish.publication import FORMATS, Order, publish
from samspil.values.review import Review

Maker = Callable[..., Review]
SCHEMAS = Path(__file__).parent / "schemas"
ISSUE = Issue(
    "Foreningen Eksempel", "https://example.org/budget-2026", datetime.date(2025, 11, 20), "https://creativecommons.org/licenses/by/4.0/"
)
DCAT, DCT = rdflib.Namespace("http://www.w3.org/ns/dcat#"), rdflib.Namespace("http://purl.org/dc/terms/")


def read_schema(name: str) -> Any:
    return json.loads((SCHEMAS / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def ocds_validator() -> Any:
    whole, release = read_schema("ocds-release-package-1.1.5.json"), read_schema("ocds-release-1.1.4.json")
    resource = Resource.from_contents(release)
    known = "https://standard.open-contracting.org/schema/1__1__5/release-schema.json"
    registry: Registry[Any] = Registry().with_resource(known, resource)
    formats = jsonschema.FormatChecker()
    return jsonschema.Draft4Validator(whole, registry=registry, format_checker=formats)


# OCDS


@pytest.mark.parametrize("issue", [Issue(), ISSUE])
def test_ocds_is_valid_by_the_official_schema(one_year: Review, ocds_validator: Any, issue: Issue) -> None:
    made = package(one_year, issue)
    assert made["releases"]
    assert [error.message for error in ocds_validator.iter_errors(made)] == []


def test_the_schema_would_find_faults(one_year: Review, ocds_validator: Any) -> None:
    made = json.loads(json.dumps(package(one_year, Issue())))
    made["releases"][0]["tag"] = []
    made["releases"][0]["planning"]["budget"] = {"amount": {"amount": "meget"}}
    del made["publisher"]
    assert len(list(ocds_validator.iter_errors(made))) >= 3


def test_only_planned_and_decided_tenders_are_released(one_year: Review) -> None:
    expected = {row.id for row in one_year.initiatives if "tendering" in row.themes and row.stage in ("planned", "decided")}
    releases = package(one_year, Issue())["releases"]
    assert len(releases) == len(expected) > 3
    assert len({release["ocid"] for release in releases}) == len(releases)
    for release in releases:
        assert release["tag"] == ["planning"]
        assert "unregistered" in release["ocid"]
        assert any(release["ocid"].endswith(name) for name in expected)
        assert release["tender"]["status"] in ("planning", "planned")


def test_a_budget_is_what_is_set_aside(one_year: Review) -> None:
    rows = {row.id: row for row in one_year.initiatives}
    seen = set()
    for release in package(one_year, Issue())["releases"]:
        row = next(rows[name] for name in rows if release["ocid"].endswith(name))
        sums: dict[int, int] = {}
        for amount in row.amounts:
            if amount.kind == "allocation" and not amount.ambiguous and not amount.part_of:
                for year, dkk in amount.profile.items():
                    sums[year] = sums.get(year, 0) + dkk
        budget = release["planning"].get("budget", {})
        assert budget.get("amount", {}).get("amount", 0) == sum(sums.values())
        parts = {int(part["period"]["startDate"][:4]): part["amount"]["amount"] for part in budget.get("budgetBreakdown", [])}
        assert parts == {year: dkk for year, dkk in sums.items() if dkk}
        assert release["planning"]["rationale"].split("\n\n")[0] == row.evidence[0].quote
        seen.add(bool(sums))
    assert seen == {True, False}


def test_official_names() -> None:
    assert [official_name(name) for name in ("Aarhus", "København", "Bornholm", "Nordfyns")] == [
        "Aarhus Kommune",
        "Københavns Kommune",
        "Bornholms Regionskommune",
        "Nordfyns Kommune",
    ]


# Web Annotations


def test_annotations_have_the_shape_of_the_recommendation(one_year: Review) -> None:
    validator = jsonschema.Draft202012Validator(read_schema("web-annotation.json"))
    for issue in (Issue(), ISSUE):
        assert [error.message for error in validator.iter_errors(collect(one_year, issue))] == []


def test_every_quote_is_annotated_once(one_year: Review) -> None:
    made = collect(one_year, Issue())
    quotes = [(row.id, evidence) for row in one_year.initiatives for evidence in row.evidence]
    assert made["total"] == len(made["first"]["items"]) == len(quotes)
    assert len({item["id"] for item in made["first"]["items"]}) == len(quotes)
    found = set()
    for item in made["first"]["items"]:
        quote, position, page = item["target"]["selector"]
        found.add((item["target"]["source"], quote["exact"], position["start"], position["end"], page["value"]))
        assert (page.get("conformsTo") == "http://tools.ietf.org/rfc/rfc8118") == (item["target"]["format"] == "application/pdf")
    assert found == {(digest_uri(e.sha256), e.quote, e.start, e.end, f"page={e.page}") for _, e in quotes}


def test_a_digest_is_a_name_by_rfc_6920() -> None:
    """The example of RFC 6920, section 8.1: 'Hello World!'."""
    digest = hashlib.sha256(b"Hello World!").hexdigest()
    assert digest_uri(digest) == "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk"


def test_a_theme_is_a_tag(one_year: Review) -> None:
    row = next(row for row in one_year.initiatives if "technology" in row.themes)
    item = next(i for i in collect(one_year, Issue())["first"]["items"] if i["id"].endswith(f":{row.id}:1"))
    tags = {body["value"] for body in item["body"] if body["purpose"] == "tagging"}
    assert tags == {*(f"theme:{t}" for t in row.themes), *(f"topic:{t}" for t in row.topics), f"stage:{row.stage}"}


# DCAT and the data package


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, two_years: dict[int, Review]) -> Path:
    out = tmp_path_factory.mktemp("udgivelse")
    publish(Order(two_years, YEAR, FORMATS, ISSUE), out)
    return out


@pytest.fixture(scope="module")
def graph(published: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(published / "dcat.jsonld", format="json-ld")


def test_the_dataset_has_what_dcat_ap_asks_for(graph: rdflib.Graph) -> None:
    """Mandatory: title, description. Recommended: publisher, theme, distribution, keyword, spatial, temporal. Each of its right kind."""
    (dataset,) = graph.subjects(rdflib.RDF.type, DCAT.Dataset)
    for name in (DCT.title, DCT.description):
        assert {text.language for text in graph.objects(dataset, name) if isinstance(text, rdflib.Literal)} == {"da", "en"}
    publishers = list(graph.objects(dataset, DCT.publisher))
    assert len(publishers) == 1
    assert graph.value(publishers[0], rdflib.FOAF.name) == rdflib.Literal("Foreningen Eksempel")
    assert graph.value(publishers[0], rdflib.RDF.type) == rdflib.FOAF.Agent
    assert graph.value(dataset, DCT.issued) == rdflib.Literal("2025-11-20", datatype=rdflib.XSD.date)
    assert graph.value(dataset, DCAT.theme) == rdflib.URIRef("http://publications.europa.eu/resource/authority/data-theme/GOVE")
    assert list(graph.objects(dataset, DCAT.keyword))
    period = graph.value(dataset, DCT.temporal)
    assert graph.value(period, DCAT.startDate) == rdflib.Literal("2026-01-01", datatype=rdflib.XSD.date)
    assert graph.value(period, DCAT.endDate) == rdflib.Literal("2029-12-31", datatype=rdflib.XSD.date)


def test_every_file_is_a_distribution_with_its_digest(graph: rdflib.Graph, published: Path) -> None:
    (dataset,) = graph.subjects(rdflib.RDF.type, DCAT.Dataset)
    files = {}
    for one in graph.objects(dataset, DCAT.distribution):
        assert graph.value(one, rdflib.RDF.type) == DCAT.Distribution
        access = list(graph.objects(one, DCAT.accessURL))
        assert len(access) == 1
        assert isinstance(access[0], rdflib.URIRef)
        assert graph.value(one, DCT.license) == rdflib.URIRef(ISSUE.licence)
        checksum = graph.value(one, rdflib.URIRef("http://spdx.org/rdf/terms#checksum"))
        files[str(access[0])] = str(graph.value(checksum, rdflib.URIRef("http://spdx.org/rdf/terms#checksumValue")))
    expected = {path for path in published.iterdir() if path.name != "dcat.jsonld"}
    assert files == {f"{ISSUE.url}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest() for path in expected}


def test_the_data_package_validates(published: Path) -> None:
    report = Package(str(published / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])


def test_the_record_also_lists_what_was_published_before(tmp_path: Path, one_year: Review) -> None:
    publish(Order({YEAR: one_year}, YEAR, ["csv"]), tmp_path)
    (tmp_path / "fremmed.txt").write_text("ikke vores", encoding="utf-8")
    publish(Order({YEAR: one_year}, YEAR, ["dcat", "ocds"]), tmp_path)
    record = json.loads((tmp_path / "dcat.jsonld").read_text(encoding="utf-8"))
    assert [one["dct:title"] for one in record["dcat:distribution"]] == ["initiatives.csv", "ocds.json"]


def test_sample_data_are_marked_in_every_file(tmp_path: Path, maker: Maker) -> None:
    publish(Order({YEAR: maker(fictional=True)}, YEAR, ["ocds", "annotations", "dcat", "html"]), tmp_path)
    assert json.loads((tmp_path / "ocds.json").read_text(encoding="utf-8"))["fictional"] is True
    for name in ("annotations.jsonld", "dcat.jsonld", "article.html"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert "Fiktive eksempeldata" in text or "opdigtede" in text, name


def test_a_review_without_tenders_leaves_no_package(tmp_path: Path, one_year: Review) -> None:
    """The standard has no empty package; one of another review must not be left as if it were of this."""
    publish(Order({YEAR: one_year}, YEAR, ["ocds"]), tmp_path)
    assert (tmp_path / "ocds.json").exists()
    none = replace(one_year, initiatives=())
    files = publish(Order({YEAR: none}, YEAR, ["ocds", "annotations", "dcat"]), tmp_path)
    assert [path.name for path in files] == ["annotations.jsonld", "dcat.jsonld"]
    assert not (tmp_path / "ocds.json").exists()
    assert json.loads((tmp_path / "annotations.jsonld").read_text(encoding="utf-8"))["total"] == 0
    record = json.loads((tmp_path / "dcat.jsonld").read_text(encoding="utf-8"))
    assert [one["dct:title"] for one in record["dcat:distribution"]] == ["annotations.jsonld"]


def test_without_an_address_files_are_found_beside_the_record(tmp_path: Path, one_year: Review) -> None:
    publish(Order({YEAR: one_year}, YEAR, ["csv", "dcat"]), tmp_path)
    graph = rdflib.Graph().parse(tmp_path / "dcat.jsonld", format="json-ld", publicID=f"{tmp_path.as_uri()}/dcat.jsonld")
    assert list(graph.objects(None, DCAT.downloadURL)) == [rdflib.URIRef(f"{tmp_path.as_uri()}/initiatives.csv")]
    assert not list(graph.objects(None, DCT.license))
