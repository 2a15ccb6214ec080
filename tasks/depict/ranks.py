"""Plan the lines of ranks: which tracks, albums and artists of a page rank best, now and before; refuses to know how ranks are won."""

from typing import Final

import polars as pl

from storage.schemas import LIBRARY_KIND, TRACKS_OF_A_YEAR_PAGE
from tasks.depict.facts import COLLECTION, PICTURE, Tables
from tasks.depict.lines import LINE, TOP_PLACES, choose_lines, draw_up, plan_lines

KEYS: Final = {"track": "track_uri", "album": "album_key", "artist": "artist_key"}
NAMES: Final = {
    "track": {"playlist": "top_tracks_time_series", "artist": "track_rank_time_series_score", "library": "top_tracks/score"},
    "album": {"playlist": "top_albums_time_series", "artist": "album_rank_time_series", "library": "top_albums/score"},
}
VIEW: Final = (pl.col("last_place").max() + 1).over(PICTURE)  # no line ends outside of it


def plan_ranks(tables: Tables, names: Tables) -> pl.DataFrame:
    """Give the figures of ranks over time of every playlist, its years, every artist and the library."""
    return pl.concat([_plan(tables, names[thing], thing) for thing in KEYS])


def _plan(tables: Tables, names: pl.DataFrame, thing: str) -> pl.DataFrame:
    """Give the figures of the ranks of tracks, albums or artists."""
    history = read_history(tables, thing)
    standing = stand(history).join(list_scopes(tables, thing), on="thing_key")
    lines = draw_up(name_points(history, names))
    return plan_lines(choose_lines(standing).join(lines, on=LINE), "rank", VIEW)


def read_history(tables: Tables, thing: str) -> pl.DataFrame:
    """Give the rank of each track, album or artist at each date."""
    return tables[f"mart.{thing}_rank_history"].select("as_of_date", series=pl.lit("rank"), thing_key=KEYS[thing], place="rank")


def name_points(points: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Add the names of things to their points."""
    return points.join(names, on="thing_key", how="left").with_columns(pl.col("thing_name").fill_null(""))


def stand(listed: pl.DataFrame) -> pl.DataFrame:
    """Give each thing's place at the last date of its series, how often it was listed, and how often among the best."""
    is_last = pl.col("as_of_date") == pl.col("as_of_date").max().over("series")
    return (
        listed.with_columns(current_place=pl.when(is_last).then("place"))
        .group_by(LINE)
        .agg(pl.col("current_place").min(), entry_count=pl.len(), times_on_top=(pl.col("place") <= TOP_PLACES).sum())
    )


def list_scopes(tables: Tables, thing: str) -> pl.DataFrame:
    """Give the figures that may show each track, album or artist; artists stand on the library's page alone."""
    if thing == "artist":
        kind, name = pl.lit(LIBRARY_KIND), pl.lit("top_artists/score")
        return tables["core.artists"].select(collection_kind=kind, collection_key=kind, picture_name=name, thing_key="artist_key")
    held = tables["mart.collection_members" if thing == "track" else "mart.collection_albums"]
    names = pl.col("collection_kind").replace_strict(NAMES[thing], default=None, return_dtype=pl.String)
    scopes = held.select(*COLLECTION, picture_name=names, thing_key=KEYS[thing]).drop_nulls("picture_name")
    return pl.concat([scopes, _list_years(tables)]) if thing == "track" else scopes


def _list_years(tables: Tables) -> pl.DataFrame:
    """Give the figure of each year of a playlist that has a page, with the tracks of that year."""
    playlists = tables["mart.collection_members"].filter(pl.col("collection_kind") == "playlist")
    dated = playlists.join(tables["core.tracks"].select("track_uri", "release_year").drop_nulls(), on="track_uri")
    listed = dated.filter(pl.len().over(*COLLECTION, "release_year") >= TRACKS_OF_A_YEAR_PAGE)
    return listed.select(*COLLECTION, picture_name=pl.format("{}/tracks_time_series", "release_year"), thing_key="track_uri")
