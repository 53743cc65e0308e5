"""Each sum with the words that belong to it: its years, its sign of spending or saving, its place among the other sums."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from samspil.initiatives.amounts.clause import FROM, Clause
from samspil.initiatives.amounts.going_on import only_years_between
from samspil.initiatives.amounts.grammar import Sentence
from samspil.initiatives.amounts.kinds import CONTINUES, find_kinds
from samspil.initiatives.amounts.later import find_later_years, follow_up, rest_on
from samspil.initiatives.amounts.numbers import is_signed
from samspil.initiatives.amounts.prices import find_price_level
from samspil.initiatives.amounts.sums import HEADED
from samspil.initiatives.amounts.ties import Time, tie_years
from samspil.initiatives.amounts.tokens import MARK, Token, read_tokens, split_sentences
from samspil.initiatives.amounts.words import find_all, has_any, match_at, words_of

RAMP, SPLIT, ROW = "ramp", "split", "row"
PART_BEHIND = "part_behind"  # flag: '0,4 mio. kr. af puljen'


@dataclass(frozen=True, slots=True)
class Mention:
    """A sum of money in a text.

    `start`, `end`: number and unit (half-open, code points). `dkk`: whole kroner; `high`: the upper end of a range.
    `flags`: what is odd about it (`decimal_point`, `missing_kroner`, `range`, `unit_price`, `limit` ...). `time`: its year clause.
    `kind`: 'saving', 'allocation' or 'other' as its clause tells, '' if nothing does, 'proceeds' or 'price' where the text around must tell
    (`kinds.settle_kind`); `continues`: the clause goes on from the one before.
    `link`: 'ramp' for the second sum of 'stigende til', 'split' for 'fordelt med', 'row' for the next year of '2026: 200; 2027: 450'. `quote`: the stretch that holds the sum and its year
    clause. `sentence`: counted from 0. `extra`: 'yderligere', so it repeats no other sum.
    """

    start: int
    end: int
    dkk: int
    high: int | None = None
    flags: frozenset[str] = frozenset()
    time: Time = field(default_factory=Time)
    kind: str = ""
    continues: bool = False
    qualifier: str = ""
    price_level: int | None = None
    part_of: bool = False
    extra: bool = False
    link: str = ""
    group: int | None = None
    quote: tuple[int, int] = (0, 0)
    sentence: int = 0


def find_mentions(text: str, budget_year: int) -> list[Mention]:
    """All sums of money in `text` (a sentence or several), in order, each with its year clause, direction and flags.

    Number grammar: domain notes 2.4. Percentages, posts, hours, places, years and areas are no money. Linear in the length of the text.
    """
    found: list[Mention] = []
    tokens = read_tokens(text)
    from_before: set[int] = set()
    for place, part in enumerate(split_sentences(text, tokens)):
        sentence = Sentence.read(part, budget_year)
        if found and found[-1].sentence == place - 1:
            found[-1] = with_later_years(found[-1], sentence)
        found += [replace(one, sentence=place) for one in _read_sentence(sentence, from_before)]
        from_before = _starts(sentence)
    return found


def with_later_years(mention: Mention, following: Sentence) -> Mention:
    """The last sum of a sentence with the years that the sentence behind tells of it: 'Besparelsen indregnes fra 2027.'"""
    clause = None if following.sums else find_later_years(following)
    return replace(mention, time=rest_on(mention.time, clause, following.budget_year)) if clause else mention


def read_first_sentence(text: str, budget_year: int) -> Sentence | None:
    """The first sentence of a text, made ready; None of an empty one."""
    part = next(split_sentences(text, read_tokens(text)), None)
    return Sentence.read(part, budget_year) if part else None


def find_start_years(text: str, budget_year: int) -> set[int]:
    """The years that the last sentence of `text` begins something from ('Det sker fra 2027.'): what the next sentence may rest on."""
    if not any(char.isdigit() for char in text):
        return set()
    parts = list(split_sentences(text, read_tokens(text)))
    return _starts(Sentence.read(parts[-1], budget_year)) if parts else set()


def _starts(sentence: Sentence) -> set[int]:
    return {clause.years[0] for clause in sentence.clauses if clause.kind == FROM and clause.years and _is_main(sentence, clause.first)}


def _is_main(sentence: Sentence, index: int) -> bool:
    """Not in a clause that hangs on another: '…, så afdelingerne fra 2025 har et loft'."""
    while index > 0 and not sentence.opens[index]:
        index -= 1
    words = [token.text for token in sentence.tokens[index : index + 2]]
    joins_main = words[0] in ("og", "men") and words[-1] not in words_of("clauses", "openers") - {"der"}
    return index == 0 or sentence.tokens[index - 1].text != "," or joins_main


def _read_sentence(sentence: Sentence, from_before: set[int]) -> Iterator[Mention]:
    times = follow_up(sentence, tie_years(sentence, from_before))
    kinds = find_kinds(sentence, times)
    price_level, _ = find_price_level(sentence.tokens)
    tokens = sentence.tokens
    part_of = False
    link = ""
    for place, one in enumerate(sentence.sums):
        part_of = _is_part(sentence, place, part_of, times[place])
        link = ROW if _goes_on_in_row(sentence, place, times) else _link(sentence, place, link)
        yield Mention(
            start=tokens[one.first].start,
            end=tokens[one.end - 1].end,
            dkk=one.dkk,
            high=one.high,
            flags=one.flags | _part_behind(tokens, one.end),
            time=times[place],
            kind=kinds[place].removeprefix(CONTINUES),
            continues=kinds[place].startswith(CONTINUES),
            qualifier=_qualifier(sentence, one.first),
            price_level=price_level,
            part_of=part_of,
            extra=any(True for _ in find_all(tokens, "clauses", "extra", max(0, one.first - 6), one.first)),
            link=link,
            group=one.group,
            quote=_quote(sentence, place, times[place].clauses),
        )


def _part_behind(tokens: Sequence[Token], end: int) -> frozenset[str]:
    return frozenset({PART_BEHIND} if end < len(tokens) and match_at(tokens, end, "clauses", PART_BEHIND) else ())


def _gap(sentence: Sentence, place: int) -> tuple[int, int]:
    """From the end of the sum before (or the start of the sentence) to this sum."""
    return (sentence.sums[place - 1].end if place else 0), sentence.sums[place].first


def _is_part(sentence: Sentence, place: int, before: bool, time: Time) -> bool:
    """'heraf 0,5 mio. kr. til oplæring og 0,2 mio. kr. til kørsel': both are parts."""
    start, first = _gap(sentence, place)
    tokens = sentence.tokens
    if _leads_whole(sentence, place):
        return False
    if place and _leads_whole(sentence, place - 1) and not any(sentence.opens[start:first]):
        return True
    for index, end in find_all(tokens, "clauses", "part_of", max(start, first - 6), first):
        if tokens[end].text in ("følger", "fremgår", "kommer") and tokens[end + 1].text not in ("de", "den"):
            continue  # 'og heraf følger en mindreudgift på …'
        if index == 0 or tokens[index - 1].text in (",", "(", "og", ";", "-", "–", ":"):
            return True
    opened = [tokens[index].text for index in range(start, first) if sentence.opens[index]]
    relative = opened[:1] in (["der"], ["som"]) and opened[1:] == [
        "og"
    ]  # '1 mio. kr. til vægge, der mærker fald, og 0,5 mio. kr. til kurser'
    joined = first - start < 12 and (not opened or relative) and tokens[first - 1].text in ("og", ",", "samt")
    return before and ((joined and time.years is None) or only_years_between(sentence, start, first))


def _leads_whole(sentence: Sentence, place: int) -> bool:
    """'Af puljen på 2 mio. kr. bruges 0,4 mio. kr.', 'Ud af de 2 mio. kr. går …': this sum is the whole, the next one its part."""
    first = sentence.sums[place].first
    words = [token.text for token in sentence.tokens[max(0, first - 4) : first]]
    words = words[:-1] if words[-1:] == ["på"] else words
    opens = first - len(words) <= 1 or "ud" in words
    return opens and words[-2:-1] == ["af"] and place + 1 < len(sentence.sums)


def _link(sentence: Sentence, place: int, before: str) -> str:
    """How the sum hangs on the one before it: 'stigende til' (and the sums listed after it), 'fordelt med', or not at all."""
    start, first = _gap(sentence, place)
    tokens = sentence.tokens
    if place == 0 or any(sentence.opens[index] and tokens[index].text == "mens" for index in range(start, first)):
        return ""  # 'udgiften er 1 mio. kr., mens bemandingen reduceres svarende til 0,5 mio. kr.'
    before_sum = [token.text for token in tokens[max(start, first - 3) : first]]
    leads_up = "til" in before_sum and before_sum[-1] != "med"  # not 'udgiften til administration falder med 0,9 mio. kr.'
    if "svarende" in before_sum:  # 'stigende til 2 pct. svarende til 5,4 mio. kr.', not 'bemandingen reduceres svarende til 0,5 mio. kr.'
        leads_up = [token.text for token in tokens[start:first]].count("til") > 1
    if _ends_ramp(tokens, start, first) or (leads_up and has_any(tokens, "clauses", RAMP, start, first)):
        return RAMP
    if before_sum == ["("] and start == first - 1:
        return SPLIT  # '900.000 kr. (300.000 kr. i hvert af årene 2026-2028)'
    if any(end >= first - 3 for _, end in find_all(tokens, "clauses", SPLIT, start, first)):
        return SPLIT
    previous = sentence.sums[place - 1]
    if before_sum[-1:] == ["til"] and previous.first and tokens[previous.first - 1].text == "fra":
        return RAMP  # 'fra 2 mio. kr. i 2026 til 4 mio. kr. i 2029'
    return before if before and only_years_between(sentence, start, first) else ""


def _goes_on_in_row(sentence: Sentence, place: int, times: Sequence[Time]) -> bool:
    """'Beløb i 1.000 kr.: 2026: 200; 2027: 450': a table row written as a line, each bare figure behind its year."""
    if place == 0 or not all(HEADED in one.flags for one in sentence.sums[place - 1 : place + 1]):
        return False
    led = all(
        time.years is not None and 0 <= time.years.first < one.first
        for one, time in zip(sentence.sums[place - 1 : place + 1], times[place - 1 : place + 1], strict=True)
    )
    start, first = _gap(sentence, place)
    marks = {index for index in range(start, first) if sentence.tokens[index].kind == MARK}
    covered = {index for clause in sentence.clauses for index in range(clause.first, clause.end)} | marks
    return led and all(index in covered or sentence.tokens[index].text in ("og", "samt") for index in range(start, first))


def _ends_ramp(tokens: Sequence[Token], start: int, first: int) -> bool:
    """'begynder med 0,5 mio. kr. i 2026 og ender på 2,0 mio. kr. i 2029'"""
    return any(index + match_at(tokens, index, "clauses", "ramp_ends") == first for index in range(max(start, first - 3), first))


def _qualifier(sentence: Sentence, first: int) -> str:
    """'about', 'up_to', 'at_least' or '' for the word right before the sum: 'ca.', 'op til', 'mindst'."""
    for name in ("about", "up_to", "at_least"):
        if any(index + match_at(sentence.tokens, index, "qualifiers", name) == first for index in range(max(0, first - 3), first)):
            return name
    return ""


def _quote(sentence: Sentence, place: int, clauses: Sequence[Clause]) -> tuple[int, int]:
    one = sentence.sums[place]
    first = min([one.first - is_signed(sentence.tokens, one.first), *(clause.first for clause in clauses)])
    end = max([one.end, *(clause.end for clause in clauses)])
    words = [token.text for token in sentence.tokens[first : end + 1]]
    if words[-1] == ")" and "(" in words:
        end += 1
    return sentence.tokens[first].start, sentence.tokens[min(end, len(sentence.tokens)) - 1].end
