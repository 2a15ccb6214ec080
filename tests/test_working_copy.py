"""Reports are committed to a working copy of the user's, and nothing else of it changes: real repositories, real git."""

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from receiving import receiving
from simulated import Standing

from flows.cli.main import main
from storage import webhook, working_copy
from storage.clock import going_by
from storage.working_copy import Copied, News
from tasks.commit_reports import describe
from tasks.publish.publish_night import notify
from tasks.publish.published import Published

OLD_CHANGES = "# Changes\n\nWhat changed.\n\n## 2026-11-20\n\n1 track new to the library.\n\n### Tracks\n\n| x |\n"
NEW_CHANGES = OLD_CHANGES.replace(
    "## 2026-11-20", "## 2026-11-21\n\n2 tracks new to the library, 1 playlist changed.\n\n### Playlists\n\n| y |\n\n## 2026-11-20"
)
GIT = shutil.which("git") or "git"
NAMES = {"user.name": "A Person", "user.email": "person@example.org", "commit.gpgsign": "false", "init.defaultBranch": "main"}
PUBLISHED = Published(snapshot_id="s", counts={"tracks": 3}, coverage={}, reports="/reports", warehouse="/warehouse")

pytestmark = pytest.mark.skipif(shutil.which(GIT) is None, reason="git is not installed")


def git(folder: Path, *words: str) -> str:
    """Use git as a person does."""
    return subprocess.run([GIT, "-C", str(folder), *words], capture_output=True, text=True, check=True).stdout


@pytest.fixture(autouse=True)
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let git know a person of its own."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for name, value in NAMES.items():
        subprocess.run([GIT, "config", "--global", name, value], check=True)


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the person's working copy, with a page of their own, and name it in the settings."""
    root = tmp_path / "notes"
    root.mkdir()
    git(root, "init", "--quiet")
    (root / "README.md").write_text("mine\n", encoding="utf-8")
    git(root, "add", "README.md")
    git(root, "commit", "--quiet", "--message", "mine")
    monkeypatch.setenv("LINERNOTES_PUBLISH_TO", str(root))
    return root


class Locked(BaseHTTPRequestHandler):
    """Answers that a login is needed."""

    def do_GET(self) -> None:
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Basic realm="notes"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def locked_remote() -> Iterator[str]:
    """Give the address of a remote that asks everybody for a login."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Locked) as server:
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        serving.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/notes.git"
        finally:
            server.shutdown()
            serving.join()


def published(home: Path, pages: dict[str, str]) -> None:
    """Let a night have published these pages; a file of the person's own lies among them."""
    shutil.rmtree(home / "reports", ignore_errors=True)
    for path, text in pages.items():
        (home / "reports" / path).parent.mkdir(parents=True, exist_ok=True)
        (home / "reports" / path).write_text(text, encoding="utf-8")
    (home / "reports" / "my own.txt").write_text("secret", encoding="utf-8")
    (home / "run.json").write_text(json.dumps({"files": {path: ["", 0, 0] for path in pages}}), encoding="utf-8")


def commit() -> Copied:
    """Commit what is published."""
    return working_copy.commit_reports("changes.md", describe)


def tracked(root: Path) -> set[str]:
    """Give the files of the last commit."""
    return set(git(root, "ls-tree", "-r", "-z", "--name-only", "HEAD").split("\0")) - {""}


def test_a_night_becomes_one_commit_told_by_its_changes(home: Path, notes: Path) -> None:
    published(home, {"README.md": "1", "artists/é | x/overview.md": "1", "changes.md": OLD_CHANGES})
    first = commit()
    assert first.problem is None
    assert tracked(notes) == {
        "README.md",
        *(f"linernotes/{path}" for path in (".linernotes", "README.md", "artists/é | x/overview.md", "changes.md")),
    }
    assert git(notes, "log", "-1", "--format=%an <%ae>").strip() == "A Person <person@example.org>"
    published(home, {"README.md": "2", "changes.md": NEW_CHANGES})
    second = commit()
    message = "2 tracks new to the library, 1 playlist changed\n\n- 2 tracks new to the library\n- 1 playlist changed\n\n2 files written, 1 removed"
    assert git(notes, "log", "-1", "--format=%B").strip() == message
    assert second.commit == git(notes, "rev-parse", "--short", "HEAD").strip()
    assert tracked(notes) == {"README.md", "linernotes/.linernotes", "linernotes/README.md", "linernotes/changes.md"}
    assert not (notes / "linernotes" / "artists").exists()
    assert git(notes, "status", "--porcelain") == ""
    assert (notes / "README.md").read_text(encoding="utf-8") == "mine\n"


def test_a_night_that_changed_nothing_is_no_commit(home: Path, notes: Path) -> None:
    published(home, {"README.md": "1"})
    commit()
    before = git(notes, "rev-parse", "HEAD")
    again = commit()
    assert (again.commit, again.problem) == (None, None)
    assert "nothing to commit" in again.sentence()
    assert git(notes, "rev-parse", "HEAD") == before


def test_a_repository_without_a_commit_and_a_folder_inside_one_take_reports_too(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "new" / "below").mkdir(parents=True)
    git(tmp_path / "new", "init", "--quiet")
    monkeypatch.setenv("LINERNOTES_PUBLISH_TO", str(tmp_path / "new" / "below"))
    monkeypatch.setenv("LINERNOTES_PUBLISH_FOLDER", "music/reports")
    published(home, {"README.md": "1"})
    assert commit().problem is None
    assert tracked(tmp_path / "new") == {"below/music/reports/README.md", "below/music/reports/.linernotes"}


@pytest.mark.parametrize("where", ["README.md", "linernotes/README.md", "linernotes/new.md"])
def test_changes_of_the_persons_that_are_not_committed_are_left_alone(home: Path, notes: Path, where: str) -> None:
    published(home, {"README.md": "1"})
    commit()
    (notes / where).write_text("just writing this", encoding="utf-8")
    published(home, {"README.md": "2"})
    before = git(notes, "rev-parse", "HEAD"), git(notes, "status", "--porcelain")
    done = commit()
    assert f"not committed: it has changes that are not committed ({where}): commit or stash them" in done.sentence()
    assert working_copy.complaints()
    assert (git(notes, "rev-parse", "HEAD"), git(notes, "status", "--porcelain")) == before
    assert (notes / where).read_text(encoding="utf-8") == "just writing this"


def test_a_new_file_elsewhere_disturbs_nobody(home: Path, notes: Path) -> None:
    (notes / "draft.md").write_text("draft", encoding="utf-8")
    published(home, {"README.md": "1"})
    assert commit().problem is None
    assert git(notes, "status", "--porcelain") == "?? draft.md\n"


def test_what_the_person_committed_into_the_folder_is_neither_replaced_nor_removed(home: Path, notes: Path) -> None:
    for name in ("README.md", "mine.md"):
        (notes / "linernotes").mkdir(exist_ok=True)
        (notes / "linernotes" / name).write_text("mine", encoding="utf-8")
    git(notes, "add", ".")
    git(notes, "commit", "--quiet", "--message", "mine too")
    published(home, {"README.md": "1"})
    assert "files that linernotes did not write (README.md)" in str(commit().problem)
    git(notes, "rm", "--quiet", "linernotes/README.md")
    git(notes, "commit", "--quiet", "--message", "make room")
    assert commit().problem is None
    published(home, {"other.md": "1"})
    assert commit().problem is None
    assert tracked(notes) == {"README.md", "linernotes/.linernotes", "linernotes/mine.md", "linernotes/other.md"}


def test_a_listing_that_names_files_elsewhere_and_links_lead_nowhere(home: Path, notes: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "precious").write_text("kept", encoding="utf-8")
    (notes / "linernotes").mkdir()
    (notes / "linernotes" / ".linernotes").write_text(f"../README.md\n../../precious\n{tmp_path}/precious\n", encoding="utf-8")
    (notes / "linernotes" / "artists").symlink_to(tmp_path / "elsewhere")
    git(notes, "add", ".")
    git(notes, "commit", "--quiet", "--message", "odd")
    published(home, {"artists/a/overview.md": "1"})
    assert "it has links where folders belong (artists)" in str(commit().problem)
    published(home, {"README.md": "1"})
    assert commit().problem is None
    assert (tmp_path / "precious").exists()
    assert (notes / "README.md").exists()
    assert not list((tmp_path / "elsewhere").iterdir())


@pytest.mark.parametrize(
    ("place", "folder", "sentence"),
    [
        ("nowhere", "linernotes", "there is no such folder"),
        ("plain", "linernotes", "not a git repository"),
        ("notes", "..", "must be a folder inside it"),
        ("notes", ".git/x", "must be a folder inside it"),
        ("notes", "", "must be a folder inside it"),
        ("notes", "/absolute", "must be a folder inside it"),
        ("notes", "link", "must be a plain folder, no link"),
    ],
)
@pytest.mark.usefixtures("notes")
def test_a_place_that_cannot_be_is_a_sentence(home: Path, monkeypatch: pytest.MonkeyPatch, place: str, folder: str, sentence: str) -> None:
    tmp_path, notes = home.parent, home.parent / "notes"
    (tmp_path / "plain").mkdir()
    (notes / "link").symlink_to(tmp_path)
    monkeypatch.setenv("LINERNOTES_PUBLISH_TO", str(tmp_path / place))
    monkeypatch.setenv("LINERNOTES_PUBLISH_FOLDER", folder)
    published(home, {"README.md": "1"})
    assert sentence in str(commit().problem)
    assert working_copy.complaints()
    assert tracked(notes) == {"README.md"}


def test_no_branch_no_name_and_a_home_inside_are_sentences(home: Path, notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published(home, {"README.md": "1"})
    git(notes, "checkout", "--quiet", "--detach")
    assert "it is on no branch" in str(commit().problem)
    git(notes, "checkout", "--quiet", "main")
    monkeypatch.setenv("LINERNOTES_HOME", str(notes / "linernotes"))
    assert "must not lie in each other" in str(commit().problem)
    shutil.rmtree(notes / "linernotes")
    monkeypatch.setenv("LINERNOTES_HOME", str(home))
    (tmp_path / "gitconfig").write_text("[user]\n\tuseConfigOnly = true\n", encoding="utf-8")
    assert "git commit" in str(commit().problem)
    (tmp_path / "gitconfig").write_text("[user]\n\tname = A\n\temail = a@example.org\n", encoding="utf-8")
    assert commit().problem is None


def test_what_a_killed_run_left_half_copied_is_finished_by_the_next(home: Path, notes: Path) -> None:
    published(home, {"README.md": "1", "gone.md": "1"})
    commit()
    published(home, {"README.md": "2", "new.md": "2"})
    hook = notes / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho not today >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    assert "not today" in str(commit().problem)
    assert git(notes, "status", "--porcelain") != ""
    hook.unlink()
    assert commit().problem is None
    assert tracked(notes) == {"README.md", "linernotes/.linernotes", "linernotes/README.md", "linernotes/new.md"}
    assert git(notes, "status", "--porcelain") == ""


def test_pushing_happens_when_wanted_and_its_failure_is_told_and_tried_again(
    home: Path, notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINERNOTES_PUBLISH_PUSH", "true")
    published(home, {"README.md": "1"})
    first = commit()
    assert first.commit
    assert "not pushed: git push" in first.sentence()
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    git(notes, "remote", "add", "origin", str(tmp_path / "remote.git"))
    git(notes, "push", "--quiet", "origin", "main~1:refs/heads/main")
    git(notes, "branch", "--quiet", "--set-upstream-to", "origin/main")
    again = commit()
    assert (again.commit, again.is_pushed, again.problem) == (None, True, None)
    assert git(tmp_path / "remote.git", "rev-parse", "main") == git(notes, "rev-parse", "main")
    assert not commit().is_pushed


def test_what_did_not_reach_its_working_copy_is_told_until_it_does(
    home: Path, notes: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def needs() -> list[str]:
        main(["status"])
        return [line for line in capsys.readouterr().out.splitlines() if "working copy" in line]

    run = {"outcome": "done", "finished_at": "2026-11-22T03:05:00", "snapshot_id": "s"}
    counts = dict.fromkeys(("tracks", "playlists", "collections", "rejects", "described"), 0)
    monkeypatch.setenv("LINERNOTES_PUBLISH_PUSH", "true")
    published(home, {"README.md": "1"})
    (home / "run.json").write_text(json.dumps({**run, "counts": counts, "files": {"README.md": ["", 0, 0]}}), encoding="utf-8")
    assert needs() == []
    with going_by(Standing(datetime(2026, 11, 22, 3, 5, tzinfo=UTC))):
        commit()
    (told,) = needs()
    assert told.startswith(
        f"needs you   the working copy {notes / 'linernotes'}, 2026-11-22 03:05 UTC: not pushed: git push: fatal: No configured push"
    )
    assert told.endswith("; mend that, and the next run tries again")
    (notes / "README.md").write_text("just writing this", encoding="utf-8")
    (told,) = needs()
    assert f"the working copy {notes / 'linernotes'} takes no reports: it has changes" in told
    git(notes, "checkout", "--quiet", "README.md")
    monkeypatch.setenv("LINERNOTES_PUBLISH_FOLDER", "elsewhere")
    assert needs() == []
    monkeypatch.delenv("LINERNOTES_PUBLISH_FOLDER")
    assert len(needs()) == 1
    monkeypatch.setenv("LINERNOTES_PUBLISH_PUSH", "false")
    assert commit().problem is None
    assert needs() == []


def test_a_remote_that_went_on_is_never_overwritten(home: Path, notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", str(notes), "remote.git")
    git(notes, "remote", "add", "origin", str(tmp_path / "remote.git"))
    git(notes, "push", "--quiet", "--set-upstream", "origin", "main")
    git(tmp_path, "clone", "--quiet", str(tmp_path / "remote.git"), "other")
    (tmp_path / "other" / "theirs.md").write_text("theirs", encoding="utf-8")
    git(tmp_path / "other", "add", ".")
    git(tmp_path / "other", "commit", "--quiet", "--message", "theirs")
    git(tmp_path / "other", "push", "--quiet")
    monkeypatch.setenv("LINERNOTES_PUBLISH_PUSH", "true")
    published(home, {"README.md": "1"})
    done = commit()
    assert done.commit
    assert "not pushed: git push" in done.sentence()
    assert tracked(tmp_path / "remote.git") == {"README.md", "theirs.md"}


def test_a_message_tells_every_night_since_the_last_commit_and_fits_its_first_line() -> None:
    many = ", ".join(f"{number} tracks new to the library" for number in range(1, 5))
    page = NEW_CHANGES.replace("2 tracks new to the library, 1 playlist changed", many)
    assert len(describe(News(OLD_CHANGES, page, 1, 0)).splitlines()[0]) <= 72
    assert describe(News("# Changes\n", NEW_CHANGES, 1, 0)).count("\n- ") == 3
    assert describe(News(NEW_CHANGES, NEW_CHANGES, 5, 2)) == "The same library, its pages written anew\n\n5 files written, 2 removed\n"


def test_a_doubt_is_told_in_its_own_words() -> None:
    doubt = "Unconfirmed: the library shrank from 10 to 3 tracks; what came and went is shown if the next change leaves it so."
    page = NEW_CHANGES.replace("2 tracks new to the library, 1 playlist changed.", doubt)
    assert describe(News(OLD_CHANGES, page, 1, 0)).splitlines()[0] == doubt.rstrip(".")


@pytest.mark.parametrize("ignored", ["*.png\n", "linernotes/\n", ".linernotes\nREADME.md\n"])
def test_what_the_persons_git_ignores_is_committed_if_it_is_ours_and_only_then(home: Path, notes: Path, ignored: str) -> None:
    (notes / ".gitignore").write_text(ignored, encoding="utf-8")
    git(notes, "add", ".gitignore")
    git(notes, "commit", "--quiet", "--message", "ignore")
    (notes / "linernotes").mkdir()
    (notes / "linernotes" / "mine.png").write_text("mine", encoding="utf-8")
    git(notes, "config", "status.showUntrackedFiles", "no")
    (notes / ".git" / "info" / "exclude").write_text("mine.png\n", encoding="utf-8")
    published(home, {"README.md": "1", "images/a.png": "1", "images/b.png": "1"})
    assert commit().problem is None
    ours = {"linernotes/.linernotes", "linernotes/README.md", "linernotes/images/a.png"}
    assert tracked(notes) == {"README.md", ".gitignore", *ours, "linernotes/images/b.png"}
    published(home, {"README.md": "1", "images/a.png": "2"})
    assert commit().problem is None
    assert tracked(notes) == {"README.md", ".gitignore", *ours}
    assert git(notes, "show", "HEAD:linernotes/images/a.png") == "2"
    assert (notes / "linernotes" / "mine.png").exists()
    assert git(notes, "status", "--porcelain", "--untracked-files=all") == ""


def test_what_an_earlier_night_left_out_is_committed_though_no_page_changed(home: Path, notes: Path) -> None:
    published(home, {"README.md": "1", "images/a.png": "1"})
    commit()
    git(notes, "rm", "--quiet", "--cached", "linernotes/images/a.png")
    (notes / ".gitignore").write_text("*.png\n", encoding="utf-8")
    git(notes, "add", ".gitignore")
    git(notes, "commit", "--quiet", "--message", "ignore")
    assert commit().commit
    assert "linernotes/images/a.png" in tracked(notes)
    assert (commit().commit, commit().problem) == (None, None)


def test_a_commit_that_lacks_a_page_is_told_of_and_tried_again(home: Path, notes: Path) -> None:
    published(home, {"README.md": "1", "images/a.png": "1"})
    hook = notes / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\ngit rm --quiet --cached linernotes/images/a.png\n", encoding="utf-8")
    hook.chmod(0o755)
    assert "the commit lacks images/a.png" in str(commit().problem)
    hook.unlink()
    assert commit().problem is None
    assert "linernotes/images/a.png" in tracked(notes)


def test_a_folder_may_be_spelt_in_more_ways_than_one(home: Path, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINERNOTES_PUBLISH_FOLDER", "./music//reports/")
    published(home, {"README.md": "1"})
    assert commit().problem is None
    assert (commit().commit, commit().problem) == (None, None)
    assert tracked(notes) == {"README.md", "music/reports/README.md", "music/reports/.linernotes"}


def test_a_name_that_is_no_utf8_can_be_told_everywhere(
    home: Path, notes: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    published(home, {"README.md": "1"})
    commit()
    (notes / "linernotes" / os.fsdecode(b"\xff.md")).write_text("mine", encoding="utf-8")
    with receiving() as listening:
        monkeypatch.setenv("LINERNOTES_WEBHOOK_URL", listening.address)
        for place in (notes, notes.parent / os.fsdecode(b"n\xf6tes")):
            monkeypatch.setenv("LINERNOTES_PUBLISH_TO", str(place))
            done = commit()
            assert Copied.model_validate_json(done.model_dump_json()) == done
            print("\n".join([done.sentence(), *working_copy.complaints()]).encode().decode())  # noqa: T201 - that it can be printed is what is tested
            assert webhook.tell("failed", f"a sentence with the place {place} in it")
            notify(PUBLISHED.model_copy(update={"copied": done}))
        assert len(listening.taken) == 4
    told = capsys.readouterr().out
    assert "(linernotes/\ufffd.md)" in told
    assert "n\ufffdtes" in told


def test_a_complaint_of_git_that_is_no_utf8_can_be_told(home: Path, notes: Path) -> None:
    hook = notes / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_bytes(b"#!/bin/sh\nprintf 'not \\377 today' >&2\nexit 1\n")
    hook.chmod(0o755)
    published(home, {"README.md": "1"})
    assert "not \ufffd today" in commit().model_dump_json()


@pytest.mark.parametrize(
    ("theirs", "named"),
    [
        ("linernotes/images", "files where folders belong (images)"),
        ("linernotes/images/a", "files where folders belong (images/a)"),
        ("linernotes", "linernotes must be a plain folder"),
        ("linernotes/README.md/mine.md", "files that linernotes did not write (README.md)"),
    ],
)
def test_what_stands_where_a_folder_or_page_of_ours_belongs_is_refused_before_anything_is_written(
    home: Path, notes: Path, theirs: str, named: str
) -> None:
    (notes / theirs).parent.mkdir(parents=True, exist_ok=True)
    (notes / theirs).write_text("mine", encoding="utf-8")
    git(notes, "add", ".")
    git(notes, "commit", "--quiet", "--message", "mine too")
    published(home, {"README.md": "1", "images/a/b.png": "1"})
    for _ in range(2):
        assert named in str(commit().problem)
        assert git(notes, "status", "--porcelain", "--ignored") == ""
    assert tracked(notes) == {"README.md", theirs}
    assert not (notes / ".git" / "linernotes-copying").exists()


def test_a_page_of_ours_that_the_person_made_a_folder_is_not_ours_any_more(home: Path, notes: Path) -> None:
    published(home, {"README.md": "1", "gone.md": "1"})
    commit()
    git(notes, "rm", "--quiet", "linernotes/gone.md")
    (notes / "linernotes" / "gone.md").mkdir()
    (notes / "linernotes" / "gone.md" / "mine.md").write_text("mine", encoding="utf-8")
    git(notes, "add", ".")
    git(notes, "commit", "--quiet", "--message", "a folder of mine")
    assert "files that linernotes did not write (gone.md)" in str(commit().problem)
    published(home, {"README.md": "1"})
    assert commit().problem is None
    assert tracked(notes) == {"README.md", "linernotes/.linernotes", "linernotes/README.md", "linernotes/gone.md/mine.md"}


@pytest.mark.parametrize("place", ["~nobody-of-this-name/notes", "~nobody-of-this-name"])
@pytest.mark.usefixtures("notes")
def test_the_home_of_somebody_unknown_is_a_sentence(home: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setenv("LINERNOTES_PUBLISH_TO", place)
    published(home, {"README.md": "1"})
    done = commit()
    assert (
        done.sentence() == f"working copy {place}: not committed: it is not known where ~nobody-of-this-name is: write the whole path in publish_to"
    )
    assert working_copy.complaints() == [
        f"the working copy {place} takes no reports: it is not known where ~nobody-of-this-name is: write the whole path in publish_to"
    ]


def test_a_home_of_its_own_is_found_by_its_sign(home: Path, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(notes.parent))
    monkeypatch.setenv("LINERNOTES_PUBLISH_TO", "~/notes")
    published(home, {"README.md": "1"})
    assert commit().place == str(notes / "linernotes")


def test_a_relative_place_is_seen_from_the_home_wherever_the_night_runs(
    home: Path, notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINERNOTES_PUBLISH_TO", "../notes")
    (tmp_path / "elsewhere" / "below").mkdir(parents=True)
    for shell, text in ((tmp_path / "elsewhere" / "below", "1"), (tmp_path, "2")):
        monkeypatch.chdir(shell)
        published(home, {"README.md": text})
        assert commit().problem is None
    assert git(notes, "show", "HEAD:linernotes/README.md") == "2"


def test_a_git_that_cannot_be_started_any_more_fails_no_night(home: Path, notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINERNOTES_PUBLISH_PUSH", "true")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    published(home, {"README.md": "1"})
    commit()
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\n[ "$3" = log ] && echo broken > "$0"\nexec {GIT} "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    git(tmp_path, "clone", "--quiet", "--bare", str(notes), "remote.git")
    git(notes, "remote", "add", "origin", str(tmp_path / "remote.git"))
    git(notes, "push", "--quiet", "origin", "main~1:refs/heads/main", "--force")
    git(notes, "branch", "--quiet", "--set-upstream-to", "origin/main")
    assert "not pushed: [Errno" in commit().sentence()
    assert working_copy.complaints()


def test_nothing_that_git_starts_asks_the_person(home: Path, notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = tmp_path / "asking"
    asking.write_text(f"#!/bin/sh\ntouch {tmp_path / 'asked'}\necho me\n", encoding="utf-8")
    shell = tmp_path / "ssh"
    shell.write_text(f'#!/bin/sh\necho "$SSH_ASKPASS $SSH_ASKPASS_REQUIRE" > {tmp_path / "told"}\nexit 1\n', encoding="utf-8")
    for program in (asking, shell):
        program.chmod(0o755)
    git(notes, "config", "core.askPass", str(asking))
    for name, value in {
        "DISPLAY": ":9",
        "GIT_ASKPASS": str(asking),
        "SSH_ASKPASS": str(asking),
        "GIT_SSH": str(shell),
        "no_proxy": "127.0.0.1",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("LINERNOTES_PUBLISH_PUSH", "true")
    with locked_remote() as address:
        for number, remote in enumerate((address, "ssh://nobody.invalid/notes.git")):
            git(notes, "config", "remote.origin.url", remote)
            git(notes, "config", "push.default", "current")
            published(home, {"README.md": str(number)})
            assert "not pushed: git push" in commit().sentence()
    assert not (tmp_path / "asked").exists()
    assert (tmp_path / "told").read_text(encoding="utf-8") == "true never\n"
