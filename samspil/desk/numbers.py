"""Sums as people type them: '1.200.000', '1,2 mio. kr.', '363 t.kr.'."""

import re

from samspil.desk.fields import FieldError
from samspil.vocabulary.texts import say

_UNITS = {"": 1, "t": 10**3, "tkr": 10**3, "mio": 10**6, "mia": 10**9}
_SUM = re.compile(
    r"([+\-\u2212]?)\s*([0-9]{1,3}(?:[.\s\u00a0][0-9]{3})+|[0-9]+)(?:,([0-9]{1,9}))?\s*(t|tkr|mio|mia)?\.?\s*(?:kr\.?|kroner)?",
    re.IGNORECASE,
)


def parse_kroner(words: str, field: str) -> int | None:
    """Whole kroner; None for nothing. Raises FieldError for anything that is no sum, or no whole number of kroner."""
    plain = words.strip()
    if not plain:
        return None
    match = _SUM.fullmatch(plain)
    if not match:
        raise FieldError(field, say("desk_rows.not_kroner"), remedy=say("desk_rows.not_kroner_remedy"))
    sign, whole, decimals, unit = match.groups()
    factor, digits = _UNITS[(unit or "").lower()], decimals or ""
    scaled = int(re.sub(r"\D", "", whole) + digits) * factor
    kroner: int
    kroner, rest = divmod(scaled, 10 ** len(digits))
    if rest:
        raise FieldError(field, say("desk_rows.not_kroner"), remedy=say("desk_rows.not_kroner_remedy"))
    return -kroner if sign in ("-", "\u2212") else kroner
