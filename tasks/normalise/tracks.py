"""Merge the descriptions of each track of the library, albums and artists found behind their names."""

from dataclasses import dataclass
from typing import Self

import polars as pl

from storage.schemas import TABLES
from tasks.shared_facts import VALUE_SEPARATOR, choose_current
from tasks.shared_identities import ARTIST_BY_NAME
from tasks.shared_slugs import give_slugs, slug_of, with_id

MERGED = ("track_name", "album_name", "album_artist_name", "album_by_name", "album_subject", "duration_ms", "is_explicit", "popularity")
NO_FACTS = pl.DataFrame(schema=TABLES["step.facts"].dtypes)
ARTIST_COLUMNS = ("artist_names", "artist_subjects")


@dataclass(frozen=True)
class Known:
    """The current facts by kind, as told of a subject."""

    by_kind: dict[str, pl.DataFrame]

    @classmethod
    def choose(cls, told: pl.DataFrame) -> Self:
        """Choose the current facts from all that were told."""
        parted = choose_current(told).partition_by("fact", as_dict=True)
        return cls({str(fact): facts for (fact,), facts in parted.items()})

    def all_of(self, fact: str) -> pl.DataFrame:
        """Give the facts of one kind."""
        return self.by_kind.get(fact, NO_FACTS)

    def of(self, fact: str, named: str) -> pl.DataFrame:
        """Give the values of one kind of fact, under the column that names the subject."""
        return self.all_of(fact).select(pl.col("subject").alias(named), pl.col("value").alias(fact), pl.col("source").alias(f"{fact}_source"))

    def uris(self, named: str) -> pl.DataFrame:
        """Give the URI behind each name that stands for one thing alone."""
        told = self.of("uri", named).drop("uri_source")
        return told.filter(~pl.col("uri").str.contains(VALUE_SEPARATOR, literal=True))


def merge_tracks(variants: pl.DataFrame, entries: pl.DataFrame) -> pl.DataFrame:
    """Give one row per track of the library; the freshest description leads, the others fill its gaps."""
    is_carried = variants["variant"].is_in(entries["variant"].unique().implode())
    told = variants.select("variant", "track_uri", *MERGED, *ARTIST_COLUMNS, "artist_uris")
    uris = told.select("track_uri")
    foreign = uris.filter(~is_carried).join(uris.filter(is_carried), on="track_uri", how="anti")
    wanted = told if foreign.is_empty() else told.join(foreign, on="track_uri", how="anti", maintain_order="left")
    is_alone = wanted["track_uri"].is_unique()
    alone, several = wanted.filter(is_alone), wanted.filter(~is_alone)
    artists = (
        several.filter(pl.col("artist_names").list.len() > 0)
        .sort(pl.col("artist_uris").is_null(), "variant")
        .unique("track_uri", keep="first", maintain_order=True)
        .select("track_uri", *ARTIST_COLUMNS)
    )
    values = several.group_by("track_uri", maintain_order=True).agg(pl.col(name).first(ignore_nulls=True) for name in MERGED)
    merged = values.join(artists, on="track_uri", how="left", maintain_order="left")
    has_artists = pl.col("artist_names").list.len() > 0
    named_alone = alone.with_columns(pl.when(has_artists).then(name).alias(name) for name in ARTIST_COLUMNS)
    return pl.concat([named_alone.select(merged.columns), merged])


def find_artist_uris(known: Known, *lists: pl.DataFrame) -> pl.DataFrame:
    """Give the URI behind each artist's name that tracks tell one URI of, or of which they tell none and lists of artists one."""
    named = pl.lit(ARTIST_BY_NAME) + pl.col("artist_name")
    listed = pl.concat([told.select(artist_subject=named, uri="artist_uri").drop_nulls() for told in lists]).unique()
    alone = listed.filter(listed["artist_subject"].is_unique()).join(known.of("uri", "artist_subject"), on="artist_subject", how="anti")
    return pl.concat([known.uris("artist_subject"), alone])


def name_artists(tracks: pl.DataFrame, uris: pl.DataFrame) -> pl.DataFrame:
    """Give one row per track and artist; a name leads to the one URI that is known for it."""
    placed = (
        tracks.select("track_uri", *ARTIST_COLUMNS, pl.int_ranges(pl.col("artist_names").list.len(), dtype=pl.Int64).alias("artist_position"))
        .drop_nulls("artist_names")
        .explode(*ARTIST_COLUMNS, "artist_position")
        .rename({"artist_names": "artist_name", "artist_subjects": "artist_subject"})
    )
    found = placed.join(uris, on="artist_subject", how="left")
    return (
        found.with_columns(pl.col("artist_subject").alias("artist_by_name"), pl.coalesce("uri", "artist_subject").alias("artist_subject"))
        .drop("uri")
        .sort("track_uri", "artist_position")
        .unique(("track_uri", "artist_subject"), keep="first", maintain_order=True)
    )


def give_artists(named: pl.DataFrame) -> pl.DataFrame:
    """Give each artist one name, the one most written, and a key."""
    told = _most_written(named, "artist_subject", "artist_name")
    keys = give_slugs(dict(told.select("artist_subject", "artist_name").iter_rows()))
    return told.with_columns(
        pl.col("artist_subject").replace_strict(keys, return_dtype=pl.String).alias("artist_key"),
        pl.when(pl.col("artist_subject").str.starts_with("spotify:artist:")).then("artist_subject").alias("artist_uri"),
    )


def find_albums(tracks: pl.DataFrame, named: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Give each track the subject of its album, by URI where one is known, and its primary artist."""
    primary = named.filter(pl.col("artist_position") == 0).select("track_uri", "artist_name", "artist_subject")
    aliased = tracks.join(known.uris("album_subject"), on="album_subject", how="left").with_columns(
        pl.coalesce("uri", "album_subject").alias("album_subject")
    )
    return aliased.drop("uri").join(primary, on="track_uri", how="left")


def give_albums(tracks: pl.DataFrame) -> pl.DataFrame:
    """Give each album one name, a key and the facts that are told of it or of its name."""
    told = _most_written(tracks.drop_nulls("album_subject"), "album_subject", "album_name")
    rest = (
        tracks.drop_nulls("album_subject")
        .group_by("album_subject")
        .agg(
            pl.coalesce("album_artist_name", "artist_name").drop_nulls().sort().first().alias("artist_name"),
            pl.col("album_by_name").drop_nulls().sort().first(),
            pl.len().cast(pl.Int64).alias("track_count"),
        )
    )
    keys = [with_id(slug_of(name or ""), subject) for subject, name in told.iter_rows()]
    return (
        told.with_columns(pl.Series("album_key", keys, pl.String))
        .join(rest, on="album_subject")
        .with_columns(
            pl.when(pl.col("album_subject").str.starts_with("spotify:album:")).then("album_subject").alias("album_uri"),
        )
    )


def add_album_facts(albums: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Add label, release date and cover, told of the album itself or else of its name."""
    for fact in ("raw_label", "release_date", "cover"):
        own = known.of(fact, "album_subject")
        by_name = known.of(fact, "album_by_name").rename({fact: "named", f"{fact}_source": "named_source"})
        albums = albums.join(own, on="album_subject", how="left").join(by_name, on="album_by_name", how="left")
        albums = albums.with_columns(
            pl.coalesce(fact, "named").alias(fact), pl.coalesce(f"{fact}_source", "named_source").alias(f"{fact}_source")
        ).drop("named", "named_source")
    return albums.with_columns(year_of("release_date"))


def year_of(column: str) -> pl.Expr:
    """Give the year of a date that may lack month and day."""
    return pl.col(column).str.slice(0, 4).cast(pl.Int64, strict=False).alias("release_year")


def finish_tracks(tracks: pl.DataFrame, albums: pl.DataFrame, likes: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Give core.tracks and, beside it, who said what of each track."""
    facts = ("isrc", "release_date")
    own = tracks.drop("album_name")
    for fact in facts:
        own = own.join(
            known.of(fact, "track_uri").rename({fact: f"track_{fact}", f"{fact}_source": f"track_{fact}_source"}), on="track_uri", how="left"
        )
    of_album = albums.select("album_subject", "album_key", "release_date", "release_date_source", "raw_label_source", "cover_source")
    liked = likes.with_columns(pl.lit(value=True).alias("is_liked"))
    joined = own.join(of_album, on="album_subject", how="left").join(liked, on="track_uri", how="left")
    return joined.with_columns(
        pl.col("track_isrc").alias("isrc"),
        pl.col("track_isrc_source").alias("isrc_source"),
        pl.coalesce("release_date", "track_release_date").alias("release_date"),
        pl.coalesce("release_date_source", "track_release_date_source").alias("release_date_source"),
        pl.col("is_liked").fill_null(value=False),
    ).with_columns(year_of("release_date"))


def _most_written(rows: pl.DataFrame, subject: str, name: str) -> pl.DataFrame:
    """Give each subject the name that most rows write, ties the smallest."""
    counted = rows.group_by(subject, name).len().sort(subject, "len", name, descending=(False, True, False), nulls_last=True)
    return counted.unique(subject, keep="first", maintain_order=True).select(subject, name)


def as_table(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """Give the columns of a table, as its schema has them."""
    return frame.select(pl.col(name).cast(dtype) for name, dtype in TABLES[table].dtypes.items())
