"""Where every page and figure stands inside reports/; refuses to know what is written on them."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Final, Protocol, TypeVar

from pydantic import StringConstraints


class OfACollection(Protocol):
    """Anything of one collection or person."""

    @property
    def kind(self) -> str:
        """Give its kind."""

    @property
    def key(self) -> str:
        """Give its key."""


HasPages = TypeVar("HasPages", bound=OfACollection)

ENTRANCE_PAGE = "README.md"
REJECTS_PAGE = "rejects.md"
ERRORS_PAGE = "errors.md"
CHANGES_PAGE = "changes.md"
COVERS_FOLDER = "images/covers"
LIBRARY = "library"
SCATTER_NAME = "clusters_scatter.png"
PAGES: Final = r"^(library|(playlist|artist|label|genre|producer)(:[^/\s]+)?)$"
PagesOf = Annotated[str, StringConstraints(pattern=PAGES)]


def overview_path(kind: str, key: str) -> str:
    """Give the path of a collection's overview; the library's is the entrance of the tree."""
    return ENTRANCE_PAGE if kind == LIBRARY else f"{kind}s/{key}/overview.md"


def clusters_path(kind: str, key: str) -> str:
    """Give the path of a collection's cluster page."""
    return "clusters.md" if kind == LIBRARY else f"{kind}s/{key}/clusters/overview.md"


def features_path(kind: str, key: str) -> str:
    """Give the path of a collection's page of track features."""
    return "track_features.md" if kind == LIBRARY else f"{kind}s/{key}/track_features.md"


def year_path(key: str, year: int) -> str:
    """Give the path of the page of one year of a playlist."""
    return f"playlists/{key}/{year}/overview.md"


def picture_path(kind: str, key: str, name: str) -> str:
    """Give the path of a picture of a collection or a producer; a name may have a folder in front."""
    folder = "overview" if kind == LIBRARY else f"{kind}s/{key}"
    return f"images/{folder}/{name}.png"


def figure_path(kind: str, key: str, name: str = SCATTER_NAME) -> str:
    """Give the path of a figure on a collection's cluster page."""
    folder = "overview" if kind == LIBRARY else f"{kind}s/{key}"
    return f"images/{folder}/clusters/{name}"


def way_up(page: str) -> str:
    """Give what leads from a page's folder to the root of the tree: "" or "../" as often as needed."""
    return "../" * page.count("/")


def artifact_table(path: str) -> str:
    """Give the kind of artifact that a file of the tree is kept as."""
    if path.endswith(".md"):
        return "pages"
    return "covers" if path.startswith(f"{COVERS_FOLDER}/") else "figures"


def is_chosen(path: str, only: Sequence[str]) -> bool:
    """Say whether a file belongs to the pages that were asked for, each KIND or KIND:KEY; none asked for means all."""
    return not only or any(path.startswith(_folders(wanted)) or (wanted == LIBRARY and "/" not in path) for wanted in only)


def find_unmatched(paths: Iterable[str], only: Sequence[str]) -> tuple[str, ...]:
    """Give what was asked for, each KIND or KIND:KEY, that no file belongs to."""
    files = tuple(paths)
    return tuple(wanted for wanted in only if not any(is_chosen(path, (wanted,)) for path in files))


def choose(things: Iterable[HasPages], only: Sequence[str]) -> list[HasPages]:
    """Give the collections, clusterings or sheets whose pages were asked for."""
    return [thing for thing in things if is_chosen(overview_path(thing.kind, thing.key), only)]


def _folders(wanted: str) -> tuple[str, ...]:
    """Give the folders of the pages and pictures of one kind or one collection."""
    kind, _, key = wanted.partition(":")
    if kind == LIBRARY:
        return ("images/overview/",)
    return (f"{kind}s/{key}/", f"images/{kind}s/{key}/") if key else (f"{kind}s/", f"images/{kind}s/")
