"""A case of make or buy from the file handed in: TOML here, a workbook in a child that can be killed."""

from pathlib import Path

from samspil.engines.pool import run_all
from samspil.jobs import CASE_SHEET, make_job
from samspil.purchasing.make_or_buy.errors import complain
from samspil.purchasing.make_or_buy.model import Case
from samspil.purchasing.make_or_buy.reading import parse_case, read_case
from samspil.purchasing.make_or_buy.template import EXAMPLE, read_example
from samspil.vocabulary.system import read_small

MOST_BYTES = 5_000_000
SUFFIXES = (".xlsx", ".xlsm")


def open_case(given: str | Path) -> Case:
    """The case of a file, or the example that ships ('eksempel'). Raises MakeError."""
    if str(given) == EXAMPLE:
        return read_example()
    file = Path(given)
    return read_sheet(read_small(file, MOST_BYTES, complain), str(file)) if file.suffix.lower() in SUFFIXES else read_case(file)


def read_sheet(data: bytes, file: str) -> Case:
    """The case of a workbook's bytes. Raises MakeError."""
    _key, answer = next(iter(run_all([make_job(file, CASE_SHEET, data, {"name": file})], 1)))
    if answer.answer is None:
        raise complain("bad_sheet", file, detail=answer.failure)
    if "error" in answer.answer:
        kind, place, values = answer.answer["error"]
        raise complain(str(kind), f"{file} {place}".strip(), **{str(name): str(value) for name, value in values.items()})
    return parse_case(answer.answer["data"], file)
