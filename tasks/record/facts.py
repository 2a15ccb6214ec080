"""Draw from a night's rows the facts that outlive it; refuses to know what was told before."""

import polars as pl

from storage.schemas import FEATURES, TABLES
from tasks.shared_facts import VALUE_SEPARATOR, is_of_files, most_trusted, pack_features

FACTS = TABLES["step.facts"].dtypes


def tell_facts(described: pl.DataFrame) -> pl.DataFrame:
    """Give every fact that the descriptions of tracks tell; of what files tell together with a service also what they tell alone."""
    by_files = described.filter(is_of_files())
    whole = _tell_facts(described)
    return whole if by_files.height == described.height else pl.concat([whole, _tell_facts(by_files)]).unique(maintain_order=True)


def _tell_facts(described: pl.DataFrame) -> pl.DataFrame:
    """Give every fact that these descriptions tell, with the age of the file that told it."""
    variants = described.lazy()
    album = pl.coalesce("album_subject", "track_uri")
    with_uris = variants.filter(pl.col("artist_uris").is_not_null())
    named = with_uris.select("newest_added_at", "source", name=pl.col("artists_by_name"), uri=pl.col("artist_uris")).explode("name", "uri")
    *told, artist_uris = pl.collect_all(
        [
            _tell(
                variants.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in FEATURES)), "features", pl.col("track_uri"), pack_features()
            ),
            _tell(variants, "isrc", pl.col("track_uri"), pl.col("isrc")),
            _tell_most_said(_tell(variants, "raw_label", album, pl.col("raw_label"))),
            _tell_most_said(_tell(variants, "release_date", album, pl.col("release_date")), pl.col("value").str.len_bytes()),
            _tell_most_said(_tell(variants, "cover", album, pl.col("album_image_url"))),
            _tell_uris(variants.select("newest_added_at", "source", name=pl.col("album_by_name"), uri=pl.col("album_uri"))),
            _tell_uris(named),
        ]
    )
    genres = _tell_genres(variants, artist_uris.lazy().filter(~pl.col("value").str.contains(VALUE_SEPARATOR, literal=True))).collect()
    return pl.concat([*told, artist_uris, genres]).select(*FACTS)


def _tell(variants: pl.LazyFrame, fact: str, subject: pl.Expr, value: pl.Expr) -> pl.LazyFrame:
    """Give one kind of fact where it is told."""
    return variants.select(
        subject=subject,
        fact=pl.lit(fact),
        value=value,
        source=pl.col("source"),
        said_at=pl.col("newest_added_at"),
    ).filter(pl.col("value").is_not_null(), pl.col("subject").is_not_null())


def _tell_most_said(told: pl.LazyFrame, *before: pl.Expr) -> pl.LazyFrame:
    """Give of what one reading tells of a thing in different ways what most rows say; `before` weighs more than their number."""
    of_a_reading = ("subject", "source", "said_at")
    words = pl.col("value").hash()  # and subjects too: much faster to compare than texts
    marked = told.with_columns((words.min() != words.max()).over(pl.col("subject").hash()).alias("is_disputed"))
    counted = marked.filter("is_disputed").group_by(*of_a_reading, "fact", "value", maintain_order=True).agg(pl.len().alias("rows"))
    first = counted.sort(*before, "rows", "value", descending=[*(True for _ in before), True, False], maintain_order=True)
    settled = first.unique(of_a_reading, keep="first", maintain_order=True).select(*FACTS)
    return pl.concat([marked.filter(~pl.col("is_disputed")).select(*FACTS), settled])


def _tell_uris(named: pl.LazyFrame) -> pl.LazyFrame:
    """Give the URIs that were told beside a name; more than one means that the name decides nothing."""
    told = named.drop_nulls(("name", "uri"))
    uri = pl.col("uri")
    grouped = told.group_by("name", maintain_order=True).agg(uri.min(), uri.max().alias("other"), pl.col("newest_added_at").max(), most_trusted())
    ambiguous = grouped.filter(uri != pl.col("other")).select("name")
    several = told.join(ambiguous, on="name", how="semi").group_by("name").agg(uri.unique().sort().str.join(VALUE_SEPARATOR).alias("uris"))
    whole = grouped.join(several, on="name", how="left", maintain_order="left")
    return _tell(whole, "uri", pl.col("name"), pl.coalesce("uris", "uri"))


def _tell_genres(variants: pl.LazyFrame, uris: pl.LazyFrame) -> pl.LazyFrame:
    """Give an artist the genres of rows that name no one else; otherwise those that all rows it leads have in common."""
    rows = (
        variants.filter(pl.col("genres").list.len() > 0)
        .with_columns(pl.col("artist_subjects").list.first().alias("subject"))
        .join(uris.select("subject", "value"), on="subject", how="left")
        .with_columns(pl.coalesce("value", "subject").alias("artist"), (pl.col("artist_subjects").list.len() == 1).alias("is_alone"))
        .select("newest_added_at", "source", "genres", "artist", "is_alone")
    )
    decisive = rows.filter(pl.col("is_alone") | ~pl.col("is_alone").any().over("artist"))
    pairs = decisive.explode("genres").group_by("artist", "genres").agg(pl.len().alias("seen"), pl.col("newest_added_at").max(), most_trusted())
    leads = decisive.group_by("artist").agg(pl.len().alias("rows"), pl.col("is_alone").first())
    shared = pairs.join(leads, on="artist").filter(pl.col("is_alone") | (pl.col("seen") == pl.col("rows")))
    grouped = shared.group_by("artist").agg(
        pl.col("genres").unique().sort().str.join(VALUE_SEPARATOR), pl.col("newest_added_at").max(), most_trusted()
    )
    return _tell(grouped.sort("artist"), "genres", pl.col("artist"), pl.col("genres"))
