"""A ZIP file looked over before anything is unpacked: bombs, overlapping members and names that try to leave the folder."""

import io
import re
import stat
import struct
import zipfile

from samspil.documents import limits
from samspil.documents.limits import rejection
from samspil.errors import DAMAGED_ZIP

_END_RECORD = b"PK\x05\x06"
_END_RECORD_BYTES = 22
_LONGEST_COMMENT = 65_535
_LOCAL_HEADER_BYTES = 30
_UNSAFE_NAME = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|\x00")


class Archive:
    """A checked ZIP file in memory; `names` in the order of its directory. Nothing is ever written to disk."""

    def __init__(self, data: bytes) -> None:
        """Open and check. Raises RejectedError for bombs, unsafe or damaged archives."""
        if count_members(data) > limits.MAX_ZIP_MEMBERS:
            raise rejection("zip_bomb")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGED_ZIP as error:
            raise rejection("damaged") from error
        self._members = self._zip.infolist()
        check_members(self._members)
        check_overlap(self._members, data)
        self.names = tuple(member.filename for member in self._members)

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        """One member, unpacked. Raises RejectedError when it is damaged; KeyError when it is not there."""
        try:
            return self._zip.read(name)
        except DAMAGED_ZIP as error:
            raise rejection("damaged") from error


def find_end_record(data: bytes) -> int:
    """Where the ZIP's end record stands if the file ends with one, else -1."""
    start = max(0, len(data) - _END_RECORD_BYTES - _LONGEST_COMMENT)
    position = data.rfind(_END_RECORD, start)
    while position >= 0:
        if position + _END_RECORD_BYTES <= len(data):
            (comment,) = struct.unpack_from("<H", data, position + 20)
            if position + _END_RECORD_BYTES + comment == len(data):
                return position
        position = data.rfind(_END_RECORD, start, position)
    return -1


def count_members(data: bytes) -> int:
    """Members by the end record and by the directory's size, the larger of the two: asked before the directory is read."""
    position = data.rfind(_END_RECORD)
    if position < 0 or position + _END_RECORD_BYTES > len(data):
        return 0
    total, directory_bytes = struct.unpack_from("<HI", data, position + 10)
    return max(int(total), data.count(b"PK\x01\x02", max(0, position - int(directory_bytes)), position))


def check_members(members: list[zipfile.ZipInfo]) -> None:
    """Refuse by what the directory says of itself. Raises RejectedError."""
    if len(members) > limits.MAX_ZIP_MEMBERS or sum(member.file_size for member in members) > limits.MAX_ZIP_BYTES:
        raise rejection("zip_bomb")
    if len({member.filename for member in members}) != len(members):
        raise rejection("zip_unsafe")
    for member in members:
        if _UNSAFE_NAME.search(member.orig_filename) or stat.S_ISLNK(member.external_attr >> 16):
            raise rejection("zip_unsafe")
        if member.file_size > limits.ZIP_RATIO_FROM_BYTES and member.file_size > limits.MAX_ZIP_RATIO * max(1, member.compress_size):
            raise rejection("zip_bomb")


def check_overlap(members: list[zipfile.ZipInfo], data: bytes) -> None:
    """Refuse members that share bytes: the trick behind small archives that unpack without end. Raises RejectedError."""
    end_before = 0
    for member in sorted(members, key=lambda each: each.header_offset):
        start = member.header_offset
        if start < end_before:
            raise rejection("zip_bomb")
        if start + _LOCAL_HEADER_BYTES > len(data):
            raise rejection("damaged")
        name_bytes, extra_bytes = struct.unpack_from("<HH", data, start + 26)
        end_before = start + _LOCAL_HEADER_BYTES + name_bytes + extra_bytes + member.compress_size
