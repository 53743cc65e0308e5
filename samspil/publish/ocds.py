"""`ocds.json`: a release package of the Open Contracting Data Standard 1.1 (https://standard.open-contracting.org/1.1).

One release, tag `planning`, for each initiative of the theme `tendering` that is planned or decided: an agreement's intention, no notice. What is merely considered is no contracting
process and stays in our own JSON. The ocid's prefix is our own and says that it is not registered.
"""

import json

from samspil.publish.contract import Json, order_initiatives
from samspil.publish.figures import Ledger, build_ledger
from samspil.publish.issue import Issue, licence_of
from samspil.publish.links import safe_name
from samspil.publish.places import digest_uri, media_type, official_name
from samspil.publish.rows import review_years
from samspil.values.initiative import Evidence, Initiative
from samspil.values.review import Review
from samspil.vocabulary.texts import say

FILE = "ocds.json"
THEME = "tendering"
STATUS = {"planned": "planning", "decided": "planned"}  # our stage -> the code list `tenderStatus`
PREFIX = "samspil-unregistered"
BREAKDOWN = "https://raw.githubusercontent.com/open-contracting-extensions/ocds_budget_breakdown_extension/master/extension.json"
TITLE_LENGTH = 120


def render_ocds(review: Review, issue: Issue) -> bytes:
    """The release package, UTF-8; nothing for a year without planned tenders, since the standard has no empty package."""
    if not select_tenders(review):
        return b""
    return (json.dumps(package(review, issue), ensure_ascii=False, indent=1) + "\n").encode("utf-8", errors="replace")


def package(review: Review, issue: Issue) -> Json:
    """Metadata, then the releases in the contract's order."""
    year = review_years(review)[0]
    releases = [build_release(initiative, year, issue) for initiative in select_tenders(review)]
    return {
        "uri": issue.identify(FILE, year),
        "version": "1.1",
        "extensions": [BREAKDOWN],
        "publishedDate": issue.moment(year),
        "publisher": {"name": issue.publisher},
        **licence_of(issue),
        **({"fictional": True} if review.facts.get("fictional") else {}),
        "releases": releases,
    }


def select_tenders(review: Review) -> list[Initiative]:
    """The initiatives that are planned contracting processes."""
    return [i for i in order_initiatives(review) if THEME in i.themes and i.stage in STATUS and i.evidence]


def build_release(initiative: Initiative, year: int, issue: Issue) -> Json:
    """One planned tender."""
    ocid = f"{PREFIX}-{identify(initiative, year)}"
    buyer = {"id": f"DK-kommunekode-{initiative.municipality_code}", "name": official_name(initiative.municipality)}
    return {
        "ocid": ocid,
        "id": f"{ocid}-planning",
        "date": issue.moment(year),
        "tag": ["planning"],
        "initiationType": "tender",
        "language": "da",
        "parties": [{**buyer, "roles": ["buyer"]}],
        "buyer": buyer,
        "planning": _planning(initiative, year),
        "tender": {"id": f"{ocid}-tender", "title": _title(initiative), "status": STATUS[initiative.stage]},
    }


def identify(initiative: Initiative, year: int) -> str:
    """Municipality, year and number; our own ids begin so already."""
    name, start = safe_name(initiative.id), f"{initiative.municipality_code}-{year}-"
    return name if name.startswith(start) else start + name


def _planning(initiative: Initiative, year: int) -> Json:
    rationale = "\n\n".join(evidence.quote for evidence in initiative.evidence)
    pages = {(evidence.sha256, evidence.page): evidence for evidence in reversed(initiative.evidence)}
    documents = [_document(evidence, number) for number, evidence in enumerate(reversed(pages.values()), 1)]
    return {"rationale": rationale, **_budget(initiative, year), "documents": documents}


def _budget(initiative: Initiative, year: int) -> Json:
    """What is set aside, laid out over the years. Savings and sums without years are told of but are no budget."""
    years = (year, year + 1, year + 2, year + 3)
    allocation, saving = (build_ledger([initiative], kind, years) for kind in ("allocation", "saving"))
    told = [say(f"open_data.budget_{ledger.kind}", years=_years(ledger)) for ledger in (allocation, saving) if any(ledger.years.values())]
    if not told:
        return {}
    budget: Json = {"id": initiative.id, "description": " ".join(told)}
    if total := sum(allocation.years.values()):
        budget |= {"amount": _amount(total), "budgetBreakdown": _breakdown(initiative, allocation)}
    return {"budget": budget}


def _breakdown(initiative: Initiative, ledger: Ledger) -> list[Json]:
    return [
        {
            "id": f"{initiative.id}-{year}",
            "description": say("open_data.budget_year", year=year),
            "amount": _amount(dkk),
            "period": {"startDate": f"{year}-01-01T00:00:00Z", "endDate": f"{year}-12-31T23:59:59Z"},
        }
        for year, dkk in ledger.years.items()
        if dkk
    ]


def _years(ledger: Ledger) -> str:
    return "; ".join(f"{year}: {dkk}" for year, dkk in ledger.years.items() if dkk)


def _amount(dkk: int) -> Json:
    return {"amount": dkk, "currency": "DKK"}


def _document(evidence: Evidence, number: int) -> Json:
    form = media_type(evidence.document)
    return {
        "id": str(number),
        "title": evidence.document,
        "description": say("open_data.document", page=evidence.page, uri=digest_uri(evidence.sha256)),
        **({"format": form} if form else {}),
        "language": "da",
    }


def _title(initiative: Initiative) -> str:
    """The first words of the quote, whole words."""
    words = " ".join(initiative.evidence[0].quote.split())
    return words if len(words) <= TITLE_LENGTH else words[:TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
