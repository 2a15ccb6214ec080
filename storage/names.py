"""Give the names of files as text that can be written anywhere; refuses to touch the files."""


def clean_name(name: str) -> str:
    """Give a name whose bytes that are no UTF-8 are marked."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
