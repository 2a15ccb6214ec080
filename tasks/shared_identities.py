"""Say which rows speak of the same track, album and artist, and by which rule; refuses to know what they say of it."""

import hashlib

import polars as pl

OWN_TRACK = "linernotes:track:"
ALBUM_BY_NAME = "album:"
ARTIST_BY_NAME = "artist:"
UNIT = "\x1f"
SAME_LENGTH_WITHIN_MS = 2_000
BY_URI, BY_ISRC, BY_ALBUM, BY_LENGTH, BY_NOTHING = "uri", "isrc", "name_artists_album", "name_artists_length", "own"


def rank_files(source_files: pl.DataFrame) -> pl.DataFrame:
    """Order files from the freshest (0): largest Added At, then most rows, then smallest digest; never by file times."""
    order = ("newest_added_at", "row_count", "content_digest", "file_name")
    return (
        source_files.sort(order, descending=(True, True, False, False), nulls_last=True)
        .with_row_index("file_rank")
        .select("file_name", pl.col("file_rank").cast(pl.Int64), "newest_added_at")
    )


def name_subjects(variants: pl.DataFrame) -> pl.DataFrame:
    """Add the subjects of facts: the album's and the artists', by URI where told, by name otherwise."""
    first_artist = pl.coalesce("album_artist_name", pl.col("artist_names").list.first())
    by_name = pl.lit(ALBUM_BY_NAME) + pl.col("album_name") + pl.lit(UNIT) + first_artist.fill_null("")
    names = pl.col("artist_names").list.eval(pl.lit(ARTIST_BY_NAME) + pl.element())
    return variants.with_columns(
        by_name.alias("album_by_name"),
        pl.coalesce("album_uri", by_name).alias("album_subject"),
        names.alias("artists_by_name"),
        pl.coalesce("artist_uris", names).alias("artist_subjects"),
    )


def own_uri(*parts: str) -> pl.Expr:
    """Give the stable URI of a track that no source gives one."""
    text = pl.concat_str([pl.col(part).fill_null("") for part in parts], separator=UNIT)
    return pl.lit(OWN_TRACK) + text.map_elements(_digest, return_dtype=pl.String)


def give_uris(variants: pl.DataFrame) -> pl.DataFrame:
    """Fill the URI where a row gives none, and say by which rule: the one track with its ISRC, its names, its names and length, else our own."""
    if not variants["track_uri"].has_nulls():
        return variants.with_columns(pl.lit(BY_URI).alias("match_rule"))
    artists = pl.col("artist_names").list.join(UNIT)
    named = variants.with_columns(
        pl.concat_str(["track_name", artists, "album_name"], separator=UNIT, ignore_nulls=False).alias(BY_ALBUM),
        pl.concat_str(["track_name", artists], separator=UNIT, ignore_nulls=False).alias("by_artists"),
        artists.alias("all_artists"),
        pl.when(pl.col("track_uri").is_not_null()).then(pl.lit(BY_URI)).alias("match_rule"),
    )
    for rule, alone in ((BY_ISRC, _only_uri(named, "isrc")), (BY_ALBUM, _only_uri(named, BY_ALBUM))):
        evidence = "isrc" if rule == BY_ISRC else rule
        named = _fill(named.join(alone, on=evidence, how="left", maintain_order="left"), rule)
    named = _fill(named.join(_uri_by_length(named), on="variant", how="left", maintain_order="left"), BY_LENGTH)
    lacking = named.filter(pl.col("track_uri").is_null())
    own = lacking.select("variant", own_uri("isrc", "track_name", "all_artists", "album_name").alias("told_uri"))
    filled = _fill(named.join(own, on="variant", how="left", maintain_order="left"), BY_NOTHING)
    return filled.drop(BY_ALBUM, "by_artists", "all_artists")


def _fill(found: pl.DataFrame, rule: str) -> pl.DataFrame:
    """Take the URI that a rule found where none is known yet."""
    is_found = pl.col("track_uri").is_null() & pl.col("told_uri").is_not_null()
    return found.with_columns(
        pl.coalesce("track_uri", "told_uri").alias("track_uri"), pl.when(is_found).then(pl.lit(rule)).otherwise("match_rule").alias("match_rule")
    ).drop("told_uri")


def _only_uri(variants: pl.DataFrame, evidence: str) -> pl.DataFrame:
    """Give the URI of each piece of evidence that exactly one track carries."""
    told = variants.filter(pl.col("track_uri").is_not_null(), pl.col(evidence).is_not_null()).select(evidence, told_uri="track_uri").unique()
    return told.filter(pl.len().over(evidence) == 1)


def _uri_by_length(variants: pl.DataFrame) -> pl.DataFrame:
    """Give for a row without URI that of the only track of its name and artists that lasts as long."""
    named = variants.filter(pl.col("by_artists").is_not_null(), pl.col("duration_ms").is_not_null())
    known = named.filter(pl.col("track_uri").is_not_null()).select("by_artists", told_uri="track_uri", told_ms="duration_ms").unique()
    lacking = named.filter(pl.col("track_uri").is_null()).select("variant", "by_artists", "duration_ms")
    near = lacking.join(known, on="by_artists").filter((pl.col("duration_ms") - pl.col("told_ms")).abs() <= SAME_LENGTH_WITHIN_MS)
    found = near.select("variant", "told_uri").unique()
    return found.filter(pl.len().over("variant") == 1)


def _digest(text: str) -> str:
    """Shorten an identity to the length of a Spotify id."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:22]
