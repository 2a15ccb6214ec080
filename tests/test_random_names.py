"""Whole libraries with random names: whatever things are called, the tree is whole and every page reads as meant."""

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from library_site import covers_on, print_all
from markdown_tree import complaints
from memory_study import study_files
from report_library import plan_all

from tasks.report.facts import ReportChoices
from tasks.report.pages import Night, lay_out_reports
from tasks.shared_changes import History
from tasks.shared_paths import figure_path

HEADER = (
    *("Track URI", "Track Name", "Album Name", "Artist Name(s)", "Release Date", "Duration (ms)", "Added At", "Genres", "Record Label"),
    *("Danceability", "Energy", "Loudness", "Speechiness", "Acousticness", "Instrumentalness", "Liveness", "Valence", "Tempo", "Artist URI(s)"),
)
TRACKS = 24
NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)
LIBRARY = st.lists(NAMES, min_size=6, max_size=12)


def row_of(number: int, names: list[str]) -> list[object]:
    """Give the row of one track; each name is a track's, an album's, an artist's, a label's and a genre's somewhere."""
    track, album, artist, label, genre = (names[(number + step) % len(names)] for step in (0, 1, 2, 3, 4))
    share = (number % 7 + 1) / 8
    uri, by = f"spotify:track:{number:022d}", f"spotify:artist:{(number + 2) % len(names):022d}"
    told = (uri, track, album, artist, f"20{number % 20:02}-01-01", 180_000 + number, "2024-01-02T00:00:00Z", genre, label)
    return [*told, share, 1 - share, -5 - share, share, share / 2, share / 3, 0.1, share, 90 + number, by]


def export_of(names: list[str], numbers: range) -> str:
    """Write an export."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(row_of(number, names) for number in numbers)
    return text.getvalue()


@given(LIBRARY)
@settings(max_examples=8, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
def test_the_tree_of_a_library_with_random_names_is_whole(names: list[str]) -> None:
    exports: dict[str, str | bytes] = {"Mix.csv": export_of(names, range(TRACKS)), "Liked_Songs.csv": export_of(names, range(0, TRACKS, 2))}
    for place, name in enumerate(names):
        exports[f"{place}/{''.join(letter for letter in name if letter.isalnum()) or '_'}.csv"] = export_of(names, range(place, place + 12))
    tables, clusterings = study_files(exports)
    pictures = frozenset(plan_all(tables, clusterings)["path"])
    scatters = {figure_path(clustering.kind, clustering.key) for clustering in clusterings}
    night = Night(tables, clusterings, pictures | scatters, (), History(is_first=True, nights=()))
    pages = print_all(lay_out_reports(night, ReportChoices()))
    with tempfile.TemporaryDirectory() as folder:
        for path in (*pages, *night.pictures, *covers_on(pages.values())):
            file = Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(pages.get(path, "picture"), encoding="utf-8", newline="")
        assert complaints(Path(folder)) == []
