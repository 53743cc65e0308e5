"""What a child writes on its pipe: frames of one letter, a length and a body. JSON only: a child is not believed."""

import json
import struct
from typing import Any

PROGRESS, ANSWER, ERROR = b"P", b"A", b"E"
FIRST, PIECE = b"F", b"B"  # an answer that stands whatever follows, and what follows: a line of JSON, then bytes
KINDS = (PROGRESS, ANSWER, ERROR, FIRST, PIECE)
HEAD = struct.Struct(">cI")
LENGTH = struct.Struct(">I")  # before a request to the fork server


class GarbageError(Exception):
    """The child wrote something that is no frame, or too much of it."""


def pack(kind: bytes, body: bytes = b"") -> bytes:
    """One frame."""
    return HEAD.pack(kind, len(body)) + body


def encode_json(value: Any) -> bytes:
    """Compact UTF-8. Raises ValueError for NaN and infinity, TypeError for anything that is not JSON."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8", "replace")


def decode_json(body: bytes) -> dict[str, Any]:
    """The object in a frame. Raises GarbageError."""
    try:
        value = json.loads(body.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError, GarbageError) as error:
        raise GarbageError("no JSON") from error
    if not isinstance(value, dict):
        raise GarbageError("no JSON object")
    return value


def pack_piece(facts: Any, data: bytes) -> bytes:
    """A frame of something that follows an answer."""
    return pack(PIECE, encode_json(facts) + b"\n" + data)


def split_piece(body: bytes) -> tuple[dict[str, Any], bytes]:
    """The facts and the bytes of such a frame. Raises GarbageError."""
    facts, _, data = body.partition(b"\n")
    return decode_json(facts), data


def _refuse(word: str) -> None:
    raise GarbageError(word)


class FrameReader:
    """Collects bytes until frames are whole; gives up above `most` bytes in all."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._seen = 0
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[tuple[bytes, bytes]]:
        """The frames that are whole now. Raises GarbageError for floods and unknown kinds."""
        self._seen += len(data)
        if self._seen > self._most:
            raise GarbageError("too much output")
        self._buffer += data
        frames = []
        while len(self._buffer) >= HEAD.size:
            kind, length = HEAD.unpack_from(self._buffer)
            if kind not in KINDS or length > self._most:
                raise GarbageError("no frame")
            end = HEAD.size + length
            if len(self._buffer) < end:
                break
            frames.append((kind, bytes(self._buffer[HEAD.size : end])))
            del self._buffer[:end]
        return frames

    @property
    def is_between_frames(self) -> bool:
        """False when the output broke off in the middle."""
        return not self._buffer
