"""What a run says at its end."""

from tasks.publish.published import Published

COUNTS = {"tracks": 20, "playlists": 1, "collections": 3, "rejects": 0, "described": 2}
PAGES = {"pages_written": 9, "pages_unchanged": 0, "pages_removed": 0}


def test_tracks_with_all_features_and_with_some_are_told_apart() -> None:
    coverage = {"features": 0.15, "isrc": 1.0, "label": 0.5, "genre": 0.0}
    published = Published(snapshot_id="s", counts=COUNTS | PAGES, coverage=coverage, reports="/r", warehouse="/w")
    told = "coverage: all nine features known for 2 of 20 tracks (some features 15%, isrc 100%, label 50%, genre 0%)"
    assert told in published.sentences()
