"""What is known of the marts: a table is asked for again where a table that its statement names has changed, and nowhere else."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from memory_marts import build_marts as build_in_memory
from polars.testing import assert_frame_equal

from storage import artifacts
from storage.cache import tickets_in
from storage.schemas import TABLES, Artifact
from tasks.aggregate.build_marts import build_marts

NAMED = (
    *("core.tracks", "core.albums", "core.artists", "core.track_artists", "core.album_labels", "core.artist_genres"),
    *("core.playlist_tracks", "core.track_credits", "core.top_tracks", "core.top_artists", "core.plays", "step.known_facts"),
)
Rows = list[dict[str, object]]
TRACKS: Rows = [{"track_uri": f"t{number}", "track_name": "T", "album_key": "x", "release_year": 2020, "is_liked": False} for number in range(3)]
ENTRIES: Rows = [{"playlist_key": "p", "playlist_position": 1, "track_uri": "t0"}]
LISTED: Rows = [{"track_uri": "t0", "term": "short_term", "place": 1, "as_of_date": date(2026, 1, 1)}]
LIBRARY: Mapping[str, Rows] = {"core.tracks": TRACKS, "core.playlist_tracks": ENTRIES, "core.top_tracks": LISTED}
OF_MEMBERS = {f"mart.collection_{part}" for part in ("members", "artists", "albums", "labels", "genres", "years", "producers")}


def frames(rows: Mapping[str, Rows]) -> dict[str, pl.DataFrame]:
    """Give every table that the marts name, and one that none names."""
    return {name: pl.DataFrame(rows.get(name, []), schema=TABLES[name].dtypes) for name in (*NAMED, "core.rejects")}


def build(rows: Mapping[str, Rows]) -> dict[str, Artifact]:
    """Build the marts as a new night does."""
    artifacts.doubt_all()
    described = artifacts.save("step.described_tracks", pl.DataFrame(schema=TABLES["step.described_tracks"].dtypes))
    return build_marts.work({name: artifacts.save(name, frame) for name, frame in frames(rows).items()}, described)


def answers(home: Path) -> set[str]:
    """Give all questions whose answers are kept."""
    return set(json.loads((home / "results" / "marts" / "answers.json").read_bytes())[1])


def asked_for(home: Path, before: set[str]) -> set[str]:
    """Give the tables that were asked for since."""
    return {question.partition(" ")[0] for question in answers(home) - before}


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        ({"core.rejects": [{"source": "exports", "file_name": "a.csv", "line_number": 2, "reason": "r", "raw_text": "t"}]}, set()),
        ({"core.playlist_tracks": [*ENTRIES, {"playlist_key": "p", "playlist_position": 2, "track_uri": "t1"}]}, OF_MEMBERS),
        ({"step.known_facts": [{"fact": "isrc", "source": "exports", "track_count": 1}]}, {"mart.coverage"}),
        ({"core.track_credits": [{"track_uri": "t0", "person_name": "P", "credit_type": "mixer"}]}, {"step.producing_credits"}),
    ],
)
def test_what_names_a_changed_table_or_rests_on_a_changed_answer_is_asked_again(home: Path, changed: Mapping[str, Rows], again: set[str]) -> None:
    build(LIBRARY)
    before = answers(home)
    marts = build({**LIBRARY, **changed})
    assert asked_for(home, before) == again
    for name, frame in build_in_memory(frames({**LIBRARY, **changed})).items():
        assert_frame_equal(artifacts.load(marts[name]), frame)


def test_ranks_are_not_asked_again_where_the_same_points_were_earned(home: Path) -> None:
    build(LIBRARY)
    before = answers(home)
    build({**LIBRARY, "core.tracks": [*TRACKS, {"track_uri": "t9", "is_liked": False}]})
    asked = asked_for(home, before)
    assert "step.points" in asked
    assert not {name for name in asked if "rank" in name}


@pytest.mark.parametrize("table", ["step.points", "mart.coverage", "mart.collection_members"])
def test_an_answer_that_was_lost_is_asked_for_again(home: Path, table: str) -> None:
    marts = build(LIBRARY)
    for file in (home / "artifacts" / table).iterdir():
        file.write_bytes(b"damaged")
    assert build(LIBRARY) == marts
    artifacts.doubt_all()
    assert artifacts.are_whole(tickets_in(marts))
