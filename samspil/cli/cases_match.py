"""`samspil cases match | plans | opportunities`: from a need to cases, from a case to plans, and open opportunities for suppliers."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samspil.cli.case_options import declare_action, open_cases
from samspil.cli.parser import add_from, read_year
from samspil.errors import UsageError
from samspil.values.case import SERVICE_AREAS
from samspil.values.codes import STAGES, THEMES
from samspil.vocabulary.texts import say

if TYPE_CHECKING:
    from samspil.cases.matching.model import Answer, Plan, Reason
    from samspil.cases.matching.opportunities import Opportunity
    from samspil.values.initiative import Initiative
    from samspil.values.review import Review

ALL_WELL = 0
_MOST = 1000
_REASONS_SHOWN = 4
_MOST_READ = 200_000  # characters of a need from standard input


def add_commands(actions: Any) -> None:
    """Declare the three actions of `samspil cases`."""
    _add_match(actions)
    _add_plans(actions)
    _add_opportunities(actions)


def _add_match(actions: Any) -> None:
    parser = declare_action(actions, "match", "cases_match")
    parser.add_argument("need", nargs="?", metavar=say("cases_match.need_word"), help=say("cases_match.need_help"))
    parser.add_argument("--initiative", metavar="ID", help=say("cases_match.initiative_help"))
    add_from(parser)
    parser.add_argument("--size", metavar=say("cases_match.size_word"), help=say("cases_match.size_help"))
    parser.add_argument("--limit", type=_read_limit, default=5, metavar="N", help=say("cases_match.limit_help"))
    parser.set_defaults(run=run_match)


def _add_plans(actions: Any) -> None:
    parser = declare_action(actions, "plans", "cases_match")
    parser.add_argument("case", metavar="ID", help=say("cases_match.case_help"))
    add_from(parser)
    parser.add_argument("--year", type=read_year, metavar=say("cli.year_word"), help=say("cases_match.year_help"))
    parser.add_argument("--limit", type=_read_limit, default=_MOST, metavar="N", help=say("cases_match.limit_help"))
    parser.set_defaults(run=run_plans)


def _add_opportunities(actions: Any) -> None:
    parser = declare_action(actions, "opportunities", "cases_match")
    add_from(parser)
    parser.add_argument("--year", type=read_year, metavar=say("cli.year_word"), help=say("cases_match.year_help"))
    word = say("cases_match.code_word")
    for name, codes in (("area", SERVICE_AREAS), ("theme", THEMES), ("stage", STAGES)):
        parser.add_argument(f"--{name}", action="append", default=[], choices=codes, metavar=word, help=say(f"cases_match.{name}_help"))
    text = say("cases_match.technology_help")
    parser.add_argument("--technology", action="append", default=[], type=_read_technology, metavar=word, help=text)
    parser.add_argument("--out", type=Path, metavar=say("cli.file_word"), help=say("cases_match.out_help"))
    parser.set_defaults(run=run_opportunities)


def _read_limit(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= _MOST):
        raise argparse.ArgumentTypeError(say("cases_match.limit_bad", given=text, most=_MOST))
    return int(text)


def _read_technology(text: str) -> str:
    """The concept of a technology's id; the concepts are read only when one is given."""
    from samspil.vocabulary.concepts import read_concepts

    known = [concept for concept in read_concepts() if concept.startswith("technology.")]
    if f"technology.{text}" not in known:
        listed = ", ".join(concept.partition(".")[2] for concept in known)
        raise argparse.ArgumentTypeError(say("cases_match.technology_bad", given=text, known=listed))
    return f"technology.{text}"


def run_match(options: argparse.Namespace) -> int:
    """The cases like a need, or why there is none. Raises UsageError, StoreError, CaseError."""
    from samspil.cases.matching.match import answer_need
    from samspil.cases.matching.model import Size
    from samspil.cases.matching.words import answer_to_json

    if (options.need is None) == (options.initiative is None):
        raise UsageError(say("cases_match.no_need"), remedy=say("cases_match.no_need_remedy"))
    need = _find_initiative(options) if options.initiative is not None else _read_need(options.need)
    size = Size(_find_code(options.size)) if options.size else None
    answer = answer_need(need, open_cases(options).cases, size=size, limit=options.limit)
    if options.json:
        _print_json(answer_to_json(answer))
    else:
        _show_answer(answer)
    return ALL_WELL


def _read_need(text: str) -> str:
    return sys.stdin.read(_MOST_READ) if text == "-" else text


def _find_code(given: str) -> str:
    from samspil.vocabulary.municipalities import find_by_code, find_by_name, suggest

    found = find_by_name(given) or (find_by_code(given) if given.isdigit() else None)
    if found is None:
        near = ", ".join(each.name for each in suggest(given)) or "-"
        raise UsageError(
            say("cases_match.no_municipality", given=_clean(given)[:80]), remedy=say("cases_match.no_municipality_remedy", near=near)
        )
    return found.code


def _find_initiative(options: argparse.Namespace) -> "Initiative":
    for initiative in _list_initiatives(_open_reviews(options)):
        if initiative.id == options.initiative:
            return initiative
    shown = _clean(options.initiative)[:80]
    raise UsageError(say("cases_match.no_initiative", id=shown), remedy=say("cases_match.no_initiative_remedy"))


def _open_reviews(options: argparse.Namespace) -> "list[Review]":
    """The reviews of the years asked for, newest first. Raises UsageError, also for a year that is not there."""
    from samspil.collection import open_collection

    collection = open_collection(options.places)
    if year := getattr(options, "year", None):
        return [collection.require_review(year)]
    return [review for _year, review in sorted(collection.reviews.items(), reverse=True)]


def _list_initiatives(reviews: "Sequence[Review]") -> "list[Initiative]":
    return [initiative for review in reviews for initiative in review.initiatives]


def run_plans(options: argparse.Namespace) -> int:
    """Who plans the like of a case. Raises UsageError, StoreError, CaseError."""
    from samspil.cases.matching.plans import find_plans
    from samspil.cases.matching.words import plan_to_json

    library = open_cases(options)
    case = library.find(options.case)
    reviews = _open_reviews(options)
    initiatives = _list_initiatives(reviews)
    plans = find_plans(case, initiatives, library.cases)[: options.limit]
    if options.json:
        notes = _coverage_notes(reviews)
        _print_json({"case": case.id, "version": case.version, "notes": notes, "plans": [plan_to_json(plan) for plan in plans]})
        return ALL_WELL
    print(say("cases_match.plans_head", title=_clean(case.title)))
    for plan in plans:
        _show_plan(plan)
    if not plans:
        print(say("cases_match.no_plans", count=len(initiatives)))
    print("\n" + "\n".join(_coverage_notes(reviews)))
    return ALL_WELL


def run_opportunities(options: argparse.Namespace) -> int:
    """Open opportunities to a file or the screen. Raises UsageError, StoreError, CaseError, OutputError."""
    from samspil.cases.matching.opportunities import OPEN_STAGES, Wanted, find_opportunities
    from samspil.publish.opportunities import ENDINGS, to_json, write_opportunities

    if options.out and options.out.suffix.lower() not in ENDINGS:
        raise UsageError(say("cases_match.bad_ending"), place=str(options.out), remedy=say("cases_match.bad_ending_remedy"))
    wanted = Wanted(options.area, options.technology, options.theme, options.stage or OPEN_STAGES)
    reviews = _open_reviews(options)
    found = find_opportunities(_list_initiatives(reviews), wanted, open_cases(options).cases)
    notes = _coverage_notes(reviews)
    if options.out:
        write_opportunities(found, options.out, notes)
    if options.json:
        print(to_json(found, notes).decode("utf-8"), end="")
    elif options.out:
        from samspil.folder import show_path

        print(say("cases_match.opportunities_written", count=len(found), path=show_path(options.out)))
    else:
        _show_opportunities(found, notes)
    return ALL_WELL


def _coverage_notes(reviews: "Sequence[Review]") -> list[str]:
    """Who was read, a line for each year: nothing found is no proof of nothing planned."""
    return [
        say("cases_match.coverage_note", read=each.coverage.read, of=each.coverage.municipalities, year=each.facts.get("budget_year", "?"))
        for each in reviews
    ]


def _show_answer(answer: "Answer") -> None:
    from samspil.cases.matching.words import describe_score, describe_silence, list_labels

    if answer.silence:
        print(describe_silence(answer))
        return
    print(say("cases_match.understood", list=list_labels(answer.understood)))
    for match in answer.matches:
        print(f"\n{_clean(match.case.title)} [{match.case.id}], {describe_score(match.score)}")
        _show_reasons(match.reasons)


def _show_reasons(reasons: "Sequence[Reason]") -> None:
    from samspil.cases.matching.words import describe_reason

    shown = [*reasons[:_REASONS_SHOWN], *(reason for reason in reasons[_REASONS_SHOWN:] if reason.against)]
    for reason in shown:
        print(f"  - {_clean(describe_reason(reason))}")


def _show_plan(plan: "Plan") -> None:
    from samspil.cases.matching.words import describe_score

    print(f"\n{_head(plan.initiative)}, {describe_score(plan.score)} [{_clean(plan.initiative.id)}]")
    _show_quotes(plan.initiative)
    _show_reasons(plan.reasons)


def _show_opportunities(found: "Sequence[Opportunity]", notes: Sequence[str]) -> None:
    for opportunity in found:
        print(f"{_head(opportunity.initiative)} [{_clean(opportunity.initiative.id)}]")
        _show_quotes(opportunity.initiative)
        print()
    municipalities = {opportunity.initiative.municipality_code for opportunity in found}
    key = "opportunities_count" if found else "opportunities_none"
    print(say(f"cases_match.{key}", count=len(found), municipalities=len(municipalities)))
    print("\n".join(notes))


def _head(initiative: "Initiative") -> str:
    from samspil.vocabulary.themes import short_label

    values = {
        "municipality": _clean(initiative.municipality),
        "year": initiative.budget_year,
        "stage": short_label("stage", initiative.stage),
    }
    return say("cases_match.plan_line", **values)


def _show_quotes(initiative: "Initiative") -> None:
    for place in initiative.evidence:
        where = say("cases_match.place", file=_clean(place.document), page=place.page)
        print(f"  »{_clean(' '.join(place.quote.split()))}« ({where})")


def _clean(text: str) -> str:
    """Text of others for the terminal: signs that cannot be seen, or that steer it, are left out."""
    return "".join(sign for sign in text if sign.isprintable())


def _print_json(content: object) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8", "replace").decode("utf-8"))
