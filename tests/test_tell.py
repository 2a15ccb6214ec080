"""What a night leaves in the interface: the choice of what it reads, the summary and the tables."""

from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest
from pydantic import TypeAdapter, ValidationError

from flows.cli.main import main
from storage import cache, reading
from storage.snapshots import Fetch, Unread
from tasks.pull.sources import LAST_AGAIN, Reading, Sources
from tasks.shared_changes import Changes, Move, NamedPlaylist, PlaylistChange, Shrink
from tasks.shared_outcome import Outcome, Shown
from tasks.shared_paths import PagesOf
from tasks.tell.summary import Changed, summarise, tell_end, write
from tasks.tell.tables import list_changes, list_problems, list_rejects, list_unread

COUNTS = {
    "tracks": 1500,
    "playlists": 25,
    "collections": 80,
    "rejects": 3,
    "described": 1400,
    "pages_written": 2,
    "pages_unchanged": 7,
    "pages_removed": 0,
}
SAME_SIZE = Shrink(size_before=5, size_after=5, trust="certain")
NO_CHANGE = Changed(is_first=False, changes=None)


class Lacking(Outcome):
    @property
    def problems(self) -> tuple[str, ...]:
        return ("the page of the playlist Drive could not be written:\n no space", "the scatter of IU could not be drawn")


def night(**more: Any) -> Outcome:
    return Outcome(snapshot_id="2026-11-20T030000Z-abc", counts=COUNTS, coverage={"features": 0.93}, **more)


def playlist(title: str, came: int, went: int) -> PlaylistChange:
    named = NamedPlaylist(key="p", title=title)
    return PlaylistChange(playlist=named, what="stays", old_title=None, size=SAME_SIZE, in_count=came, out_count=went)


def test_paths_alone_are_read() -> None:
    assert Sources(paths=("/exports",)).reading is Reading.PATHS
    assert LAST_AGAIN.reading is Reading.LAST


@pytest.mark.parametrize(
    "told",
    [
        {"reading": "the paths named below"},
        {"reading": "the latest snapshot as it is", "paths": ["/exports"]},
        {"reading": "the last sources again", "paths": ["/exports"]},
        {"reading": "the latest snapshot as it is", "spotify": True},
        {"paths": ["exports"]},
    ],
)
def test_a_choice_that_contradicts_itself_is_refused(told: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Sources.model_validate(told)


@pytest.mark.parametrize("word", ["playlist", "label:sm_entertainment", "artist:雨夜電台", "library"])
def test_pages_are_asked_for_by_kind_and_key(word: str) -> None:
    assert TypeAdapter(PagesOf).validate_python(word) == word


@pytest.mark.parametrize("word", ["everything", "playlist:", "playlist:a/b", "library:x", "Playlist", "playlists", ""])
def test_words_that_name_no_pages_are_refused(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["run", "--only", word])
    assert refused.value.code == 2
    assert "names no pages" in capsys.readouterr().err


def test_a_night_stopped_by_a_quota_is_called_so_and_says_when_it_goes_on() -> None:
    stopped = night(fetch=Fetch(resume_at={"playlists": datetime(2026, 11, 21, 3, 4, tzinfo=UTC)}))
    assert stopped.end == "Stopped by quota"
    assert "after 2026-11-21 03:04 UTC" in tell_end(stopped)


def test_a_night_in_which_something_failed_is_called_degraded() -> None:
    failed = Unread(name="p1", title="Drive", reason="the server failed")
    assert night(fetch=Fetch(failed=(failed,))).end == "Degraded"
    assert night().end is None
    assert list_unread(Fetch(failed=(failed,))) == [{"what": "failed", "name": "Drive", "why": "the server failed"}]


def test_what_failed_makes_a_night_degraded_and_is_listed() -> None:
    lacking = Lacking.model_validate(night().model_dump())
    assert lacking.end == "Degraded"
    assert "2 things failed; the table `failures` names them." in write(summarise(lacking, NO_CHANGE, "reports", None))
    assert list_problems(lacking.problems)[0] == {"what failed": "the page of the playlist Drive could not be written: no space"}


def test_the_summary_tells_counts_coverage_requests_login_and_links() -> None:
    fetched = night(fetch=Fetch(requests={"playlists": 12, "saved_tracks": 2}, login_days_left=91), shown=Shown(root_pages=("README.md",)))
    text = write(summarise(fetched, NO_CHANGE, "http://127.0.0.1:4200/reports", "http://127.0.0.1:4200/reports/x.png"))
    for line in (
        "| tracks | 1,500 |",
        "| features | 93% |",
        "| requests to Spotify | 14 |",
        "| days of login left | 91 |",
        "Nothing in the library.",
    ):
        assert line in text
    assert "- [the library](http://127.0.0.1:4200/reports/README.md)\n" in text
    assert "![Clusters of the whole library](http://127.0.0.1:4200/reports/x.png)" in text


def test_where_nobody_serves_the_pages_the_summary_names_files_and_shows_no_picture() -> None:
    text = write(summarise(night(shown=Shown(root_pages=("README.md", "own.md"))), NO_CHANGE, reading.address(), None))
    assert f"- the library: `{reading.address()}/README.md`" in text
    assert "own.md" not in text
    assert "![" not in text
    assert "Spotify" not in text


def test_the_largest_changes_come_first_and_playlists_before_tracks() -> None:
    drive = NamedPlaylist(key="drive", title="Drive")
    moved = Move(track_uri="t1", track_name="A", artist_name="B", in_library="stays", came_into=(drive,), left=())
    new = Move(track_uri="t2", track_name="C" * 100, artist_name=None, in_library="new", came_into=(), left=())
    changes = Changes(library=SAME_SIZE, playlists=(playlist("small", 1, 0), playlist("large", 2, 9)), moves=(moved, new))
    rows = list_changes(changes)
    assert [row["name"][:5] for row in rows] == ["large", "small", "CCCCC", "A · B"]
    assert rows[3]["more"] == "into Drive"
    assert len(rows[2]["name"]) == 80


def test_refused_rows_are_counted_by_reason_without_what_stood_in_them() -> None:
    rejects = pl.DataFrame(
        {
            "source": ["exports"] * 3,
            "file_name": ["b.csv", "a.csv", "a.csv"],
            "line_number": [2, 9, None],
            "reason": ["no name", "no name", "torn"],
            "raw_text": ["secret"] * 3,
        }
    )
    assert list_rejects(rejects) == [
        {"source": "exports", "reason": "no name", "rows": 2, "for example": "a.csv, line 9"},
        {"source": "exports", "reason": "torn", "rows": 1, "for example": "a.csv"},
    ]


def answer(number: int) -> int:
    return number


def test_what_was_known_is_ignored_only_where_that_is_wanted_and_what_was_made_anew_is_known() -> None:
    cache.remember(answer, 1, 1)
    with cache.computing_anew(is_wanted=True):
        assert cache.recall(answer, 1) is None
        cache.remember(answer, 2, 1)
        assert cache.recall(answer, 1) == 2
    with cache.computing_anew(is_wanted=False):
        assert cache.recall(answer, 1) == 2
