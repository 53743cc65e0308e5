"""Is a sum set aside, saved, or merely described? The clause tells (codebook, 'Amounts': `kind`)."""

from collections.abc import Sequence

from samspil.initiatives.amounts.clause import FROM
from samspil.initiatives.amounts.going_on import find_inherited, find_listed, find_resumed, only_years_between
from samspil.initiatives.amounts.grammar import Sentence
from samspil.initiatives.amounts.numbers import is_dash, is_signed
from samspil.initiatives.amounts.sums import Sum
from samspil.initiatives.amounts.ties import Time
from samspil.initiatives.amounts.tokens import Token, read_tokens
from samspil.initiatives.amounts.uses import LIMIT, UNIT_PRICE
from samspil.initiatives.amounts.words import find_all, has_any, match_at, words_of

ALLOCATION, SAVING, OTHER = "allocation", "saving", "other"
PROCEEDS, PRICE = "proceeds", "price"  # 'provenuet', 'prisen': what they are depends on whether something is sold; see `settle_kind`
_QUALIFIERS = ("about", "up_to", "at_least")
_REACH_OF_FETCHING = 4  # tokens between 'henter' and its sum: 'henter kommunen i alt 2 mio. kr.'
_LATER = frozenset(["derefter", "herefter", "dernæst", "siden", "senere"])  # 'Prisen er 60.000 kr.; derefter vurderes ordningen'
CONTINUES = "?"  # before a kind: told by an earlier clause only; alone: the sentence goes on from the one before


def find_kinds(sentence: Sentence, times: Sequence[Time]) -> list[str]:
    """For each sum 'saving', 'allocation', 'other', or '' when nothing tells."""
    found: list[str] = []
    for place, one in enumerate(sentence.sums):
        found.append(_kind_of(sentence, place, one, times[place], found))
    return found


def _kind_of(sentence: Sentence, place: int, one: Sum, time: Time, before: Sequence[str]) -> str:
    if one.flags & {UNIT_PRICE, LIMIT}:
        return OTHER
    told = (
        _signed(sentence, one)
        or _is_withdrawn(sentence, place, one)
        or _said_right_after(sentence, one)
        or _booked(sentence, place, one)
        or _said_before(sentence, place, one)
        or _costs(sentence, place, one)
        or (find_listed(sentence, place, before) or find_resumed(sentence, place, before) if place else "")
        or _said_after(sentence, place, one)
        or (find_inherited(sentence, place, before) if place else "")
        or _goes_on_in_full(place, time, before)
        or _is_bought(sentence, _own_clause(sentence, place, one)[0])
        or _hinted(sentence, place, one)
        or _said_in_earlier_clause(sentence, place, one)
        or _said_of_antecedent(sentence, place, one)
    )
    return OTHER if told != SAVING and _is_past(sentence, time) else told


def settle_kind(kind: str, text: str) -> str:
    """The kind of 'provenuet er …' and 'prisen er …': of a sale named in `text` it is income; else a gain (a tender's), or an expense."""
    if kind not in (PROCEEDS, PRICE):
        return kind
    if has_any(read_tokens(text), "kinds", "sale"):
        return OTHER
    return SAVING if kind == PROCEEDS else ALLOCATION


def _signed(sentence: Sentence, one: Sum) -> str:
    """'Budgetvirkning: -0,6 mio. kr.' is a saving as in the municipal tables; a plus is spending, unless a word tells of a gain."""
    if not is_signed(sentence.tokens, one.first):
        return ""
    if is_dash(sentence.tokens[one.first - 1]):
        return SAVING
    return SAVING if has_any(sentence.tokens, "kinds", SAVING, 0, one.first) else ALLOCATION


def _is_withdrawn(sentence: Sentence, place: int, one: Sum) -> str:
    """'Puljen på 1 mio. kr. afskaffes', 'De afsatte 2 mio. kr. spares væk', '… og lejen opsiges (1 mio. kr.)': a fund that the clause takes away."""
    behind = _behind_relative(sentence, one)
    if behind and match_at(sentence.tokens, behind, "kinds", "withdrawn"):
        return SAVING
    start = _own_clause(sentence, place, one)[-1][0]
    if not has_any(sentence.tokens, "kinds", "funds", start, one.first):
        return ""
    if _stands_bare(sentence, place, one) and has_any(sentence.tokens, "kinds", "withdrawn", start, one.first):
        return SAVING
    stop = sentence.sums[place + 1].first if place + 1 < len(sentence.sums) else len(sentence.tokens)
    end = next((index for index in range(one.end, stop) if sentence.opens[index]), stop)
    return SAVING if has_any(sentence.tokens, "kinds", "withdrawn", one.end, end) else ""


def _behind_relative(sentence: Sentence, one: Sum) -> int:
    """Where the main clause of 'De 2 mio. kr., der var sat af til en vej, falder bort.' goes on; 0 where it does not stand so."""
    texts = [token.text for token in sentence.tokens]
    opens = one.first > 0 and texts[one.first - 1] in ("de", "den", "det")
    start = next((end for end in sorted(_ends(sentence, one)) if texts[end : end + 1] == [","]), 0)
    if not opens or texts[start + 1 : start + 2] not in (["der"], ["som"]):
        return 0
    return next((index + 1 for index in range(start + 1, len(texts) - 1) if texts[index] == ","), 0)


def _ends(sentence: Sentence, one: Sum) -> set[int]:
    """Where the words behind the sum begin: right behind it, and behind the year clauses that follow it."""
    index = one.end
    for clause in sentence.clauses:
        index = clause.end if clause.first == index else index
    return {one.end, index} - {len(sentence.tokens)}


def _said_right_after(sentence: Sentence, one: Sum) -> str:
    """'700.000 kr. mindre årligt', '2,1 mio. kr. billigere', '2 mio. kr. i provenu'."""
    for start in _ends(sentence, one):
        for name, kind in (("after_saving", SAVING), ("after_other", OTHER)):
            if match_at(sentence.tokens, start, "kinds", name):
                return kind
    if _is_taken(sentence, one):
        return SAVING
    return ""


def _is_taken(sentence: Sentence, one: Sum) -> bool:
    """'Udvalget tager 300.000 kr. af kontoen', 'der kan tages 600.000 kr. ud om året'; not 'der tages 1 mio. kr. af kontoen til …'."""
    tokens = sentence.tokens
    if not has_any(tokens, "kinds", "takes", max(0, one.first - 4), one.first):
        return False
    for start in _ends(sentence, one):
        end = start + match_at(tokens, start, "kinds", "taken_off")
        if end > start and not (end < len(tokens) and tokens[end].text == "til"):
            return not has_any(tokens, "kinds", "reserves", start, min(len(tokens), end + 4))
    return False


def _own_clause(sentence: Sentence, place: int, one: Sum) -> list[tuple[int, int]]:
    """The stretches before the sum that are its own clause, nearest first; a subordinate clause that is closed again is left out.

    'Vejbudgettet, som kontrakten skal holdes inden for, er på 22 mio. kr.': 'er på' and 'Vejbudgettet'.
    """
    floor = sentence.sums[place - 1].end if place else 0
    start = _opening(sentence, floor, one.first)
    comma = next((index for index in range(one.first - 1, start, -1) if sentence.tokens[index].text == ","), None)
    opener = sentence.tokens[start].text if start or sentence.tokens[0].text != "der" else ""  # 'Der forventes …' opens a main clause
    if comma is None or opener not in words_of("clauses", "subordinate"):
        return [(start, one.first)]
    return [(comma + 1, one.first), (_opening(sentence, floor, max(floor, start - 1)), start)]


def _opening(sentence: Sentence, floor: int, index: int) -> int:
    while index > floor and not sentence.opens[index]:
        index -= 1
    return index


def _booked(sentence: Sentence, place: int, one: Sum) -> str:
    """'Vi lægger 0,5 mio. kr. ind', 'der er regnet 1 mio. kr. ind': put into the budget, with the sign of what was said before."""
    start, end = _own_clause(sentence, place, one)[0]
    is_in = any(sentence.tokens[index].text == "ind" for index in _ends(sentence, one))
    if not is_in or not has_any(sentence.tokens, "kinds", "puts_in", start, end) or has_any(sentence.tokens, "kinds", SAVING, start, end):
        return ""
    if place + 1 == len(sentence.sums) and _nearest(sentence, one.end, len(sentence.tokens), backwards=False) == SAVING:
        return SAVING  # 'sat 2 mio. kr. ind som gevinst fra 2027'
    return CONTINUES + (SAVING if _is_freed_before(sentence, start) else "")


def _goes_on_in_full(place: int, time: Time, before: Sequence[str]) -> str:
    """'falder med 0,9 mio. kr. i 2026 og fuldt indfaset med 1,8 mio. kr. fra 2027': the full effect of what was told of the sum before."""
    return before[-1] if place and time.full_effect else ""


def _is_freed_before(sentence: Sentence, end: int) -> bool:
    """Whether the words before tell of money that is saved: by a sign of saving, or by what is cut ('nedlægger en stilling')."""
    return _nearest(sentence, 0, end, backwards=True) == SAVING or _is_cut_in(sentence, 0, end)


def _is_cut_in(sentence: Sentence, start: int, end: int) -> bool:
    """Whether tokens[start:end] tell of something that is cut, and of nothing new after it ('… ophører, og en ny begynder')."""
    cut = max((last for _, last in find_all(sentence.tokens, "kinds", "freed", start, end)), default=0)
    return bool(cut) and not has_any(sentence.tokens, "kinds", "begun", cut, end)


def _said_before(sentence: Sentence, place: int, one: Sum) -> str:
    """The nearest sign in the sum's own clause, before the sum: 'der afsættes', 'en besparelse på', 'omsætningen er'."""
    stretches = _own_clause(sentence, place, one)
    if _is_lowered(sentence, stretches, one):
        return SAVING
    if any(has_any(sentence.tokens, "kinds", "paid_by_others", start, end) for start, end in stretches):
        return OTHER
    kind = next((kind for start, end in stretches if (kind := _nearest(sentence, start, end, backwards=True))), "")
    return OTHER if kind == ALLOCATION and _is_spent_today(sentence, stretches) else kind


def _is_spent_today(sentence: Sentence, stretches: Sequence[tuple[int, int]]) -> bool:
    """'I dag bruger kommunen 24 mio. kr. årligt på eksterne botilbud': described, not decided."""
    today = any(has_any(sentence.tokens, "kinds", "today", start, end) for start, end in stretches)
    return today and not any(has_any(sentence.tokens, "kinds", "sets_aside", start, end) for start, end in stretches)


def _is_lowered(sentence: Sentence, stretches: Sequence[tuple[int, int]], one: Sum) -> bool:
    """'Honorarerne falder til gengæld med 1,9 mio. kr.': a verb of lowering, and 'med' right before the sum."""
    start = max(stretches[0][0], one.first - 3)
    if has_any(sentence.tokens, "kinds", "lowering", max(start, one.first - 1), one.first):
        return True  # 'udgiften falder 5 mio. kr.'
    words = [token.text for token in sentence.tokens[start : one.first]]
    return "med" in words and any(has_any(sentence.tokens, "kinds", "lowering", start, end) for start, end in stretches)


def _nearest(sentence: Sentence, start: int, end: int, *, backwards: bool) -> str:
    """The kind of the nearest sign within tokens[start:end]: the last one before a sum, the first one behind it."""
    signs: list[tuple[int, int, str]] = []
    for kind in (SAVING, ALLOCATION, OTHER, PROCEEDS):
        signs += [
            (last if backwards else -first, last - first, kind)
            for first, last in find_all(sentence.tokens, "kinds", kind, start, end)
            if not _is_no_sign(sentence, first, last, end if backwards else None)
        ]
    if not signs:
        return ""
    nearest = max(signs)
    if backwards and nearest[2] == ALLOCATION and _is_what_is_saved_on(sentence, nearest, signs):
        return SAVING
    return nearest[2]


def _is_what_is_saved_on(sentence: Sentence, nearest: tuple[int, int, str], signs: Sequence[tuple[int, int, str]]) -> bool:
    """'en lavere udgift til køb af pladser på 2 mio. kr.': what is bought hangs by a preposition on the noun of saving before it."""
    first = nearest[0] - nearest[1]
    saving_ends = max((last for last, _, kind in signs if kind == SAVING and last < nearest[0]), default=0)
    others = any(saving_ends < last < nearest[0] for last, _, _ in signs)
    between = [token.text for token in sentence.tokens[saving_ends:first]]
    return bool(saving_ends and between) and len(between) <= 3 and not others and between[0] in words_of("clauses", "prepositions")


def _is_no_sign(sentence: Sentence, first: int, last: int, sum_at: int | None) -> bool:
    """Words of a year clause ('de to sidste år'), and a fetching far before the sum ('et program henter bilag …')."""
    if sum_at is not None and sum_at - last > _REACH_OF_FETCHING and match_at(sentence.tokens, first, "kinds", "fetched") == last - first:
        return True
    return any(clause.first <= first and last <= clause.end for clause in sentence.clauses)


def _said_after(sentence: Sentence, place: int, one: Sum) -> str:
    """A sign behind the sum: 'de 500.000 kr., som den sparer', 'de 3 mio. kr. frigives'."""
    if any(match_at(sentence.tokens, end, "kinds", "yielded") for end in _ends(sentence, one)):
        return SAVING  # 'de 420.000 kr. om året, det gav'
    is_last = place + 1 == len(sentence.sums)
    stop = len(sentence.tokens) if is_last else sentence.sums[place + 1].first
    openings = [index for index in range(one.end, stop) if sentence.opens[index]]
    own = stop if is_last else max(openings, default=one.end)  # what leads to the next sum is the next sum's
    is_funding = has_any(sentence.tokens, "kinds", "funded", one.end, own)  # '600.000 kr., der tages fra innovationspuljen'
    if not is_funding and has_any(sentence.tokens, "kinds", "released", one.end, own):
        return OTHER if has_any(sentence.tokens, "kinds", "sale", one.end, own) else SAVING
    end = min([*openings, own])
    kind = _nearest(sentence, one.end, end, backwards=False)
    return OTHER if kind == ALLOCATION and _is_spent_today(sentence, [(one.end, end)]) else kind


def _hinted(sentence: Sentence, place: int, one: Sum) -> str:
    """Softer signs, when nothing else tells: a described budget, 'forskellen er', 'det koster'."""
    stretches = _own_clause(sentence, place, one)
    words = [token for start, end in reversed(stretches) for token in sentence.tokens[start:end] if token.text != ","]
    if has_any(words, "kinds", "described") or (has_any(words, "kinds", "described_things") and _is_stated(words)):
        return OTHER
    if _yields(sentence, one):
        return SAVING
    for start, end in stretches:
        if has_any(sentence.tokens, "kinds", "relief", start, end):
            return SAVING
        if has_any(sentence.tokens, "kinds", "spending", start, end):
            if _is_examined(sentence, start, one) or _is_cut(sentence, place):
                return OTHER
            return PRICE if has_any(sentence.tokens, "kinds", "prices", start, end) else ALLOCATION
    return ""


def _is_bought(sentence: Sentence, stretch: tuple[int, int]) -> str:
    """'Effekt: Licensen er 90.000 kr.': nearer to the sum than the soft sign of saving stands what is paid for."""
    bought, relief = (
        max((last for _, last in find_all(sentence.tokens, "kinds", name, *stretch)), default=0) for name in ("bought", "relief")
    )
    return ALLOCATION if bought > relief > 0 else ""


def _is_stated(words: Sequence[Token]) -> bool:
    """'Vejbudgettet … er', 'Købet fra bureauerne er på': the sum says how large the thing is."""
    return [token.text for token in words[-2:]] == ["er", "på"] or words[-1].text in ("er", "udgør")


def _yields(sentence: Sentence, one: Sum) -> bool:
    """'Udbuddet giver 300.000 kr. årligt', 'derved opnås …': money comes in; not 'vi giver 300.000 kr. til …'."""
    words = [token.text for token in sentence.tokens[one.end : one.end + 2]]
    first = one.first
    while first and any(
        index + match_at(sentence.tokens, index, "qualifiers", name) == first
        for name in _QUALIFIERS
        for index in (first - 1, max(0, first - 2))
    ):
        first -= 1  # 'skal give mindst 1 mio. kr.'
    gives = first > 0 and sentence.tokens[first - 1].text in ("giver", "give", "bidrage", "bidrager", "opnås", "opnå", "opnår")
    if (
        first > 1
        and sentence.tokens[first - 1].text in ("kommunen", "os")
        and sentence.tokens[first - 2].text in ("giver", "give", "givet")
    ):
        return "til" not in words  # 'prisaftalerne giver kommunen 0,6 mio. kr.'
    by_council = first > 1 and sentence.tokens[first - 2].text in words_of("kinds", "givers")  # 'kommunen giver 1 mio. kr.'
    return gives and not by_council and "til" not in words


def _is_cut(sentence: Sentence, place: int) -> bool:
    """'Udgiften på 6,5 mio. kr. nedbringes med 2 mio. kr.': the first sum is the level that is cut."""
    if place + 1 >= len(sentence.sums):
        return False
    following = sentence.sums[place + 1]
    if any(sentence.opens[sentence.sums[place].end : following.first]):
        return False
    return _is_lowered(sentence, [(sentence.sums[place].end, following.first)], following)


def _costs(sentence: Sentence, place: int, one: Sum) -> str:
    """'De koster 700.000 kr. og sparer …': spending, unless the cost is what is to be examined."""
    start, end = _own_clause(sentence, place, one)[0]
    if not has_any(sentence.tokens, "kinds", "costing", start, end):
        return ""
    described = _is_examined(sentence, start, one) or _is_spent_today(sentence, [(start, end)])
    return OTHER if described else ALLOCATION


def _is_examined(sentence: Sentence, start: int, one: Sum) -> bool:
    """'Ruten koster 18 mio. kr. årligt, og det skal undersøges, om …': the cost is what is examined, not the price of examining."""
    if has_any(sentence.tokens, "kinds", "examined", start, one.first):
        return False
    later = (index for index in range(one.end, len(sentence.tokens)) if sentence.tokens[index].text in _LATER)
    return has_any(sentence.tokens, "kinds", "examine", one.end, next(later, len(sentence.tokens)))


def _said_in_earlier_clause(sentence: Sentence, place: int, one: Sum) -> str:
    """'Det er også billigere, og fra 2025 giver det 3,2 mio. kr.': the clause goes on from the one before it."""
    if one.first and sentence.tokens[one.first - 1].text == "for":
        return ""  # 'Gruppen får det gamle lokale, maling for 30.000 kr.'
    start = _own_clause(sentence, place, one)[-1][0]
    found = find_all(sentence.tokens, "kinds", "continues", start, one.first)
    if all(index and sentence.tokens[index - 1].text in words_of("clauses", "prepositions") for index, _ in found):
        # 'til det er der 680.000 kr.' goes on from nothing; 'vi nedlægger en stilling: 0,4 mio. kr.' says it by what is cut
        is_bare = _stands_bare(sentence, place, one)
        return SAVING if is_bare and _is_cut_in(sentence, 0, one.first) else ""
    is_for = any(
        sentence.tokens[end].text == "til" for end in _ends(sentence, one)
    )  # 'lageret lukkes, og det bliver 0,5 mio. kr. til flytning'
    saves = _is_freed_before(sentence, start) if not is_for else bool(start) and _nearest(sentence, 0, start, backwards=True) == SAVING
    saves = saves or (not is_for and _is_cut_in(sentence, start, one.first))
    return CONTINUES + (SAVING if saves else "")


def _stands_bare(sentence: Sentence, place: int, one: Sum) -> bool:
    """Whether the sum stands behind a colon or in brackets with nothing but its years: '… en stilling: 0,4 mio. kr. fra 2026'."""
    floor = sentence.sums[place - 1].end if place else 0
    marks = [index for index in range(floor, one.first) if sentence.tokens[index].text in (":", "(")]
    return bool(marks) and only_years_between(sentence, marks[0] + 1, one.first)


def _said_of_antecedent(sentence: Sentence, place: int, one: Sum) -> str:
    """'Provenuet fra udbuddet, der anslås til 1,3 mio. kr.': a relative clause that tells nothing speaks of what stands before it."""
    floor = sentence.sums[place - 1].end if place else 0
    start = _opening(sentence, floor, one.first)
    if start <= floor or sentence.tokens[start].text not in ("der", "som", "hvilket"):
        return ""
    before = _opening(sentence, floor, start - 1)
    if sentence.tokens[start].text == "hvilket" and has_any(sentence.tokens, "kinds", "freed", before, start):
        return SAVING  # 'to stillinger bliver ikke genbesat, hvilket er 0,9 mio. kr.'
    return _nearest(sentence, before, start, backwards=True) or (
        OTHER if has_any(sentence.tokens, "kinds", "contracts", before, start) else ""
    )


def _is_past(sentence: Sentence, time: Time) -> bool:
    """'Opgaven koster 4,2 mio. kr. i 2025' in an agreement for 2026: a described budget, no decision."""
    years = time.years.years if time.years else ()
    return bool(years) and max(years) < sentence.budget_year and time.years is not None and time.years.kind != FROM
