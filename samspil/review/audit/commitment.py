"""How far a sentence commits itself, by its own words: what the checks compare (docs/codebook.md, 'Stage').

Only what is said in so many words counts: 'vil bygge' is neither a wish nor a decision, and says nothing here. A decision that is a decision to examine
('har besluttet at undersøge') is an examination.
"""

import functools
import re

CONSIDERED, PLANNED, DECIDED, UNDERWAY, STOPPED = "considered", "planned", "decided", "underway", "stopped"
FIRM = (DECIDED, UNDERWAY)
LOOSE = (CONSIDERED, PLANNED)

_CUES = {
    STOPPED: r"opgive[rst]?|opgivet|i bero|skrinl[aæ]\w+|dropp\w+|annuller\w+|udgår|aflys\w+|taget af bordet|ikke videre med|afvist|fravalgt",
    CONSIDERED: (
        r"undersøg\w*|analys\w+(?! (?:viste|viser|peger))|afdæk\w*|kortlæg\w*|belyse\w*|belyst|vurdere[rs]?(?! (?:til|at))|drøfte[rs]?|drøftelse\w*|overvej\w*|åbne? (?:for|over for)|afsøg\w*|se (?:nærmere )?på"
        r"|ser (?:nærmere )?på|kigge\w? på|afklar\w*|udforsk\w*|muligheder?(?:ne|n)? (?:for|i)|forundersøgelse\w*|tage stilling til|regne på|evaluer\w+|sonder\w+"
    ),
    PLANNED: (
        r"ønske[rst]?|til hensigt|hensigts\w+|hensigten|planlægge[rs]?|planlagt|ambition\w*|arbejde[rs]? (?:for|hen imod|henimod|på at)|vil gerne|gerne vil|sigter mod|sigte mod"
        r"|på sigt|håber?|lægger op til|agter|målsætning\w*|forventer at (?:kunne )?(?:sende|udbyde|bygge|opføre)|har planer om|satser på"
    ),
    UNDERWAY: (
        r"(?:fortsætter|fortsættes|viderefører|videreføres|videreført|vil (?:videreføre|fortsætte)|er i gang|er under opførelse|udrulles|er begyndt|er påbegyndt|forlænge[rs]|forlænget"
        r"|har gennemført|er gennemført|er åbnet|åbnede|er taget i brug|er indført|har indført)"
    ),
    DECIDED: (
        r"besluttet|beslutter|vedtaget|vedtager|vedtog|besluttede|(?:er )?enige? om|enes om|afsætte[rs]?|afsat|bevilge[rst]?|bevilget|indregne[rst]?|indregnet|indarbejde[rst]?"
        r"|budgettere[rst]?|budgetteret|sende[rs] (?:[\w-]+ ){0,8}i (?:udbud|licitation)|udbyder|udbydes|investere[rst]|indføre[rs]|etablere[rs]|opretter|oprettes|aftalt|reserveret|reservere[rs]|anskaffe[rs]"
        r"|indgår aftale|har indgået|overdrager|overdrages|udliciterer|udliciteres|stille[rs] (?:[\w-]+ ){0,4}krav|hjemtager|hjemtages|lægge[rs] (?:[\w-]+ ){0,6}ud til|opføre[rs]|bygge[rs]"
        r"|købe[rs]|genudbyde[rs]|konkurrenceudsætte[rs]|hæve[rs] til|sætter [^.;]{0,40}af|opsige[rs]|er (?:vedtaget|aftalt)"
    ),
}
_FOUND = {level: re.compile(rf"\b(?:{cues})(?=\W|$)", re.IGNORECASE) for level, cues in _CUES.items()}
_JOINT = re.compile(r"[;:]\s|,\s(?:og|men)\s|\s(?:og|men)\s(?=(?:der|det|kommunen|parterne|partierne|byrådet|forligskredsen)\b)")
_REACH = 60
_NOT = re.compile(r"\b(?:ikke|ingen)\b[^.;,]{0,25}$", re.IGNORECASE)
_CONDITIONAL = re.compile(
    r"\b(?:hvis|såfremt|forudsat|kan|kunne|så|med henblik på|for at|der vil kunne|skal kunne)\b[^.;]{0,80}$", re.IGNORECASE
)


@functools.lru_cache(maxsize=8192)
def level_of(text: str) -> str:
    """The level a sentence states in so many words: 'considered', 'planned', 'decided', 'underway', 'stopped'; '' when it states none, or several."""
    levels = {level for part in _JOINT.split(text) if (level := _level_of_clause(part))}
    if len(levels) == 1:
        return levels.pop()
    return PLANNED if levels == {PLANNED, CONSIDERED} else DECIDED if levels == set(FIRM) else ""


def _level_of_clause(text: str) -> str:
    """Of a main clause with what hangs on it: its first weak word holds what follows ('ønsker, at en fond bygger'); a decision before it may be about it."""
    if _FOUND[STOPPED].search(text):
        return STOPPED
    weak = {level: match for level in LOOSE if (match := _FOUND[level].search(text))}
    first = min(weak.values(), key=lambda match: match.start(), default=None)
    firm = [
        (level, match)
        for level in FIRM
        for match in _FOUND[level].finditer(text)
        if not _is_held_back(text, match) and not (first and (first.start() < match.start() or _governs(text, match, first)))
    ]
    if weak:
        return "" if firm else CONSIDERED if CONSIDERED in weak else PLANNED
    levels = {level for level, _match in firm}
    return DECIDED if DECIDED in levels else UNDERWAY if levels else ""


def _is_held_back(text: str, match: "re.Match[str]") -> bool:
    """'skal analyseres, så det kan sendes i udbud': what may follow is not decided."""
    return bool(
        _CONDITIONAL.search(text, max(0, match.start() - _REACH), match.start())
        or _NOT.search(text, max(0, match.start() - 30), match.start())
    )


def _governs(text: str, decision: "re.Match[str]", weaker: "re.Match[str]") -> bool:
    """'har besluttet at undersøge', 'har vedtaget en hensigtserklæring', 'afsætter 1 mio. kr. til at afdække': the decision is about the weaker word."""
    return decision.end() <= weaker.start() <= decision.end() + _REACH and not re.search(
        r";\s|,\s(?:og|men)\s", text[decision.end() : weaker.start()]
    )
