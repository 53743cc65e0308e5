"""Archives spoilt in many places, packed in each way that Python unpacks: refused as damaged, or read; never an error of another kind."""

import io
import random
import zipfile

import pytest

from samspil.documents.archive import Archive
from samspil.errors import RejectedError
from samspil.purchasing.intake.grid import UnreadableError
from samspil.purchasing.intake.xlsx import read_xlsx
from samspil.values import codes

METHODS = {"stored": zipfile.ZIP_STORED, "deflated": zipfile.ZIP_DEFLATED, "bzip2": zipfile.ZIP_BZIP2, "lzma": zipfile.ZIP_LZMA}
PART = "xl/workbook.xml"
all_methods = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)


def pack(method: int) -> bytes:
    """A workbook's first part and a name with a letter beyond ASCII."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        archive.writestr(PART, b"<workbook>" + bytes(range(1, 200)) * 20)
        archive.writestr("ærø.txt", b"hej " * 50)
    return target.getvalue()


def spoil_stream(data: bytes) -> bytes:
    """Other bytes in the midst of the first member's packed stream."""
    first = data.index(PART.encode()) + len(PART)
    return data[: first + 12] + bytes(byte ^ 0x5A for byte in data[first + 12 : first + 60]) + data[first + 60 :]


@all_methods
def test_a_spoilt_stream_is_damage(method: int) -> None:
    data = spoil_stream(pack(method))
    with pytest.raises(RejectedError) as refusal:
        Archive(data).read(PART)
    assert refusal.value.verdict == codes.REJECTED


@all_methods
def test_a_workbook_with_a_spoilt_stream_is_broken(method: int) -> None:
    with pytest.raises(UnreadableError) as error:
        read_xlsx(spoil_stream(pack(method)), "indkoeb.xlsx")
    assert error.value.key == "broken_workbook"


@all_methods
def test_whatever_is_spoilt_is_refused_or_read(method: int) -> None:
    chance, whole = random.Random(method), pack(method)  # noqa: S311 - no secret
    refused = 0
    for _ in range(600):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 1, 3))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            archive = Archive(bytes(data))
            for name in archive.names:
                archive.read(name)
        except RejectedError:
            refused += 1
    assert refused > 100
