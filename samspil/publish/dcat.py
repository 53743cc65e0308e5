"""`dcat.jsonld`: the published files as one dataset for data catalogues (DCAT-AP 2.1, JSON-LD with its context inside; nothing has to be looked up)."""

import json
from collections.abc import Iterable
from pathlib import Path

from samspil.publish.contract import Json
from samspil.publish.datapackage import measure
from samspil.publish.issue import Issue
from samspil.publish.places import media_type
from samspil.publish.rows import review_years
from samspil.values.review import Review
from samspil.vocabulary.texts import LANGUAGES, read_catalogue

FILE = "dcat.jsonld"
AUTHORITY = "http://publications.europa.eu/resource/authority"
FILE_TYPES = {
    "csv": "CSV",
    "xlsx": "XLSX",
    "parquet": "PARQUET",
    "json": "JSON",
    "jsonld": "JSON_LD",
    "html": "HTML",
    "docx": "DOCX",
    "pdf": "PDF",
}
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def render_dcat(review: Review, issue: Issue, files: Iterable[Path]) -> bytes:
    """The record of these files, UTF-8. Make it after them."""
    return (json.dumps(describe(review, issue, files), ensure_ascii=False, indent=1) + "\n").encode("utf-8", errors="replace")


def describe(review: Review, issue: Issue, files: Iterable[Path]) -> Json:
    """The dataset with a distribution for each file."""
    year = review_years(review)[0]
    return {
        "@context": CONTEXT,
        "@id": issue.identify("dataset", year),
        "@type": "dcat:Dataset",
        "dct:title": _both("publish", "title", year=year),
        "dct:description": _describe_review(review),
        "dct:identifier": f"samspil-{year}-{review.facts.get('run', '')}",
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": issue.publisher},
        "dct:issued": {"@type": "xsd:date", "@value": issue.day(year).isoformat()},
        "dct:language": [{"@id": f"{AUTHORITY}/language/{code}"} for code in ("DAN", "ENG")],
        "dct:spatial": {"@id": f"{AUTHORITY}/country/DNK"},
        "dct:temporal": _period(year),
        "dct:accrualPeriodicity": {"@id": f"{AUTHORITY}/frequency/ANNUAL"},
        "dcat:theme": {"@id": f"{AUTHORITY}/data-theme/GOVE"},
        "dcat:keyword": [{"@language": "da", "@value": word} for word in ("budgetaftaler", "kommuner", "Danmark")],
        "owl:versionInfo": str(review.facts.get("version", "")),
        "dcat:distribution": [distribution(path, issue) for path in sorted(files, key=lambda path: path.name)],
    }


def _describe_review(review: Review) -> list[Json]:
    """What it holds; of invented sample data that it is so."""
    told = _both("publish", "package_description", read=review.coverage.read, of=review.coverage.municipalities)
    if not review.facts.get("fictional"):
        return told
    marks = _both("publish", "fictional_text")
    return [{**text, "@value": f"{mark['@value']} {text['@value']}"} for text, mark in zip(told, marks, strict=True)]


def distribution(path: Path, issue: Issue) -> Json:
    """One file: where it lies, what it is, how large, its digest."""
    facts, form = measure(path), media_type(path.name)
    kind = FILE_TYPES.get(path.suffix[1:])
    address = {"@id": issue.locate(path.name)}
    return {
        "@type": "dcat:Distribution",
        "dct:title": path.name,
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        **({"dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{form}"}} if form else {}),
        **({"dct:format": {"@id": f"{AUTHORITY}/file-type/{kind}"}} if kind else {}),
        **({"dct:license": {"@id": issue.licence}} if issue.licence else {}),
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(facts["bytes"])},
        "spdx:checksum": _checksum(facts["hash"].removeprefix("sha256:")),
    }


def _checksum(digest: str) -> Json:
    value = {"@type": "xsd:hexBinary", "@value": digest}
    return {"@type": "spdx:Checksum", "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"}, "spdx:checksumValue": value}


def _both(room: str, key: str, **values: object) -> list[Json]:
    """The same text in every language of the catalogue."""
    return [{"@language": each, "@value": read_catalogue(each, room)[key].format(**values)} for each in LANGUAGES]


def _period(year: int) -> Json:
    """The budget year and its estimate years."""
    ends = {"dcat:startDate": f"{year}-01-01", "dcat:endDate": f"{year + 3}-12-31"}
    return {"@type": "dct:PeriodOfTime", **{name: {"@type": "xsd:date", "@value": day} for name, day in ends.items()}}
