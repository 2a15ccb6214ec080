"""Go on where nobody reads what is printed any more: a closed pipe or a full log costs no night; refuses to know what is printed."""

import io
import sys
from typing import Any, TextIO


class Unheard(io.RawIOBase):
    """Writes where a stream does, and drops what comes after something could not be written; where the reason is harmless, nobody hears of it."""

    def __init__(self, stream: TextIO, harmless: type[OSError]) -> None:
        """Write where this stream does."""
        super().__init__()
        self._raw = getattr(stream.buffer, "raw", stream.buffer)  # of an unbuffered stream it is the buffer itself
        self._harmless = harmless
        self._is_lost = False

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def fileno(self) -> int:
        """Give the number of the stream."""
        return int(self._raw.fileno())

    def isatty(self) -> bool:
        """Tell whether a person reads along."""
        return bool(self._raw.isatty())

    def write(self, content: Any, /) -> int:
        """Write, or say that it was written."""
        try:
            return memoryview(content).nbytes if self._is_lost else int(self._raw.write(content) or 0)
        except OSError as wrong:
            self._is_lost = True
            if not isinstance(wrong, self._harmless):
                raise
            return memoryview(content).nbytes


def outlive_readers() -> None:
    """Let rows lose a reader who went away, and progress and errors any reader; rows that a full disk refuses are an error."""
    if sys.stdout is sys.__stdout__ and sys.stdout is not None:
        sys.stdout = _around(sys.stdout, BrokenPipeError)
    if sys.stderr is sys.__stderr__ and sys.stderr is not None:
        sys.stderr = _around(sys.stderr, OSError)


def _around(stream: TextIO, harmless: type[OSError]) -> TextIO:
    """Give a stream that writes where this one does."""
    return io.TextIOWrapper(io.BufferedWriter(Unheard(stream, harmless)), encoding=stream.encoding, errors=stream.errors, line_buffering=True)
