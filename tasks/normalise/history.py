"""Find the tracks and artists behind plays, top lists and credits; what is found nowhere keeps a URI of its own."""

import polars as pl

from tasks.normalise.tracks import as_table
from tasks.shared_identities import OWN_TRACK, own_uri
from tasks.shared_plays import SECOND, stand_plays
from tasks.shared_slugs import give_slugs

SOURCE = "exports"
BY_URI, BY_NOTHING = "uri", "none"
EVIDENCE = ("isrc", "track_name", "artist_name", "album_name")
MATCH_RULES = {
    "isrc": ("isrc",),
    "name_artist_album": ("track_name", "artist_name", "album_name"),
    "name_artist": ("track_name", "artist_name"),
}


def find_tracks(told: pl.DataFrame, tracks: pl.DataFrame, elsewhere: pl.DataFrame | None = None) -> pl.DataFrame:
    """Fill track_uri and say by what in match_rule: as told, else of the one track with that ISRC, else with those names, else a stable own one.

    A track of the library comes before one that is only known elsewhere. One that the library has under a stable own URI alone is told under that.
    """
    ruled = _find_under_own(told.with_columns(pl.when(pl.col("track_uri").is_not_null()).then(pl.lit(BY_URI)).alias("match_rule")), tracks)
    lacking = ruled.filter(pl.col("track_uri").is_null())
    if lacking.is_empty():
        return ruled
    others = None if elsewhere is None else elsewhere.select("track_uri", *EVIDENCE).unique()
    found = _match_all(lacking, tracks, others)
    own = found.filter(pl.col("track_uri").is_null()).with_columns(own_uri(*EVIDENCE).alias("track_uri"), pl.lit(BY_NOTHING).alias("match_rule"))
    whole = pl.concat([found.filter(pl.col("track_uri").is_not_null()), own])
    matched = lacking.drop("track_uri", "match_rule").join(whole, on=EVIDENCE, how="left", nulls_equal=True)
    return pl.concat([ruled.filter(pl.col("track_uri").is_not_null()), matched.select(ruled.columns)])


def _find_under_own(told: pl.DataFrame, tracks: pl.DataFrame) -> pl.DataFrame:
    """Give rows whose URI the library lacks the stable own URI of the track that their names or ISRC single out there."""
    is_own = pl.col("track_uri").str.starts_with(OWN_TRACK)
    if not tracks.select(is_own.any()).item():
        return told
    strangers = told.select("track_uri", *EVIDENCE).drop_nulls("track_uri").unique().join(tracks, on="track_uri", how="anti")
    named = _match_all(strangers, tracks).filter(is_own).rename({"track_uri": "found_uri", "match_rule": "found_rule"})
    met = strangers.join(named, on=EVIDENCE, nulls_equal=True).group_by("track_uri").agg(pl.col("found_uri").unique(), pl.col("found_rule").min())
    single = met.filter(pl.col("found_uri").list.len() == 1).explode("found_uri")
    found = told.join(single, on="track_uri", how="left", maintain_order="left")
    told_under_own = found.with_columns(track_uri=pl.coalesce("found_uri", "track_uri"), match_rule=pl.coalesce("found_rule", "match_rule"))
    return told_under_own.select(told.columns)


def _match_all(told: pl.DataFrame, *known: pl.DataFrame | None) -> pl.DataFrame:
    """Give the URI of the one track that each evidence in rows singles out, by the surest rule, and that rule; the first known ones come first."""
    found = told.select(EVIDENCE).unique().with_columns(pl.lit(None, pl.String).alias("track_uri"), pl.lit(None, pl.String).alias("match_rule"))
    for rule, evidence in MATCH_RULES.items():
        for tracks in known:
            found = found if tracks is None else _match(found, tracks, evidence, rule)
    return found


def _match(told: pl.DataFrame, tracks: pl.DataFrame, evidence: tuple[str, ...], rule: str) -> pl.DataFrame:
    """Fill the URI of the one track that carries this evidence."""
    known = tracks.select(*evidence, pl.col("track_uri").alias("found_uri")).drop_nulls().unique()
    alone = known.filter(pl.len().over(evidence) == 1)
    is_new = pl.col("track_uri").is_null() & pl.col("found_uri").is_not_null()
    found = told.join(alone, on=evidence, how="left").with_columns(
        pl.coalesce("track_uri", "found_uri").alias("track_uri"), pl.when(is_new).then(pl.lit(rule)).otherwise("match_rule").alias("match_rule")
    )
    return found.drop("found_uri")


def give_plays(played: pl.DataFrame, tracks: pl.DataFrame) -> pl.DataFrame:
    """Give each play once; one without a URI finds its track in the library, else among the plays that have one."""
    standing = stand_plays(played)
    found = find_tracks(standing, tracks, standing.drop_nulls("track_uri"))
    return as_table(found.with_columns(pl.col("source").fill_null(SOURCE), pl.col("precision").fill_null(SECOND)), "core.plays")


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
