"""Which cells of the accounts count: a definition as a rule for one cell, by its codes."""

from samspil.competition.indicators.codes import known_codes
from samspil.values.competition import Correction, Definition, full_code

OUT, BASE, BOUGHT = "out", "base", "bought"
_ANY = "*"
NOT_TOLD = ("", "0")  # ownerships that do not say to whom was paid


def main_art(art: str) -> str:
    """'S1' -> '1': the bank writes a main art that has no arts below it (wages in the accounts) as its sum alone."""
    return art[1:] if art[:1] == "S" and art[1:].isdigit() else art


def count_of(definition: Definition, function: str, dranst: str, owner: str, art: str) -> str:
    """How a cell counts: 'out', 'base' or 'bought' (which is in the base too). Codes as the bank has them."""
    full, art = full_code(function), main_art(art)
    if dranst != definition.dranst or full[:1] not in definition.main_accounts:
        return OUT
    if full.startswith(definition.functions_out) or owner in definition.owners_out:
        return OUT
    for correction in reversed(definition.corrections):
        if _fits(correction, full, owner, art):
            return correction.count
    if any(art.startswith(begin) and who in (_ANY, owner) for begin, who in definition.numerator):
        return BOUGHT
    return BASE if art.startswith(definition.base_arts) else OUT


def _fits(one: Correction, full: str, owner: str, art: str) -> bool:
    fits_function = not one.functions or full.startswith(one.functions)
    return fits_function and (not one.arts or art.startswith(one.arts)) and (not one.owners or owner in one.owners)


def is_unplaced(definition: Definition, owner: str, art: str) -> bool:
    """Whether a cell of the base would be bought if its ownership were told: the accounts do not say to whom was paid."""
    return owner in NOT_TOLD and any(main_art(art).startswith(begin) and who != _ANY for begin, who in definition.numerator)


def is_strange(art: str) -> bool:
    """Whether an art is none that definitions may name."""
    return not main_art(art).startswith(tuple(known_codes().arts))
