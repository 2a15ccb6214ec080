"""Give the names of files as text that can be written anywhere, and of the folders that they tell of; refuses to touch either."""

from collections.abc import Iterable


def clean_name(name: str) -> str:
    """Give a name whose bytes that are no UTF-8 are marked."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def folders_of(paths: Iterable[str]) -> frozenset[str]:
    """Give every folder in which files lie, at any depth below the one that holds all."""
    own = {path.rpartition("/")[0] for path in paths}
    ends = ((folder, (*(end for end, letter in enumerate(folder) if letter == "/"), len(folder))) for folder in own)
    return frozenset(folder[:end] for folder, known in ends for end in known) - {""}
