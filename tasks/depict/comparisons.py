"""Plan the comparisons: where on the two principal axes the tracks of a collection's largest groups lie; refuses to know clusters."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from storage.schemas import LIBRARY_KIND, LIKED_KEY, Clustering
from tasks.depict.facts import COLLECTION, PICTURE, Tables, write_facts

GROUPS_AT_MOST, GROUPS_AT_LEAST, ARTISTS_AT_LEAST = 10, 2, 10
KINDS_THAT_COMPARE_ARTISTS: Final = ("playlist", "genre")
DECIMALS: Final = 3
GROUP: Final = ("thing_key", "thing_name")


def plan_comparisons(tables: Tables, clusterings: Sequence[Clustering], artists: pl.DataFrame) -> pl.DataFrame:
    """Give the figures that compare artists, playlists and genres, with the axes of the collection's clusters."""
    places = _read_places(tables["mart.cluster_members"])
    primary = tables["core.track_artists"].filter(pl.col("artist_position") == 0).sort("track_uri", "artist_key").unique("track_uri", keep="first")
    compared = [
        _compare_artists(places, tables, primary.join(artists, left_on="artist_key", right_on="thing_key").rename({"artist_key": "thing_key"})),
        _compare_in_library(places, _find_playlists(tables), "playlists_comparison"),
        _compare_in_library(places, _find_genres(tables, primary, places), "genres_comparison"),
    ]
    groups = _gather_groups(pl.concat(compared)).join(_read_axes(clusterings), on=COLLECTION, maintain_order="left")
    return write_facts(groups.select(*PICTURE, "groups", "axes"), "comparison")


def _read_places(members: pl.DataFrame) -> pl.DataFrame:
    """Give where each clustered track lies, as precisely as a figure can show."""
    known = members.filter(pl.col("x").is_finite(), pl.col("y").is_finite())
    return known.select(*COLLECTION, "track_uri", *(_round(axis) for axis in ("x", "y")))


def _round(axis: str) -> pl.Expr:
    """Round a place, and give zero no sign."""
    rounded = pl.col(axis).round(DECIMALS)
    return pl.when(rounded == 0).then(0.0).otherwise(rounded).alias(axis)


def _compare_artists(places: pl.DataFrame, tables: Tables, artists: pl.DataFrame) -> pl.DataFrame:
    """Group tracks by their primary artist, in collections of enough artists."""
    counts = tables["mart.collection_artists"].group_by(COLLECTION).len().filter(pl.col("len") >= ARTISTS_AT_LEAST)
    compared = places.filter(pl.col("collection_kind").is_in(KINDS_THAT_COMPARE_ARTISTS)).join(counts, on=COLLECTION, how="semi")
    return _group(compared, artists, "artists_comparison")


def _compare_in_library(places: pl.DataFrame, groups: pl.DataFrame, name: str) -> pl.DataFrame:
    """Group the tracks of the library."""
    return _group(places.filter(pl.col("collection_kind") == LIBRARY_KIND), groups, name)


def _group(places: pl.DataFrame, groups: pl.DataFrame, name: str) -> pl.DataFrame:
    """Give each track the group that it is in."""
    return places.join(groups, on="track_uri").select(*COLLECTION, pl.lit(name).alias("picture_name"), *GROUP, "track_uri", "x", "y")


def _find_playlists(tables: Tables) -> pl.DataFrame:
    """Give each track the largest of its playlists; liked songs are none."""
    is_playlist = (pl.col("collection_kind") == "playlist") & (pl.col("collection_key") != LIKED_KEY)
    members = tables["mart.collection_members"].filter(is_playlist).with_columns(size=pl.len().over("collection_key"))
    largest = members.sort("track_uri", "size", "collection_key", descending=[False, True, False]).unique("track_uri", keep="first")
    return largest.join(tables["mart.collections"], on=COLLECTION, how="left").select("track_uri", thing_key="collection_key", thing_name="title")


def _find_genres(tables: Tables, primary: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Give each placed track of the library the genre of its primary artist that most of these tracks have."""
    placed = places.filter(pl.col("collection_kind") == LIBRARY_KIND).join(primary, on="track_uri")
    genres = placed.join(tables["core.artist_genres"], on="artist_key").with_columns(size=pl.len().over("genre_key"))
    largest = genres.sort("track_uri", "size", "genre_key", descending=[False, True, False]).unique("track_uri", keep="first")
    return largest.select("track_uri", thing_key="genre_key", thing_name="genre_name")


def _gather_groups(tracks: pl.DataFrame) -> pl.DataFrame:
    """Bring the largest groups of each figure together, with the places of their tracks in the order of URIs."""
    by_group = (*PICTURE, "thing_key")
    places = tracks.sort(*by_group, "track_uri").group_by(by_group, maintain_order=True)
    groups = places.agg(pl.col("thing_name").min().fill_null(""), pl.len(), "x", "y").sort(
        *PICTURE, "len", "thing_key", descending=[False] * 3 + [True, False]
    )
    gathered = groups.group_by(PICTURE, maintain_order=True).agg(groups=pl.struct(name="thing_name", x="x", y="y").head(GROUPS_AT_MOST))
    return gathered.filter(pl.col("groups").list.len() >= GROUPS_AT_LEAST)


def _read_axes(clusterings: Sequence[Clustering]) -> pl.DataFrame:
    """Give the axes of each collection's clusters."""
    axis = pl.Struct({"label": pl.String(), "variance_share": pl.Float64()})
    rows = [(clustering.kind, clustering.key, [axis.model_dump() for axis in clustering.axes]) for clustering in clusterings]
    return pl.DataFrame(rows, schema={**dict.fromkeys(COLLECTION, pl.String()), "axes": pl.List(axis)}, orient="row")
