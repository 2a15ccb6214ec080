"""Where every page and figure stands inside reports/; refuses to know what is written on them."""

from collections.abc import Mapping, Sequence

from storage.schemas import Artifact

ENTRANCE_PAGE = "README.md"
REJECTS_PAGE = "rejects.md"
COVERS_FOLDER = "images/covers"
LIBRARY = "library"
SCATTER_NAME = "clusters_scatter.png"


def overview_path(kind: str, key: str) -> str:
    """Give the path of a collection's overview; the library's is the entrance of the tree."""
    return ENTRANCE_PAGE if kind == LIBRARY else f"{kind}s/{key}/overview.md"


def clusters_path(kind: str, key: str) -> str:
    """Give the path of a collection's cluster page."""
    return "clusters.md" if kind == LIBRARY else f"{kind}s/{key}/clusters/overview.md"


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
    """Say whether a file belongs to the pages that were asked for, each KIND or KIND:KEY."""
    for wanted in only:
        kind, _, key = wanted.partition(":")
        folders = [f"{kind}s/{key}/" if key else f"{kind}s/", f"images/{kind}s/{key}/" if key else f"images/{kind}s/"]
        if path.startswith(tuple(folders)):
            return True
    return False


def chosen_files(files: Mapping[str, Artifact], published: Mapping[str, str], only: Sequence[str]) -> dict[str, Artifact]:
    """Give tonight's files; where only some pages are asked for, all others stay as they were published."""
    if not only:
        return dict(files)
    kept = {path: Artifact(table=artifact_table(path), digest=digest) for path, digest in published.items()}
    return {**files, **kept, **{path: ticket for path, ticket in files.items() if is_chosen(path, only)}}
