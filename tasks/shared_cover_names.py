"""Say by which name a row's relative path means a cover; refuses to know where covers lie."""

import posixpath


def cover_key(file_name: str, path: str) -> str:
    """Give the name inside the source of a cover that a row of a file names by a path relative to that file."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(file_name), path.replace("\\", "/")))
