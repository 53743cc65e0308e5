"""The sums of one initiative, told in its sentences, become amounts: one per sum as written, each laid out over the years."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from samspil.initiatives.amounts.clause import FROM
from samspil.initiatives.amounts.kinds import ALLOCATION, SAVING, settle_kind
from samspil.initiatives.amounts.layout import Layout, lay_out
from samspil.initiatives.amounts.mentions import (
    PART_BEHIND,
    RAMP,
    ROW,
    SPLIT,
    Mention,
    find_mentions,
    find_start_years,
    read_first_sentence,
    with_later_years,
)
from samspil.initiatives.amounts.shares import lay_out_multiple, lay_out_shares
from samspil.initiatives.amounts.tokens import read_tokens
from samspil.initiatives.amounts.uses import LIMIT, SMALL
from samspil.initiatives.amounts.words import has_any
from samspil.values.amount import Amount
from samspil.vocabulary.numbers import show_number
from samspil.vocabulary.texts import say

_REACH_OF_VERB = 4  # tokens before a sum: 'frigives de 9 mio. kr.'
_NEAR = 300  # code points around a sum in which a sale is looked for


@dataclass(frozen=True, slots=True)
class _Told:
    """A mention with its place in the evidence, the text it stands in, and its layout."""

    mention: Mention
    text: str
    place: int
    layout: Layout
    kind: str
    quote: tuple[int, int]


def read_amounts(sentences: Sequence[str], budget_year: int, saved: Collection[int] = ()) -> list[Amount]:
    """The amounts of one initiative's evidence sentences, in order, laid out by the codebook's table ('Amounts').

    Whole kroner; savings as positive numbers with kind 'saving'. Limits ('indkøb over 500.000 kr.') and fees under
    1.000 kr. are left out; a price per thing ('32.000 kr. pr. plads') lays out nothing.
    A sum that is repeated in another sentence is one amount. `quote` is a substring of one of the sentences. `saved`: indexes of those that stand in
    a list of savings; a sum of theirs of which nothing else is said is one.
    """
    told = _read_all(sentences, budget_year, saved)
    told = _join_rows(_join_ramps(told, budget_year))
    told = _join_totals(_join_splits(told))
    return [_amount(one) for one in _without_repeats(told)]


def _read_all(sentences: Sequence[str], budget_year: int, saved: Collection[int]) -> list[_Told]:
    found: list[_Told] = []
    for place, text in enumerate(sentences):
        for mention in _mentions_in_context(sentences, place, budget_year):
            if mention.flags & {LIMIT, SMALL}:
                continue
            previous = found[-1] if found else None
            one = replace(mention, part_of=mention.part_of or bool(previous and PART_BEHIND in mention.flags))
            before = _text_before(one, sentences[place - 1] if place else "", text)
            kind = _kind(one, previous, before, text, budget_year) or (SAVING if place in saved and not _is_for(one, text) else ALLOCATION)
            layout = (
                lay_out_shares(one, text, budget_year)
                or lay_out_multiple(one, text, budget_year)
                or lay_out(one, budget_year, _last_year(found))
            )
            found.append(_Told(one, text, place, layout, kind, one.quote))
    return found


def _mentions_in_context(sentences: Sequence[str], place: int, budget_year: int) -> list[Mention]:
    """The mentions of a sentence; an 'årligt' without years rests on a start year that the sentence before names, if it names just one."""
    mentions = find_mentions(sentences[place], budget_year)
    following = read_first_sentence(sentences[place + 1], budget_year) if mentions and place + 1 < len(sentences) else None
    if following and mentions[-1].sentence == max(one.sentence for one in mentions):
        mentions[-1] = with_later_years(mentions[-1], following)
    starts = find_start_years(sentences[place - 1], budget_year) if place else set()
    if len(starts) != 1 or not budget_year <= min(starts) <= budget_year + 3:
        return mentions
    return [
        replace(one, time=replace(one.time, start=min(starts)))
        if one.sentence == 0 and one.time.years is None and one.time.start is None and (one.time.each_year or one.time.lasting)
        else one
        for one in mentions
    ]


def _text_before(mention: Mention, passage_before: str, text: str) -> str:
    """The text up to the sentence of the sum: of its own piece of evidence when that has several, else of the piece before it."""
    cut = text.rfind(". ", 0, mention.start) if mention.sentence else -1
    return text[max(0, cut - _NEAR) : cut + 1] if cut > 0 else passage_before


def _kind(mention: Mention, previous: _Told | None, text_before: str, text: str, budget_year: int) -> str:
    """The mention's own kind; a part has its whole's; 'Det giver 2 mio. kr.' takes it from the sentence before; '' when nothing tells."""
    if mention.part_of and previous and previous.kind == ALLOCATION and _is_paid_out(text[max(0, mention.start - _NEAR) : mention.start]):
        return ALLOCATION
    if mention.kind:
        return settle_kind(mention.kind, f"{text_before[-_NEAR:]} {text[max(0, mention.start - _NEAR) : mention.end + _NEAR]}")
    if (mention.link or mention.part_of) and previous:
        return previous.kind
    if mention.continues and text_before:
        is_cut = not _is_for(mention, text) and has_any(read_tokens(text_before), "kinds", "freed")
        return SAVING if is_cut or _tells_saving(text_before, budget_year) else ALLOCATION
    return ""


def _is_for(mention: Mention, text: str) -> bool:
    """'Der er regnet med 0,5 mio. kr. til flytning.'"""
    return text[mention.end : mention.end + 5].strip().startswith("til")


def _is_paid_out(text_before: str) -> bool:
    """'En pulje på 3 mio. kr., heraf frigives 1 mio. kr. i 2026': a part of what is set aside is let go to be spent."""
    return has_any(read_tokens(text_before)[-_REACH_OF_VERB:], "kinds", "paid_out")


def _tells_saving(text: str, budget_year: int) -> bool:
    """Whether a sentence speaks of saving: a sum put behind it would be one."""
    return any(one.kind == SAVING for one in find_mentions(text.rstrip(" .") + " på 1 kr.", budget_year)[-1:])


def _last_year(found: Sequence[_Told]) -> int | None:
    """The last year named before, for 'derefter'."""
    return next((max(one.layout.profile) for one in reversed(found) if one.layout.profile and not one.mention.part_of), None)


def _join_ramps(told: Sequence[_Told], budget_year: int) -> list[_Told]:
    """'X i 2026 stigende til Y i 2028' is one amount: X first, Y in its years, the years between unknown."""
    found: list[_Told] = []
    for one in told:
        if one.mention.link == RAMP and found and found[-1].place == one.place:
            found[-1] = _ramp(found[-1], one, budget_year)
        else:
            found.append(one)
    return found


def _join_rows(told: Sequence[_Told]) -> list[_Told]:
    """'Beløb i 1.000 kr.: 2026: 200; 2027: 450' is one amount, as a table row is; figures of the other sign are another."""
    found: list[_Told] = []
    for one in told:
        if one.mention.link == ROW and found and _is_same_row(found[-1], one):
            first = found[-1]
            layout = replace(
                first.layout,
                profile={
                    **first.layout.profile,
                    **{year: dkk for year, dkk in one.layout.profile.items() if year not in first.layout.profile},
                },
            )
            found[-1] = replace(first, layout=layout, quote=_span(first, one))
        else:
            found.append(one)
    return found


def _is_same_row(first: _Told, second: _Told) -> bool:
    return (first.place, first.mention.sentence, first.kind) == (second.place, second.mention.sentence, second.kind) and bool(
        first.layout.profile and second.layout.profile
    )


def _ramp(first: _Told, second: _Told, budget_year: int) -> _Told:
    if first.mention.time.years is None and first.layout.assumed and (second.mention.time.years is None or _is_lower_level(first, second)):
        return _change(first, second)
    later = {} if second.layout.assumed else dict(second.layout.profile)
    earlier = dict(first.layout.profile) or {budget_year: first.mention.dkk}
    time = first.mention.time
    if later and len(earlier) > 1 and (time.years is None or (time.years.kind == FROM and not time.each_year)):
        earlier = {
            min(earlier): first.mention.dkk
        }  # '1 mio. kr. årligt stigende til 2 mio. kr. i 2028', 'fra 2027 1 mio. kr. stigende til …'
    start = min(later, default=None)
    if start is not None and first.layout.assumed and start <= min(earlier):
        return _change(first, second)  # 'nedsættes fra 900 til 600 t.kr. i 2026': the old level has no year of its own
    profile = {year: dkk for year, dkk in earlier.items() if start is None or year < start} | later
    layout = replace(first.layout, profile=profile, total=None, assumed=first.layout.assumed and not later)
    kind = first.kind if first.mention.kind else second.mention.kind or first.kind  # '1 mio. kr. stigende til 2 mio. kr. som gevinst'
    return replace(first, layout=layout, kind=kind, quote=_span(first, second))


def _is_lower_level(first: _Told, second: _Told) -> bool:
    """'sænkes fra 14 mio. kr. til 11 mio. kr. i 2027': the old level is what is paid today, no sum of the budget year."""
    return first.kind == SAVING and second.mention.dkk < first.mention.dkk and first.text[: first.mention.start].rstrip().endswith("fra")


def _change(first: _Told, second: _Told) -> _Told:
    """'nedsættes fra 4 mio. kr. til 3 mio. kr.': a new level, with no word on the years between."""
    reading = say("amounts.new_level", amount=show_number(first.mention.dkk), high=show_number(second.mention.dkk))
    return replace(first, layout=Layout(ambiguous=True, readings=(reading,)), quote=_span(first, second))


def _join_splits(told: Sequence[_Told]) -> list[_Told]:
    """'8 mio. kr. fordelt med 2 mio. kr. pr. år' is one amount when the parts add up to it."""
    found: list[_Told] = []
    index = 0
    while index < len(told):
        stop = index + 1
        while stop < len(told) and told[stop].mention.link == SPLIT and told[stop].place == told[index].place:
            stop += 1
        parts = told[index + 1 : stop]
        found += [_split(told[index], parts)] if parts and _adds_up(told[index], parts) else told[index:stop]
        index = stop
    return found


def _adds_up(whole: _Told, parts: Sequence[_Told]) -> bool:
    return sum(sum(part.layout.profile.values()) for part in parts) == whole.mention.dkk


def _split(whole: _Told, parts: Sequence[_Told]) -> _Told:
    profile: dict[int, int] = {}
    for part in parts:
        for year, dkk in part.layout.profile.items():
            profile[year] = profile.get(year, 0) + dkk
    layout = Layout(profile, total=whole.mention.dkk)
    return replace(whole, layout=layout, quote=_span(whole, parts[-1]))


def _join_totals(told: Sequence[_Told]) -> list[_Told]:
    """'100.000 kr. årligt i 2026 og 2027, dvs. i alt 200.000 kr.': the total says the same once more."""
    found: list[_Told] = []
    for one in told:
        if one.layout.total and found and found[-1].place == one.place and _adds_up(one, [found[-1]]):
            found[-1] = replace(found[-1], layout=replace(found[-1].layout, total=one.mention.dkk))
        elif parts := _parts_without_years(found, one):
            found[-len(parts) :] = [_in_years_of(part, one) for part in parts]
        elif not (one.layout.total and _repeats_several(found, one)):
            found.append(one)
    return found


def _parts_without_years(found: Sequence[_Told], whole: _Told) -> list[_Told]:
    """The sums right before '1,2 mio. kr. til A og 0,8 mio. kr. til B, i alt 2 mio. kr. i 2026' that add up to it and name no year; or none."""
    if not (whole.mention.time.total and whole.layout.profile):
        return []
    parts: list[_Told] = []
    for one in reversed(found):
        same = (one.place, one.mention.sentence, one.kind) == (whole.place, whole.mention.sentence, whole.kind)
        if not same or not one.layout.assumed or one.mention.part_of:
            break
        parts.insert(0, one)
        if sum(part.mention.dkk for part in parts) == whole.mention.dkk:
            return parts if len(parts) > 1 else []
    return []


def _in_years_of(part: _Told, whole: _Told) -> _Told:
    return replace(part, layout=Layout(dict.fromkeys(whole.layout.profile, part.mention.dkk), assumed=whole.layout.assumed))


def _repeats_several(found: Sequence[_Told], whole: _Told) -> bool:
    """'12 mio. kr. i 2027 og 8 mio. kr. i 2028, i alt 20 mio. kr.': the total of the sums right before it."""
    parts = [one for one in found if (one.place, one.mention.sentence) == (whole.place, whole.mention.sentence) and not one.mention.part_of]
    return len(parts) > 1 and len({part.kind for part in parts}) == 1 and _adds_up(whole, parts)


def _span(first: _Told, last: _Told) -> tuple[int, int]:
    return min(first.quote[0], last.quote[0]), max(first.quote[1], last.quote[1])


def _without_repeats(told: Sequence[_Told]) -> list[_Told]:
    """A sum told again in another sentence is one amount; the telling with more about its years stands."""
    found: list[_Told] = []
    for one in told:
        same = next((index for index, other in enumerate(found) if _is_repeat(other, one)), None)
        if same is None:
            found.append(one)
        elif (found[same].layout.assumed and not one.layout.assumed) or _is_start_of(found[same], one):
            found[same] = replace(one, kind=found[same].kind if found[same].mention.kind else one.kind)
    return found


def _is_repeat(first: _Told, second: _Told) -> bool:
    if first.place == second.place and first.mention.sentence == second.mention.sentence:
        return False
    if first.mention.dkk != second.mention.dkk or second.mention.extra or first.mention.part_of != second.mention.part_of:
        return False
    kinds = first.kind == second.kind or not (first.mention.kind and second.mention.kind)
    open_ended = first.layout.assumed or second.layout.assumed
    return kinds and (open_ended or first.layout == second.layout or _is_start_of(first, second) or _is_start_of(second, first))


def _is_start_of(short: _Told, long: _Told) -> bool:
    """A heading's '2 mio. kr. i 2026' beside the text's '2 mio. kr. i 2026 stigende til 3 mio. kr. i 2028'."""
    both = short.layout.profile, long.layout.profile
    return len(both[0]) == 1 and len(set(both[1].values())) > 1 and both[0].items() <= both[1].items()


def _amount(told: _Told) -> Amount:
    layout = told.layout
    return Amount(
        dkk=told.mention.dkk,
        kind=told.kind,
        profile=dict(layout.profile),
        total=layout.total,
        ambiguous=layout.ambiguous,
        assumed=layout.assumed,
        part_of=told.mention.part_of,
        price_level=told.mention.price_level,
        quote=told.text[told.quote[0] : told.quote[1]],
        readings=layout.readings,
    )
