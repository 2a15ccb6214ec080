"""Say which rows speak of the same track, album and artist; refuses to know what they say of it."""

import hashlib

import polars as pl

OWN_TRACK = "linernotes:track:"
ALBUM_BY_NAME = "album:"
ARTIST_BY_NAME = "artist:"
UNIT = "\x1f"


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
    """Fill the URI where a row gives none: of the one track with its ISRC, else with its names, else our own."""
    named = variants.with_columns(
        pl.concat_str(["track_name", pl.col("artist_names").list.join(UNIT), "album_name"], separator=UNIT, ignore_nulls=False).alias("by_names"),
        pl.col("artist_names").list.join(UNIT).alias("all_artists"),
    )
    if not named["track_uri"].has_nulls():
        return named.drop("by_names", "all_artists")
    for evidence in ("isrc", "by_names"):
        named = named.join(_only_uri(named, evidence), on=evidence, how="left", maintain_order="left")
        named = named.with_columns(pl.coalesce("track_uri", "told_uri").alias("track_uri")).drop("told_uri")
    lacking = named.filter(pl.col("track_uri").is_null()).select("variant", own_uri("isrc", "track_name", "all_artists", "album_name").alias("own"))
    joined = named.join(lacking, on="variant", how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("track_uri", "own").alias("track_uri")).drop("by_names", "all_artists", "own")


def _only_uri(variants: pl.DataFrame, evidence: str) -> pl.DataFrame:
    """Give the URI of each piece of evidence that exactly one track carries."""
    told = variants.filter(pl.col("track_uri").is_not_null(), pl.col(evidence).is_not_null()).select(evidence, "track_uri").unique()
    return told.filter(pl.len().over(evidence) == 1).rename({"track_uri": "told_uri"})


def _digest(text: str) -> str:
    """Shorten an identity to the length of a Spotify id."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:22]
