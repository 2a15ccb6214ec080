"""The invented library: the same bytes for a seed, every kind of thing in it, nothing that no exporter would write."""

from pathlib import Path

import polars as pl
import pytest

from storage.schemas import DESCRIBING_FEATURES
from tasks.pull.sample import write_sample

TRACKS, PLAYLISTS = 1500, 25
SIDE_FILES = {"top_tracks.csv", "top_artists.csv", "plays.csv", "credits.csv", "relations.csv", "truth.csv"}
FEATURE_COLUMNS = ["Danceability", "Energy", "Speechiness", "Acousticness", "Instrumentalness", "Liveness", "Valence", "Tempo", "Loudness"]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    write_sample(folder, TRACKS, PLAYLISTS, 7)
    return folder


@pytest.fixture(scope="module")
def entries(library: Path) -> pl.DataFrame:
    """Read every row of every playlist and of liked songs."""
    exports = [path for path in sorted(library.glob("*.csv")) if path.name not in SIDE_FILES]
    rows = [pl.read_csv(path, infer_schema=False).with_columns(pl.lit(path.name).alias("file")) for path in exports]
    return pl.concat(rows, how="diagonal")


@pytest.fixture(scope="module")
def tracks(entries: pl.DataFrame) -> pl.DataFrame:
    """Keep one row of each track, with features where some file has them."""
    is_track = pl.col("Track URI").str.contains("^spotify:(track|local):")
    return entries.filter(is_track).sort("Tempo", nulls_last=True).unique("Track URI", keep="first", maintain_order=True)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        write_sample(tmp_path / name, 60, 6, seed)
    assert contents(tmp_path / "one") == contents(tmp_path / "again")
    assert contents(tmp_path / "one")["truth.csv"] != contents(tmp_path / "other")["truth.csv"]


def test_there_are_as_many_tracks_and_playlists_as_asked_for(library: Path, tracks: pl.DataFrame, entries: pl.DataFrame) -> None:
    assert tracks.height == TRACKS
    assert entries["file"].n_unique() == PLAYLISTS + 1
    assert "Liked_Songs.csv" in set(entries["file"])
    truth = pl.read_csv(library / "truth.csv")
    assert set(truth["track_uri"]) == set(tracks["Track URI"])


@pytest.mark.parametrize(("track_count", "playlist_count"), [(50, 0), (50, 1), (50, 25), (120, 8)])
def test_small_libraries_work_too(tmp_path: Path, track_count: int, playlist_count: int) -> None:
    write_sample(tmp_path, track_count, playlist_count, 3)
    assert pl.read_csv(tmp_path / "truth.csv").height == track_count
    assert len(list(tmp_path.glob("*.csv"))) == playlist_count + 1 + len(SIDE_FILES)


def test_rows_are_three_to_six_times_the_tracks(entries: pl.DataFrame) -> None:
    assert 2.5 * TRACKS < entries.height < 6 * TRACKS
    sizes = sorted(entries["file"].value_counts()["count"].to_list())
    assert sizes[0] <= 10
    assert sizes[-5] > 100


def test_nine_in_ten_tracks_are_described_and_some_are_zeros_of_a_failed_analysis(tracks: pl.DataFrame) -> None:
    described = tracks.filter(pl.col("Tempo").cast(pl.Float64) > 0)
    assert 0.88 <= described.height / TRACKS <= 0.97
    assert tracks.filter(pl.col("Tempo").cast(pl.Float64) == 0).height > 0
    assert len(FEATURE_COLUMNS) == len(DESCRIBING_FEATURES)


def test_features_are_bounded_and_skewed_as_real_ones(tracks: pl.DataFrame) -> None:
    values = tracks.select(pl.col(FEATURE_COLUMNS).cast(pl.Float64)).filter(pl.col("Tempo") > 0)
    shares = values.drop("Tempo", "Loudness")
    assert shares.select(pl.min_horizontal(pl.all().min())).item() >= 0
    assert shares.select(pl.max_horizontal(pl.all().max())).item() <= 1
    assert values.select(pl.col("Speechiness").median()).item() < 0.2
    assert values.select(pl.col("Instrumentalness").median()).item() < 0.05
    assert values.select((pl.col("Acousticness") < 0.1).mean()).item() > 0.2
    assert values.select((pl.col("Acousticness") > 0.6).mean()).item() > 0.1


def test_labels_artists_and_genres_above_their_page_thresholds_occur(tracks: pl.DataFrame) -> None:
    first_artist = tracks["Artist Name(s)"].str.split(";").list.first()
    genres = tracks.select(pl.col("Genres").str.split(",")).explode("Genres").filter(pl.col("Genres") != "")["Genres"]
    for names, threshold, at_least in ((tracks["Record Label"], 10, 10), (first_artist, 10, 10), (genres, 50, 5)):
        counts = names.drop_nulls().value_counts()["count"]
        assert (counts >= threshold).sum() >= at_least
        assert (counts < threshold).sum() >= 5


@pytest.mark.parametrize("part", ["|", "[", "]", "*", "_", "<b>", "`", '"', "..", "/", "a" * 300, "밤", "שלום", "夜", "🌊", "line\nbreak"])
def test_names_that_break_naive_code_occur(entries: pl.DataFrame, part: str) -> None:
    assert entries["Track Name"].drop_nulls().str.contains(part, literal=True).any()


def test_names_of_nothing_occur_and_names_that_differ_only_in_case(tracks: pl.DataFrame, entries: pl.DataFrame) -> None:
    assert (tracks["Track Name"].fill_null("") == "").any()
    for names in (entries["file"], tracks["Artist Name(s)"], tracks["Record Label"].drop_nulls()):
        distinct = names.unique()
        assert distinct.str.to_lowercase().n_unique() < len(distinct)


def test_local_files_episodes_unknown_moments_and_leftovers_occur(entries: pl.DataFrame) -> None:
    for start in ("spotify:local:", "spotify:episode:", "undefined"):
        assert entries["Track URI"].str.starts_with(start).any()
    assert (entries["Added At"] == "1970-01-01T00:00:00Z").any()


def test_some_songs_stand_under_two_addresses(tracks: pl.DataFrame) -> None:
    songs = tracks.filter(pl.col("ISRC").is_not_null()).group_by("Track Name", "Artist Name(s)", "ISRC").len()
    assert (songs["len"] > 1).any()


def test_some_albums_stand_under_two_addresses(tracks: pl.DataFrame) -> None:
    albums = tracks.drop_nulls("Album URI").select("Album URI", "Album Name", artist=pl.col("Artist Name(s)").str.split(";").list.first()).unique()
    assert albums.filter(pl.len().over("Album Name", "artist") > 1).height >= 2


def test_some_people_who_are_credited_are_members_of_groups(library: Path) -> None:
    credited = pl.read_csv(library / "credits.csv")["person_name"].unique()
    members = pl.read_csv(library / "relations.csv").filter(pl.col("relation") == "member_of")["artist_name"]
    assert members.is_in(credited.implode()).sum() >= 2


def test_both_exporters_occur_and_artists_are_joined_as_each_does(library: Path) -> None:
    headers = {path.name: path.read_bytes().removeprefix(b"\xef\xbb\xbf")[:12] for path in library.glob("*.csv") if path.name not in SIDE_FILES}
    assert {b'"Track URI",', b"Track URI,IS"} == set(headers.values())


def test_every_cover_that_is_named_exists_and_is_small(library: Path, tracks: pl.DataFrame) -> None:
    named = set(tracks["Album Image URL"].drop_nulls()) - {""}
    drawn = {f"covers/{path.name}": path for path in (library / "covers").iterdir()}
    assert named <= set(drawn)
    assert all(path.read_bytes().startswith(b"\x89PNG") and path.stat().st_size < 5000 for path in drawn.values())


def test_side_files_name_tracks_of_the_library(library: Path, tracks: pl.DataFrame) -> None:
    known = set(tracks["Track URI"])
    for name in ("top_tracks.csv", "plays.csv", "credits.csv"):
        assert set(pl.read_csv(library / name)["track_uri"].drop_nulls()) <= known
    assert pl.read_csv(library / "relations.csv")["relation"].unique().sort().to_list() == ["member_of", "renamed_to", "subgroup_of"]
    places = pl.read_csv(library / "top_artists.csv")
    assert not places.select("as_of_date", "term", "place").is_duplicated().any()


def test_files_are_distinct_on_a_file_system_that_tells_case_apart(tmp_path: Path) -> None:
    write_sample(tmp_path, 400, 80, 5)
    names = [path.name for path in tmp_path.glob("*.csv")]
    assert len(names) == 81 + len(SIDE_FILES)
    assert max(len(name.encode()) for name in names) <= 255
