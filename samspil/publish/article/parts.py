"""Small runs of text that several sections share: an example, an initiative's stage, sums and page, lists of names."""

from collections.abc import Iterable

from samspil.publish.article.binder import Binder, name
from samspil.publish.article.measures import LONGEST_QUOTE, RULES
from samspil.publish.article.model import Entry, Example, Figure, Piece, Pieces
from samspil.publish.article.words import compose, join
from samspil.publish.figures import ADDED_KINDS
from samspil.values.initiative import Initiative
from samspil.vocabulary.danish import sort_key
from samspil.vocabulary.themes import label

SHORT_QUOTE, SHORT_PARAGRAPH, LEFT_OUT = 320, 480, " […]"


def theme_name(theme: str) -> Piece:
    """A theme inside a sentence: small first letter, unless it begins with an abbreviation."""
    words = label("theme", theme)
    return name(words if words[:2].isupper() else words[:1].lower() + words[1:])


def list_names(names: Iterable[str]) -> Pieces:
    """Municipalities in the Danish alphabet: 'Assens, Billund og Ærø'."""
    return join([(name(each),) for each in sorted(set(names), key=sort_key)])


def build_example(binder: Binder, initiative: Initiative) -> Example:
    """An initiative with its words and where they stand."""
    source = compose("example_source", details=describe_initiative(binder, initiative), file=name(initiative.evidence[0].document))
    return Example(name(initiative.municipality), binder.cite(initiative, most=LONGEST_QUOTE), source, initiative.id)


def build_entry(binder: Binder, initiative: Initiative) -> Entry:
    """An initiative in a table."""
    return Entry(cite_all(binder, initiative), describe_initiative(binder, initiative))


def cite_all(binder: Binder, initiative: Initiative) -> Pieces:
    """The first quote, and those after it as long as they make a short paragraph; a mark where some are left out. Labels of table rows, no sentences, are not shown."""
    pieces: list[Piece] = [binder.cite(initiative, most=SHORT_QUOTE)]
    length = len(initiative.evidence[0].quote)
    sentences = [(n, e) for n, e in enumerate(initiative.evidence, 1) if n > 1 and e.quote.rstrip().endswith((".", "!", "?", ":", ";"))]
    for number, evidence in sentences:
        length += len(evidence.quote)
        if length > SHORT_PARAGRAPH:
            return (*pieces, LEFT_OUT)
        pieces += [" ", binder.cite(initiative, number)]
    return tuple(pieces)


def describe_initiative(binder: Binder, initiative: Initiative) -> Pieces:
    """'Besluttet · afsat 2,5 mio. kr. · side 4'."""
    parts: list[Pieces] = [(name(label("stage", initiative.stage)),)]
    parts += [describe_sum(binder, initiative, number) for number, amount in enumerate(initiative.amounts, 1) if amount.kind in ADDED_KINDS]
    page = binder.bind(initiative.evidence[0].page, "plain", "page", (("id", initiative.id), ("quote", "1")))
    pieces: list[Piece] = []
    for part in (*parts, compose("page", page=page)):
        pieces += [" · ", *part] if pieces else part
    return tuple(pieces)


def describe_sum(binder: Binder, initiative: Initiative, number: int) -> Pieces:
    """A sum as the agreement states it, and whether it is ambiguous or a part of another."""
    amount = initiative.amounts[number - 1]
    stated = binder.bind(amount.dkk, "stated", "stated", (("id", initiative.id), ("amount", str(number))))
    state = "part" if amount.part_of else "ambiguous" if amount.ambiguous else "plain"
    return compose(f"sum_{amount.kind}_{state}", sum=stated)


def rule_figure(binder: Binder, rule: str, form: str) -> Figure:
    """A number of the rule by which examples are chosen."""
    return binder.bind(RULES[rule], form, "rule", (("rule", rule),))
