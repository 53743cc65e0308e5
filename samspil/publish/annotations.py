"""`annotations.jsonld`: every quote as a W3C Web Annotation (https://www.w3.org/TR/annotation-model/), so that it can be found again in its source.

The source is named by its digest. Three selectors point to the same words: the quote with what stands around it, its place in the document's cleaned text, and its page. Try the
quote first: it survives another extraction of the text, the place does not.
"""

import json

from samspil.publish.contract import Json, order_initiatives
from samspil.publish.issue import Issue
from samspil.publish.links import safe_name
from samspil.publish.places import digest_uri, media_type
from samspil.publish.rows import review_years
from samspil.values.initiative import Evidence, Initiative
from samspil.values.review import Review
from samspil.vocabulary.texts import language, say
from samspil.vocabulary.themes import label

FILE = "annotations.jsonld"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
PDF_FRAGMENTS = "http://tools.ietf.org/rfc/rfc8118"


def render_annotations(review: Review, issue: Issue) -> bytes:
    """The collection, UTF-8."""
    whole = collect(review, issue)
    items = ",\n".join(
        json.dumps(item, ensure_ascii=False) for item in whole["first"].pop("items")
    )  # a line each: quick, and easy to compare
    return (f'{json.dumps(whole, ensure_ascii=False)[:-2]}, "items": [\n{items}\n]}}}}\n').encode("utf-8", errors="replace")


def collect(review: Review, issue: Issue) -> Json:
    """An annotation collection with all annotations on its only page."""
    year = review_years(review)[0]
    name = issue.identify(FILE, year)
    items = [
        annotate(initiative, number, year) for initiative in order_initiatives(review) for number in range(1, len(initiative.evidence) + 1)
    ]
    page = {"id": f"{name}#page", "type": "AnnotationPage", "partOf": name, "startIndex": 0, "items": items}
    fictional = f" ({say('publish.fictional_heading')})" if review.facts.get("fictional") else ""
    title = {"label": say("publish.title", year=year) + fictional, "total": len(items)}
    return {"@context": CONTEXT, "id": name, "type": "AnnotationCollection", **title, "first": page}


def annotate(initiative: Initiative, number: int, year: int) -> Json:
    """One quote: what it says (theme, topic, stage), and where it stands."""
    evidence = initiative.evidence[number - 1]
    form = media_type(evidence.document)
    return {
        "id": f"urn:samspil:{year}:{safe_name(initiative.id)}:{number}",
        "type": "Annotation",
        "motivation": "classifying",
        "generator": {"id": "urn:samspil:software", "type": "Software", "name": initiative.reader},
        "body": bodies(initiative),
        "target": {
            "source": digest_uri(evidence.sha256),
            **({"format": form} if form else {}),
            "language": "da",
            "selector": select(evidence, form),
        },
    }


def bodies(initiative: Initiative) -> list[Json]:
    """A tag for each theme, topic and the stage; the municipality identifies."""
    tags = [("theme", theme) for theme in initiative.themes] + [("topic", topic) for topic in initiative.topics]
    tags.append(("stage", initiative.stage))
    found: list[Json] = [
        {"type": "TextualBody", "purpose": "tagging", "value": f"{kind}:{code}", "format": "text/plain"} for kind, code in tags
    ]
    words = ", ".join(label(kind, code) for kind, code in tags)
    found.append({"type": "TextualBody", "purpose": "describing", "value": words, "format": "text/plain", "language": language()})
    place = {"type": "TextualBody", "purpose": "identifying", "value": f"{initiative.municipality_code} {initiative.municipality}"}
    return [*found, {**place, "format": "text/plain"}]


def select(evidence: Evidence, form: str) -> list[Json]:
    """Quote, position, page. Only PDF has a standard for fragments that knows pages."""
    quote = {"type": "TextQuoteSelector", "exact": evidence.quote, "prefix": evidence.prefix, "suffix": evidence.suffix}
    page: Json = {"type": "FragmentSelector", "value": f"page={evidence.page}"}
    if form == "application/pdf":
        page["conformsTo"] = PDF_FRAGMENTS
    return [quote, {"type": "TextPositionSelector", "start": evidence.start, "end": evidence.end}, page]
