"""What a table says of its signs: 'minus er besparelse' is the usual, 'et plus forbedrer kassen' and 'udgifter i parentes' are the other way round."""

import re
from collections.abc import Sequence

_LONGEST = 70  # letters of a clause that explains a sign; longer ones are running text ('driften endte i minus, fordi udgifterne …')

_GAIN = (
    r"udgift\w*,?(?: der)? (?:forsvinder|bortfalder|falder|sænkes|mindskes|reduceres|spares|går ned|bliver mindre|bliver lavere)"
    r"|besparelse|mindreudgift|mindreforbrug|(?:mindre|færre|lavere)\s+(?:udgift|forbrug)|gevinst|effektivisering"
    r"|reduktion|forbedr|lettelse|\blette[rs]\b|styrker|\bgiver\b|\bindtægt|penge (?:til|i) k|\bsparer|\bspares|bruger (?:mindre|færre)|\bgavn|aflast|billigere"
)
_COST = r"merudgift|merforbrug|dyrere|\bkoster|belast|forværr|udvidelse|bruger mere|\budgift"
_PLUS = r"uden (?:fortegn|minus)|\bplus\b|(?<!\w)\+|\bpositive?t?\b"
# A lone stroke is a minus where an explanation begins or '=' follows; in 'Drift – nye udgifter' it is a dash
_MINUS = r"\bminus|\bnegativ|\bparentes|(?:^\s*|(?<=\()|(?<=:\s))[-–−](?=[\s)=])|(?<=\s)[-–−](?=\s?=)"
_SIGNS = re.compile(rf"(?i)(?P<gain>{_GAIN})|(?P<cost>{_COST})|(?P<plus>{_PLUS})|(?P<minus>{_MINUS})")
_CLAUSE = re.compile(r"[^.,;]+(?:, (?:der|at)\b[^.,;]*)*")
_AND = re.compile(r"(?i)\s+og\s+|/")
# 'Tabellen viser besparelser': then figures without a sign are savings, unless a minus is explained
_SAVING_TITLE = re.compile(
    r"(?i)\b(?:beløb\w*|tal\w*|tabel\w*)[^.]{0,40}\b(?:viser|er|angiver)\s+(?:besparelse|mindreudgift|gevinst|effektivisering)"
)
# 'Besparelser i alt, 1.000 kr.' above a table: whatever the sign, its figures are savings
_NOUN = r"(?:besparelse|effektivisering|mindreudgift|gevinst|(?:budget)?reduktion|(?:spare|besparelses|råderums|effektiviserings|reduktions)forslag|sparekatalog)(?:e?rn?e?|et)?\b"
_OF_SAVINGS = re.compile(
    rf"(?i)^(?:(?:tabel|bilag|afsnit|kapitel|del)\s(?:\d+|[a-zæøå])\s?[.:–-]?\s*|\d{{1,2}}(?:\.\d{{1,2}})*[.:)]?\s+)?(?:drift\w*\s?[.:,–-]\s*)?(?:oversigt over|forslag til|(?:de )?(?:samlede|vedtagne|aftalte|foreslåede)|årets)?\s*{_NOUN}"
    rf"(?:\sog\s{_NOUN})?(?:\s(?:i alt|i|på|for|under|20\d\d)\b[^.;:(]{{0,40}})?\s?(?:$|[,.:;(–-])"
    rf"|^(?:beløb|alle beløb|tal) i [\d\w. ]{{2,12}} ?\({_NOUN}\)$|^(?:det|hvad|hvor) (?:vi|der) spare[rs](?: på)?$|^(?:her|sådan) (?:sparer vi|spares der)$"
)
# 'Hvad vi bruger mere på', 'Listen viser, hvad vi bruger ekstra': figures without a sign are spent, whatever is said of another table
_OF_SPENDING = re.compile(
    r"(?i)(?:^|\b(?:viser|er|over),? )(?:det|hvad) (?:vi|der) bruge[rs] (?:mere|ekstra|flere penge)(?: på)?\s?(?:$|[.:])"
)
_SPENDING_TOO = re.compile(r"(?i)udgift|udvidelse|investering|tilført|anlæg|\bplus\b|\+")
SAVINGS_ONLY = 0  # the sign of a table that holds nothing but savings
_MINUS_NAMED = re.compile(r"(?i)\bminus|\bnegativ|\bparentes|\bfortegn|(?:^|[\s(])[-–−]\s*(?:=|er\b|angiver)")


def find_sign(texts: Sequence[str]) -> int:
    """1 when minus is a saving (the usual, also when unsaid), -1 when the table says that plus is ('positive tal er besparelser'),
    0 (`SAVINGS_ONLY`) when its title says that it holds savings ('Besparelser i alt, 1.000 kr.').

    `texts`: the one that counts most first; the first that explains a sign holds.
    """
    for text in texts:
        votes = [_vote(part) for clause in _CLAUSE.findall(text) if len(clause) <= _LONGEST for part in _AND.split(clause)]
        if any(votes):
            return 1 if sum(votes) >= 0 else -1
        if _SAVING_TITLE.search(text) and not _MINUS_NAMED.search(text):
            return -1
        if _OF_SPENDING.search(text.strip(" *#")):
            return 1
        if len(text) <= 2 * _LONGEST and is_of_savings(text.strip(" *#")):
            return SAVINGS_ONLY
    return 1


def is_of_savings(title: str) -> bool:
    """Whether a title says that savings stand below: 'Besparelser i alt, 1.000 kr.'; not 'Besparelser (minus) og udvidelser (plus)'."""
    match = _OF_SAVINGS.search(title)
    return match is not None and not _SPENDING_TOO.search(re.sub(r"(?i)mindreudgift", "", title))


def _vote(clause: str) -> int:
    """1 for 'minus er besparelse' and 'plus er udgift', -1 for the other way round, 0 for what explains no sign."""
    kinds = {match.lastgroup for match in _SIGNS.finditer(clause)}
    if len(kinds) != 2 or kinds in ({"gain", "cost"}, {"plus", "minus"}):
        return 0
    return 1 if kinds in ({"minus", "gain"}, {"plus", "cost"}) else -1
