"""Find the tracks and artists behind plays, top lists and credits; what is found nowhere keeps a URI of its own."""

import polars as pl

from tasks.normalise.tracks import as_table
from tasks.shared_identities import own_uri
from tasks.shared_slugs import give_slugs

SOURCE = "exports"


def find_tracks(told: pl.DataFrame, tracks: pl.DataFrame) -> pl.DataFrame:
    """Fill track_uri: as told, else of the one track with that ISRC, else with those names, else a stable own one."""
    if not told["track_uri"].has_nulls():
        return told
    found = told
    for evidence in (("isrc",), ("track_name", "artist_name", "album_name"), ("track_name", "artist_name")):
        known = tracks.select(*evidence, pl.col("track_uri").alias("found_uri")).drop_nulls().unique()
        alone = known.filter(pl.len().over(evidence) == 1)
        found = found.join(alone, on=evidence, how="left").with_columns(pl.coalesce("track_uri", "found_uri").alias("track_uri")).drop("found_uri")
    own = own_uri("isrc", "track_name", "artist_name", "album_name")
    return found.with_columns(pl.when(pl.col("track_uri").is_null()).then(own).otherwise("track_uri").alias("track_uri"))


def give_plays(played: pl.DataFrame, tracks: pl.DataFrame) -> pl.DataFrame:
    """Give each play once."""
    found = find_tracks(played, tracks).with_columns(pl.lit(SOURCE).alias("source"))
    return as_table(found, "core.plays").unique()


def give_top_tracks(listed: pl.DataFrame, tracks: pl.DataFrame) -> pl.DataFrame:
    """Give each place of each dated list once; told twice, what was recorded first stands."""
    return as_table(_first_told(find_tracks(listed, tracks)), "core.top_tracks")


def give_listed_artists(listed: pl.DataFrame, artists: pl.DataFrame) -> pl.DataFrame:
    """Give artists that only a top list names, so that every listed artist is one of core.artists."""
    identity = pl.coalesce("artist_uri", pl.lit("artist:") + pl.col("artist_name"))
    told = listed.select(artist_subject=identity, artist_name="artist_name", artist_uri="artist_uri").drop_nulls("artist_subject")
    known_names = artists["artist_name"].to_list()
    new = told.filter(
        ~pl.col("artist_subject").is_in(artists["artist_subject"].to_list()),
        pl.col("artist_uri").is_not_null() | ~pl.col("artist_name").is_in(known_names),
    )
    first = new.sort("artist_subject", "artist_name", nulls_last=True).unique("artist_subject", keep="first", maintain_order=True)
    named = first.with_columns(pl.coalesce("artist_name", "artist_uri").alias("artist_name"))
    keys = give_slugs(dict(named.select("artist_subject", "artist_name").iter_rows()), taken=artists["artist_key"].to_list())
    return named.with_columns(pl.col("artist_subject").replace_strict(keys, return_dtype=pl.String).alias("artist_key")).select(
        "artist_subject", "artist_name", "artist_key", "artist_uri"
    )


def give_top_artists(listed: pl.DataFrame, artists: pl.DataFrame) -> pl.DataFrame:
    """Give each place of each dated list of artists once."""
    by_uri = artists.select("artist_uri", pl.col("artist_key").alias("key_by_uri")).drop_nulls()
    by_name = (
        artists.sort("artist_key")
        .unique("artist_name", keep="first", maintain_order=True)
        .select("artist_name", pl.col("artist_key").alias("key_by_name"))
    )
    found = listed.join(by_uri, on="artist_uri", how="left").join(by_name, on="artist_name", how="left")
    keyed = found.with_columns(pl.coalesce("key_by_uri", "key_by_name").alias("artist_key")).drop_nulls("artist_key")
    return as_table(_first_told(keyed), "core.top_artists")


def give_credits(credited: pl.DataFrame, tracks: pl.DataFrame) -> pl.DataFrame:
    """Give each credit once."""
    found = find_tracks(credited, tracks).with_columns(pl.lit(SOURCE).alias("source"))
    return as_table(found, "core.track_credits").unique()


def give_relations(related: pl.DataFrame) -> pl.DataFrame:
    """Give each relation once."""
    return as_table(related.with_columns(pl.lit(SOURCE).alias("source")), "core.artist_relations").unique()


def _first_told(listed: pl.DataFrame) -> pl.DataFrame:
    """Keep of each place what the oldest page of the ledger says."""
    place = ("as_of_date", "term", "place")
    return listed.sort(*place, "recorded", "file_name", "line_number").unique(place, keep="first", maintain_order=True)
