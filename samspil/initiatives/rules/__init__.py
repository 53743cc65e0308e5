"""The second, independent reading: vocabulary and pattern rules, no trained weights (docs/second-reading.md).

`rulebook` (data to rules) -> `lexicon` (words to concepts) -> `decide` (which passages a rule holds for) -> `gather` (passages of one
initiative) -> `rows` (table rows) -> `stage` -> `reader`. The rules themselves stand in `vocabulary/rules/*.toml`.
"""

from samspil.initiatives.rules.reader import RuleReader
from samspil.initiatives.rules.rulebook import Rulebook, read_rulebook

__all__ = ["RuleReader", "Rulebook", "read_rulebook"]
