"""Find the pictures that the cells of files name, without parting them into cells; refuses to know what is in a picture."""

import posixpath
import re
from collections.abc import Iterable, Iterator

from tasks.shared_cover_names import cover_key
from tasks.shared_sniffing import Form, decode

EDGES_OF_CELLS = (b",", b";", b"\t", b"|", b'"', b"\n", b"\r")
EDGE_OF_A_CELL = re.compile(rb'[,;\t|"\r\n]')


class Pictures:
    """The names of all pictures of a source, and those that rows were seen to name."""

    def __init__(self, names: Iterable[str]) -> None:
        """Begin with none named."""
        self._names = frozenset(names)
        self.named: set[str] = set()
        self._suffixes = sorted({posixpath.splitext(name)[1].encode() for name in self._names})
        self._odd = [name for name in self._names if EDGE_OF_A_CELL.search(name.encode())]

    @property
    def is_complete(self) -> bool:
        """Say whether all are named."""
        return self.named == self._names

    def note(self, names: Iterable[str]) -> None:
        """Note pictures that a file is known to name."""
        self.named.update(names)

    def look_through(self, content: bytes, form: Form, file_name: str) -> tuple[str, ...] | None:
        """Note the pictures that a file names, and give them; None where nobody looks, since all are named."""
        if "album_image_url" not in form.columns:
            return ()
        if self.is_complete:
            return None
        text = content if form.encoding.startswith("utf-8") else decode(content, form.encoding).encode()
        told = (cover_key(file_name, path.decode("utf-8", "replace").strip()) for path in self._find_paths(text, form.delimiter.encode()))
        found = {*self._names.intersection(told), *(name for name in self._odd if posixpath.basename(name).encode() in text)}
        self.note(found)
        return tuple(sorted(found))

    def _find_paths(self, text: bytes, delimiter: bytes) -> Iterator[bytes]:
        """Give every distinct end of a cell that is spelt like the name of a picture."""
        for suffix in self._suffixes:
            ends = {piece[piece.rfind(delimiter) + 1 :] for piece in text.split(suffix)[:-1]}
            yield from {end[max(map(end.rfind, EDGES_OF_CELLS)) + 1 :] + suffix for end in ends}
