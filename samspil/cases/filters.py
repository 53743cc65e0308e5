"""Which cases of a library somebody wants to see."""

from collections.abc import Iterable, Mapping

from samspil.cases.reading import printable
from samspil.errors import CaseError
from samspil.values.case import GRADES, Case
from samspil.vocabulary.municipalities import find_by_code, find_by_name, suggest
from samspil.vocabulary.texts import say


def choose(cases: Iterable[Case], codes: Mapping[str, str | None], municipality: str = "") -> tuple[Case, ...]:
    """The cases with these codes ('theme', 'form', 'area', 'outcome'; 'grade': an effect of at least that evidence) and that municipality, name or code.

    Raises CaseError for a municipality that there is not.
    """
    code = _code_of(municipality) if municipality else ""
    return tuple(case for case in cases if _fits(case, codes) and (not code or code in case.municipalities))


def _fits(case: Case, codes: Mapping[str, str | None]) -> bool:
    own = {"theme": case.theme, "form": case.form, "area": case.service_area, "outcome": case.outcome}
    wanted = {name: code for name, code in codes.items() if code}
    least = GRADES.index(wanted.pop("grade")) if "grade" in wanted else None
    graded = least is None or any(GRADES.index(effect.grade) >= least for effect in case.effects)
    return graded and all(own[name] == code for name, code in wanted.items())


def _code_of(given: str) -> str:
    found = find_by_code(given) if given.strip().isascii() and given.strip().isdigit() else find_by_name(given)
    if found is None:
        near = ", ".join(each.name for each in suggest(given)) or "Aarhus, 0751"
        raise CaseError(say("cases.no_municipality", given=printable(given)), remedy=say("cases.no_municipality_remedy", near=near))
    return found.code
