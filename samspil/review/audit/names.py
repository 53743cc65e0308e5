"""Names in a published review: whose row it is, names that are misspelt, and names of no municipality."""

import functools
import re
import tomllib
from importlib import resources

from samspil.values.published import PublishedRow
from samspil.vocabulary.municipalities import Municipality, find_by_code, find_by_name, fold_name, read_aliases, suggest

_BODY = re.compile(r"\s+(?:region)?s?kom{1,2}un{1,2}es?$")
_SHORT = 7  # letters; in a short name one slip is all that can be told from another name
_MOST_SLIPS = 2


@functools.cache
def _former() -> dict[str, str]:
    """Folded name of a municipality that is no more -> the one it became part of. Source: the reform of 1 January 2007."""
    text = resources.files("samspil.review.audit").joinpath("data/former.toml").read_text(encoding="utf-8")
    data: dict[str, list[str]] = tomllib.loads(text)["former"]
    return {fold_name(old): new for new, olds in data.items() for old in olds}


def resolve(row: PublishedRow) -> Municipality | None:
    """The municipality of a row: by its printed name, also when that is misspelt, else by the code that the import gave it."""
    return find_by_name(row.as_printed) or find_slip(row.as_printed) or find_by_code(row.municipality_code)


def find_former(name: str) -> Municipality | None:
    """The municipality that a former one became part of; None for any other name."""
    successor = _former().get(_bare(name))
    return find_by_name(successor) if successor else None


def find_slip(name: str) -> Municipality | None:
    """The one municipality that a misspelt name can mean: at most two slips away (one in short names), nobody else as near, no former municipality."""
    bare = _bare(name)
    if len(bare) < 3 or bare in _former():
        return None
    letters = _letters(name)
    near = sorted((min(count_slips(letters, form) for form in _forms(one)), one.code, one) for one in suggest(name, 5))
    if not near or (len(near) > 1 and near[1][0] == near[0][0]):
        return None
    return near[0][2] if near[0][0] <= (1 if len(letters) <= _SHORT else _MOST_SLIPS) else None


def _letters(name: str) -> str:
    """A name as letters to compare: æ, ø and å are one each, aa is å, a hyphen is a blank."""
    plain = re.sub(r"[\s\-\u2010-\u2015]+", " ", name.lower().replace("aa", "å")).strip()
    return _BODY.sub("", plain)


def _bare(name: str) -> str:
    return _BODY.sub("", fold_name(name))


@functools.cache
def _forms(municipality: Municipality) -> tuple[str, ...]:
    """The names without 'Kommune'."""
    return tuple({_letters(form) for form in read_aliases()[municipality.code]})


def count_slips(first: str, second: str) -> int:
    """Letters to add, leave out, change or exchange with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        previous, row = row, [i]
        for j, b in enumerate(second, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = previous
    return row[-1]


@functools.cache
def _exact_forms() -> frozenset[str]:
    """Every form of the list, folded; not those that have lost their letters ('Hillerod')."""
    forms = {_bare(form) for aliases in read_aliases().values() for form in aliases}
    return frozenset(forms | {f"{form}s" for form in forms})


def has_lost_letters(name: str) -> bool:
    """Whether a name is known only without the strokes of its letters: 'Hillerod', 'Sonderborg'."""
    return find_by_name(name) is not None and _bare(name) not in _exact_forms()
