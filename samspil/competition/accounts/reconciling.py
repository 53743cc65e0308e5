"""Do the municipalities add up to the country? Where a file holds both, a slip anywhere shows as a difference larger than rounding."""

from collections.abc import Mapping, Sequence

from samspil.competition.accounts.choosing import Chosen, Note, plain_function
from samspil.statbank.areas import MUNICIPALITY, level_of_area
from samspil.statbank.bulk import Bulk
from samspil.statbank.bulk_lines import quote, text
from samspil.statbank.words import AREA
from samspil.vocabulary.municipalities import read_municipalities

_COUNTRY = "000"
_ROUNDING = "0.5"  # of each figure: the bank rounds to whole thousands


def compare_with_country(bulk: Bulk, chosen: Chosen, kroner: int) -> list[Note]:
    """A note when functions differ: how many, and the one that differs most, in kroner; [] when they agree, or there is nothing to compare with."""
    area = next(dimension for dimension in bulk.dimensions if dimension.code == AREA)
    municipalities = [code for code in chosen.kept[AREA] if level_of_area(code) == MUNICIPALITY]
    if _COUNTRY not in area.codes or len(municipalities) < len(read_municipalities()):
        return []
    others = {name: codes for name, codes in chosen.kept.items() if name != AREA}
    is_country = f"{quote(AREA)} = {text(_COUNTRY)}"
    ours, theirs = f"sum(value) FILTER (NOT {is_country})", f"sum(value) FILTER ({is_country})"
    function, year = quote(chosen.columns["function"]), quote(chosen.columns["year"])
    areas = ", ".join(text(code) for code in (_COUNTRY, *municipalities))
    asked = (
        f"SELECT CAST({function} AS VARCHAR), CAST({year} AS VARCHAR), coalesce(ours, 0) * {kroner}, theirs * {kroner}, count(*) OVER () FROM ("  # noqa: S608
        f"SELECT {function}, {year}, {ours} AS ours, {theirs} AS theirs, count(*) * {_ROUNDING} AS rounding, count(*) - count(value) AS missing"
        f" FROM cells WHERE {quote(AREA)} IN ({areas}){_where(others)} GROUP BY ALL)"
        " WHERE theirs IS NOT NULL AND missing = 0 AND abs(coalesce(ours, 0) - theirs) > rounding ORDER BY abs(coalesce(ours, 0) - theirs) DESC, 1, 2 LIMIT 1"
    )
    found = bulk.connection.execute(asked).fetchone()
    if not found:
        return []
    code, when, one, other, count = found
    values: Mapping[str, str] = {
        "function": plain_function(str(code)),
        "year": str(when),
        "ours": f"{one:.0f}",
        "theirs": f"{other:.0f}",
        "count": str(count),
    }
    return [("country_differs", values)]


def _where(kept: Mapping[str, Sequence[str]]) -> str:
    return "".join(f" AND {quote(name)} IN ({', '.join(text(code) for code in codes)})" for name, codes in kept.items())
