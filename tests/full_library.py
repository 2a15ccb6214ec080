"""A small library that has everything a page can show: ranks, places, plays, credits, relations, years, figures."""

from collections.abc import Mapping
from datetime import date

import polars as pl
from report_library import URI, frame, tables_of

from storage.schemas import DESCRIBING_FEATURES

TRACK_COUNT = 32
PAIR = ["collection_kind", "collection_key"]
COUNTS = (pl.len().cast(pl.Int64).alias("track_count"), pl.col("is_liked").sum().cast(pl.Int64).alias("liked_count"))
SPOTIFY_ID = "{:022d}".format

# the group made tracks 0..23 (the last of them with its member), the member 24..29, a third artist the rest
ARTIST_OF = ["group"] * 24 + ["member"] * 6 + ["other"] * 2
YEARS = [2020] * 21 + [2018] * 3 + [2021] * 6 + [1999, None]


def full_library() -> dict[str, pl.DataFrame]:
    """Give a library of 32 tracks by three artists in two playlists, of which the first 12 tracks are ranked and every fourth is liked."""
    numbers = range(TRACK_COUNT)
    members = {
        ("playlist", "all"): list(numbers),
        ("playlist", "few"): [0, 1, 30],
        ("playlist", "liked_tracks"): [n for n in numbers if n % 4 == 0],
        ("artist", "group"): list(range(24)),
        ("artist", "member"): list(range(23, 30)),
        ("label", "sm"): list(range(30)),
        ("genre", "k-pop"): list(range(30)),
        ("library", "library"): list(numbers),
    }
    titles = {"all": "All of it", "few": "A few", "liked_tracks": "Liked Tracks", "group": "Girls' Generation", "member": "TAEYEON"}
    titles |= {"sm": "SM Entertainment", "k-pop": "k-pop", "library": "All tracks"}
    return count_groups(
        tables_of(
            **_told_of_artists(),
            **_listened(),
            core_tracks=[
                {"track_uri": URI(n), "track_name": f"T{n:02d}", "album_key": f"b{n // 3}", "is_liked": n % 4 == 0}
                | {"release_date": f"{YEARS[n]}-01-{n // 3 + 1:02d}" if YEARS[n] else None, "release_year": YEARS[n]}
                for n in numbers
            ],
            core_albums=[
                {"album_key": f"b{n}", "album_name": f"Album {n:02d}", "album_uri": f"spotify:album:{SPOTIFY_ID(n)}" if n % 2 else None}
                | {"release_date": f"{YEARS[3 * n]}-01-{n + 1:02d}", "album_image_url": f"images/covers/{n}.png" if n else None}
                for n in range(11)
            ],
            core_playlists=[
                {"playlist_key": "all", "playlist_name": "All of it", "playlist_uri": f"spotify:playlist:{SPOTIFY_ID(1)}"},
                {"playlist_key": "few", "playlist_name": "A few"},
            ],
            core_track_artists=[{"track_uri": URI(n), "artist_key": artist, "artist_position": 0} for n, artist in enumerate(ARTIST_OF)]
            + [{"track_uri": URI(23), "artist_key": "member", "artist_position": 1}],
            core_album_labels=[
                {"album_key": f"b{n}", "label_key": "sm", "label_name": "SM Entertainment"}
                | {"raw_label": "SM Entertainment" if n < 8 else "SM ENTERTAINMENT Co., Ltd."}
                for n in range(10)
            ],
            core_track_features=[{"track_uri": URI(n), "source": "exports", **dict.fromkeys(DESCRIBING_FEATURES, 0.5)} for n in numbers],
            mart_collections=[
                {"collection_kind": kind, "collection_key": key, "title": titles[key], "track_count": len(tracks)}
                | {"described_count": len(tracks), "liked_count": sum(n % 4 == 0 for n in tracks), "page_path": ""}
                for (kind, key), tracks in members.items()
            ],
            mart_collection_members=[
                {"collection_kind": kind, "collection_key": key, "track_uri": URI(n)} for (kind, key), tracks in members.items() for n in tracks
            ],
        )
    )


def _told_of_artists() -> dict[str, list[Mapping[str, object]]]:
    """Give who the artists are, and who helped to make the tracks."""
    credited = [(0, "TAEYEON", "lyricist"), (0, "TAEYEON", "vocals"), (1, "TAEYEON", "vocals"), (1, "Yoona", "songwriter"), (0, "Yoona", "lyricist")]
    credited += [(n, "Kenzie", "producer") for n in (0, 1, 2, 25)] + [(1, "Kenzie", "songwriter"), (1, "Girls' Generation", "arranger")]
    return {
        "core_artists": [
            {"artist_key": "group", "artist_name": "Girls' Generation", "artist_uri": f"spotify:artist:{SPOTIFY_ID(1)}"},
            {"artist_key": "member", "artist_name": "TAEYEON"},
            {"artist_key": "other", "artist_name": "BoA"},
        ],
        "core_artist_genres": [
            {"artist_key": artist, "genre_key": key, "genre_name": key}
            for artist, key in (("group", "k-pop"), ("member", "k-pop"), ("group", "dance pop"))
        ],
        "core_artist_relations": [
            {"artist_name": one, "relation": relation, "other_name": other}
            for one, relation, other in (
                ("TAEYEON", "member_of", "Girls' Generation"),
                ("Yoona", "member_of", "Girls' Generation"),
                ("SNSD", "renamed_to", "Girls' Generation"),
                ("TTS", "subgroup_of", "Girls' Generation"),
            )
        ],
        "core_track_credits": [
            {"track_uri": URI(n), "person_name": person, "credit_type": credit, "credit_details": "", "source": "exports"}
            for n, person, credit in credited
        ],
        "mart_producers": [
            {"producer_key": key, "producer_name": name, "credit_count": 5, "track_count": 4, "page_path": page}
            for key, name, page in (("kenzie", "Kenzie", "producers/kenzie/overview.md"), ("yoona", "Yoona", None))
        ],
        "mart_collection_producers": [
            {"collection_kind": kind, "collection_key": key, "producer_key": person.lower(), "producer_name": person}
            | {"track_count": count, "credit_types": types}
            for kind, key in (("playlist", "all"), ("artist", "group"), ("label", "sm"), ("genre", "k-pop"))
            for person, count, types in (("Yoona", 2, "lyricist, songwriter"), ("Kenzie", 3, "producer, songwriter"))
        ],
    }


def _listened() -> dict[str, list[Mapping[str, object]]]:
    """Give what was listened to most."""
    old, new = date(2024, 1, 1), date(2024, 1, 4)
    places = [("group", "long_term", 2, new), ("group", "long_term", 9, old), ("group", "medium_term", 7, old), ("member", "medium_term", 3, new)]
    return {
        "core_top_artists": [
            {"artist_key": artist, "term": term, "place": place, "as_of_date": day}
            for artist, term, place, day in [*places, ("group", "short_term", 1, new)]
        ],
        "mart_ranking": [{"basis": "lists", "date_count": 2, "first_date": old, "last_date": new}],
        "mart_track_ranks": [{"track_uri": URI(n), "score": 100.4 - n, "rank": n + 1} for n in range(12)],
        "mart_album_ranks": [{"album_key": f"b{n}", "score": 50.0 - n, "rank": n + 1} for n in range(4)],
        "mart_artist_ranks": [{"artist_key": "group", "score": 99.0, "rank": 1}],
    }


def count_groups(tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Count artists, albums, labels, genres and years of all collections, as the marts do."""
    members = tables["mart.collection_members"].join(tables["core.tracks"], on="track_uri")
    credited = members.join(tables["core.track_artists"], on="track_uri")
    labels = tables["core.album_labels"].drop("raw_label").unique()
    genres = tables["core.artist_genres"].select("artist_key", "genre_key", "genre_name")
    counted = {
        "artists": credited.group_by(*PAIR, "artist_key"),
        "albums": members.group_by(*PAIR, "album_key"),
        "labels": members.join(labels, on="album_key").group_by(*PAIR, "label_key", "label_name"),
        "genres": credited.filter(pl.col("artist_position") == 0).join(genres, on="artist_key").group_by(*PAIR, "genre_key", "genre_name"),
        "years": members.drop_nulls("release_year").group_by(*PAIR, "release_year"),
    }
    found = {f"mart.collection_{name}": groups.agg(COUNTS) for name, groups in counted.items()}
    return tables | {name: rows.select(frame(name, []).columns) for name, rows in found.items()}
