"""Trees in which pages failed or were not wanted: what stands in leads nowhere that is not there, and all that stays can be reached."""

from pathlib import Path

import pytest
from markdown_tree import complaints

from storage import artifacts, publication
from storage.failures import Failure
from storage.schemas import Artifact
from tasks.report.mend import mend
from tasks.shared_paths import artifact_table

IU, GONE, NEW = "artists/iu/overview.md", "artists/gone/overview.md", "artists/iu/2026/overview.md"
SCATTER = "images/artists/iu/producers.png"
LAST_NIGHT = {
    "README.md": f"# Home\n\n[IU]({IU}) [gone]({GONE}) [errors](errors.md)\n",
    "errors.md": "# Errors\n\nnone\n",
    IU: "# IU\n\n[A \\[b\\]](../gone/overview.md) \\[c](../no)\n"
    '<img src="../../images/covers/a.jpg" width="50">\n'
    "\n![p](../../images/artists/iu/producers.png) [out](https://example.org/a_(b)) [home](../../README.md#top)\n",
    GONE: "# Gone\n\n[home](../../README.md)\n",
    SCATTER: "old",
    "images/covers/a.jpg": "cover",
}
TONIGHT = {
    "README.md": f"# Home\n\n[IU]({IU}) [errors](errors.md)\n",
    "errors.md": "# Errors\n\nIU failed\n",
    SCATTER: "new",
    NEW: "# 2026 of IU\n\n[IU](../overview.md)\n",
}
FAILED = (Failure(what="page", path=IU, reason="ValueError"),)


def save(texts: dict[str, str]) -> dict[str, Artifact]:
    """Keep the files of a tree."""
    return {path: artifacts.save_bytes(artifact_table(path), text.encode()) for path, text in texts.items()}


def read(files: dict[str, Artifact]) -> dict[str, str]:
    """Read the files of a tree."""
    return {path: artifacts.load_bytes(ticket).decode() for path, ticket in files.items()}


def write(tree: dict[str, str], folder: Path) -> Path:
    """Write a tree to a folder."""
    for path, text in tree.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def published(home: Path) -> Path:
    """Give a home that has published last night's tree."""
    files = {path: (artifacts.path_of(ticket), ticket.digest) for path, ticket in save(LAST_NIGHT).items()}
    publication.publish(home, publication.compare(home, files, {}), None, {})
    return home


@pytest.mark.usefixtures("published")
def test_last_nights_page_stands_in_with_its_pictures_and_without_dead_links(tmp_path: Path) -> None:
    mended = read(mend(save(TONIGHT), FAILED, ()))
    assert complaints(write(mended, tmp_path / "tree")) == []
    assert mended[SCATTER] == "old"
    assert mended[IU] == LAST_NIGHT[IU].replace("[A \\[b\\]](../gone/overview.md)", "A \\[b\\]")
    assert mended.keys() == {"README.md", "errors.md", IU, SCATTER, "images/covers/a.jpg"}, "nobody would lead to the new page"


@pytest.mark.usefixtures("published")
def test_a_page_all_of_whose_links_live_stands_in_byte_for_byte() -> None:
    assert read(mend(save(TONIGHT | {GONE: LAST_NIGHT[GONE]}), FAILED, ()))[IU] == LAST_NIGHT[IU]


@pytest.mark.parametrize("loss", ["first night", "changed by hand"])
def test_where_no_page_of_last_night_is_to_be_had_a_short_one_leads_to_what_lies_below(published: Path, tmp_path: Path, loss: str) -> None:
    artifacts.path_of(save(LAST_NIGHT)[IU]).unlink()
    artifacts.doubt_all()
    if loss == "first night":
        (published / "run.json").unlink()
    else:
        (published / "reports" / IU).write_text("my own", encoding="utf-8")
    mended = read(mend(save(TONIGHT), FAILED, ()))
    assert mended[IU].startswith("# This page could not be written\n")
    assert "- [2026/overview.md](2026/overview.md)\n" in mended[IU]
    assert "my own" not in mended[IU]
    assert SCATTER not in mended
    assert complaints(write(mended, tmp_path / "tree")) == []


@pytest.mark.usefixtures("published")
def test_what_was_swept_from_the_cache_is_taken_from_the_public_tree() -> None:
    artifacts.path_of(save(LAST_NIGHT)[IU]).unlink()
    artifacts.doubt_all()
    assert read(mend(save(TONIGHT | {GONE: LAST_NIGHT[GONE]}), FAILED, ()))[IU] == LAST_NIGHT[IU]


@pytest.mark.usefixtures("published")
def test_where_some_pages_alone_are_wanted_the_others_count_as_standing() -> None:
    mended = read(mend(save({SCATTER: "new"}), FAILED, ("artist:iu",)))
    assert mended == {path: LAST_NIGHT[path] for path in (IU, SCATTER, "images/covers/a.jpg")}
    assert mend({}, FAILED, ("artist:another",)) == {}


@pytest.mark.usefixtures("published")
def test_a_page_that_alone_is_wanted_leads_to_nothing_that_was_not_published(tmp_path: Path) -> None:
    new = {IU: LAST_NIGHT[IU].replace("[home]", "[new](../new/overview.md) [home]"), SCATTER: "new"}
    mended = read(mend(save(new), (), ("artist:iu",)))
    assert mended == new | {IU: LAST_NIGHT[IU].replace("[home]", "new [home]")}
    assert complaints(write({**LAST_NIGHT, **mended}, tmp_path / "tree")) == []


@pytest.mark.usefixtures("published")
def test_pages_that_are_not_wanted_lose_their_links_to_one_that_is_gone() -> None:
    mended = read(mend({}, (), ("artist:gone",)))
    assert mended == {
        "README.md": LAST_NIGHT["README.md"].replace(f"[gone]({GONE})", "gone"),
        IU: LAST_NIGHT[IU].replace("[A \\[b\\]](../gone/overview.md)", "A \\[b\\]"),
    }
