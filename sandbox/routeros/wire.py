"""Words and sentences as bytes: length prefixes, an incremental reader, a writer."""

from __future__ import annotations

_SHORT = [bytes((n,)) for n in range(0x80)]

END = b"\x00"


class BrokenWire(Exception):
    """A control byte that the receiver cannot continue after, or more than it accepts."""


def length_prefix(length: int) -> bytes:
    """The length in one to five bytes, most significant first."""
    if length < 0x80:
        return _SHORT[length]
    if length < 0x4000:
        return (length | 0x8000).to_bytes(2, "big")
    if length < 0x200000:
        return (length | 0xC00000).to_bytes(3, "big")
    if length < 0x10000000:
        return (length | 0xE0000000).to_bytes(4, "big")
    return b"\xf0" + length.to_bytes(4, "big")


def word(text: str) -> bytes:
    """One word with its prefix; text read from undecodable bytes becomes those bytes again."""
    raw = text.encode("utf-8", "surrogateescape")
    size = len(raw)
    return (_SHORT[size] if size < 0x80 else length_prefix(size)) + raw


def sentence(*words: str) -> bytes:
    """The words and the zero-length word that ends them."""
    return b"".join([word(each) for each in words if each]) + END


def _prefix_size(first: int) -> int:
    if first < 0x80:
        return 1
    if first < 0xC0:
        return 2
    if first < 0xE0:
        return 3
    if first < 0xF0:
        return 4
    if first < 0xF8:
        return 5
    raise BrokenWire(f"reserved control byte {first:#x}")


_MASKS = {2: 0x3FFF, 3: 0x1FFFFF, 4: 0x0FFFFFFF}


class Reader:
    """Collects bytes in any fragmentation and gives out whole sentences.

    `limit` bounds the bytes of one sentence; a longer one is a BrokenWire.
    """

    def __init__(self, limit: int = 64 << 20) -> None:
        self.limit = limit
        self._buffer = bytearray()
        self._words: list[str] = []
        self._size = 0

    def feed(self, data: bytes) -> list[list[str]]:
        """The sentences that `data` completes; empty ones are left out. Raises BrokenWire."""
        buffer = self._buffer
        buffer += data
        sentences: list[list[str]] = []
        at, end = 0, len(buffer)
        while at < end:
            size = _prefix_size(buffer[at])
            if at + size > end:
                break
            length = buffer[at] if size == 1 else self._long(at, size)
            if self._size + length > self.limit:
                raise BrokenWire("sentence too long")
            stop = at + size + length
            if stop > end:
                break
            if length:
                raw = buffer[at + size : stop]
                self._words.append(raw.decode("utf-8", "surrogateescape"))
                self._size += length
            elif self._words:
                sentences.append(self._words)
                self._words, self._size = [], 0
            at = stop
        del buffer[:at]
        return sentences

    def _long(self, at: int, size: int) -> int:
        if size == 5:
            return int.from_bytes(self._buffer[at + 1 : at + 5], "big")
        return int.from_bytes(self._buffer[at : at + size], "big") & _MASKS[size]
