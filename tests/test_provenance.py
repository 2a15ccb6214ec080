"""Pages say which sources told the library and its playlists, what nobody told, and what is not confirmed."""

import polars as pl
from report_library import frame, one_playlist, pages_of

PLAYLIST, ENTRANCE, ERRORS = "playlists/p/overview.md", "README.md", "errors.md"


def told(*rows: dict[str, object], **tables: list[dict[str, object]]) -> dict[str, pl.DataFrame]:
    """Give a library of one playlist that these sources tell, and the rows of other tables."""
    sources = [{"playlist_key": "p", "match_rule": "uri", "is_leading": False, **row} for row in rows]
    others = {f"core.{name}": frame(f"core.{name}", given) for name, given in tables.items()}
    return {**one_playlist(3), "core.playlist_sources": frame("core.playlist_sources", sources), **others}


def test_a_playlist_says_who_tells_it_and_whose_entries_it_has() -> None:
    pages = pages_of(told({"source": "exports"}, {"source": "account_data"}, {"source": "spotify", "is_leading": True}))
    assert "\n\nTold by account data, exports, Spotify; the entries are those of Spotify.\n\n## " in pages[PLAYLIST]
    assert "\n\nTold by exports.\n\n## " in pages_of(told({"source": "exports", "is_leading": True}))[PLAYLIST]


def test_what_is_kept_in_place_of_a_suspicious_answer_is_said_on_its_page_and_among_the_errors() -> None:
    doubt = "it said 1 of 40 tracks"
    file = {"source": "spotify", "file_name": "spotify/playlists/p.json", "row_count": 40, "reject_count": 0, "doubt": doubt}
    pages = pages_of(told({"source": "spotify", "is_leading": True, "doubt": doubt}, source_files=[file]))
    assert "Unconfirmed: it said 1 of 40 tracks. It is shown as it was before, until a second answer agrees.\n" in pages[PLAYLIST]
    assert "| Spotify | spotify/playlists/p.json | 40 | it said 1 of 40 tracks |\n" in pages[ERRORS]
    assert "1 unconfirmed answer" in pages[ENTRANCE]


def test_the_entrance_counts_what_each_source_tells() -> None:
    files: list[dict[str, object]] = [
        {"source": source, "file_name": f"{source}{number}", "row_count": 10, "reject_count": number}
        for source, number in (("exports", 0), ("exports", 1), ("spotify", 0))
    ]
    tracks: list[dict[str, object]] = [
        {"track_uri": uri, "source": "exports", "match_rule": rule} for uri, rule in (("a", "uri"), ("a", "isrc"), ("b", "uri"))
    ]
    entrance = pages_of(told({"source": "exports"}, source_files=files, track_sources=tracks))[ENTRANCE]
    assert "| Source | Tracks | Playlists | Files | Rows | Refused |\n|:---|---:|---:|---:|---:|---:|\n" in entrance
    assert "| exports | 2 | 1 | 2 | 20 | 1 |\n| Spotify | 0 | 0 | 1 | 10 | 0 |\n" in entrance


def test_playlists_without_entries_are_named_and_have_no_page() -> None:
    playlists: list[dict[str, object]] = [
        {"playlist_key": "theirs", "playlist_name": "Daily [Mix]", "owner_name": "Spotify", "track_count": 50, "is_content_known": False},
        {"playlist_key": "empty", "playlist_name": "Empty", "track_count": 0, "is_content_known": True},
    ]
    pages = pages_of(told(playlists=playlists))
    assert "known by name and size alone: Daily \\[Mix\\] (of Spotify, 50 tracks), Empty (0 tracks).\n" in pages[ENTRANCE]
    assert not [page for page in pages if "theirs" in page or "empty" in page]


def test_a_library_of_unknown_origin_says_nothing_of_it() -> None:
    pages = pages_of(one_playlist(3))
    assert "Told by" not in pages[PLAYLIST]
    assert "## Sources" not in pages[ENTRANCE]
