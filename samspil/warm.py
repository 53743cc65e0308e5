"""Imported by the fork server only: loads and works out once what every child needs, so that a child costs milliseconds."""

import contextlib

from samspil.tasks import read_file

# A small agreement with something of everything: reading it fills the caches of patterns and words.
_TEXT = """Budgetaftale 2026 for Eksempel Kommune

Der afsættes 2,5 mio. kr. årligt i 2026-2028 til velfærdsteknologi, heraf 500.000 kr. til oplæring. Driften af vejene sendes i udbud, og der
indregnes en besparelse på 1 mio. kr. fra 2027 og frem. Puljen videreføres med 300 t.kr. i 2026 stigende til 400 t.kr. i overslagsårene.

Beløb i 1.000 kr.

| Ændring | 2026 | 2027 | 2028 | 2029 |
| Pulje til velfærdsteknologi | 2.500 | 2.500 | 2.500 | 0 |
| Udbud af veje | 0 | -1.000 | -1.000 | -1.000 |
"""

with contextlib.suppress(Exception):  # whatever is wrong is met by the first child, and said once by the parent (`reading.check_model`)
    read_file(_TEXT.encode("utf-8"), {"name": "warm.txt", "budget_year": 2026, "second": True}, lambda _step: None)
