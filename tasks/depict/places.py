"""Plan the lines of places in the top lists of each term; refuses to know what the places are worth."""

from typing import Final

import polars as pl

from storage.schemas import LIBRARY_KIND
from tasks.depict.facts import PICTURE, Tables
from tasks.depict.lines import LINE, TOP_PLACES, choose_lines, draw_up, plan_lines
from tasks.depict.ranks import name_points, read_history, stand

LOWEST_PLACE: Final = pl.lit(30)
ENTRIES_AT_LEAST: Final = 3
TERMS: Final = ("long_term", "medium_term")
OWN_NAMES: Final = {"short_term": "Last month", "medium_term": "Last 6 months", "long_term": "Last year", "rank": "All time"}
WHOLE_VIEW: Final = (pl.col("worst_place").max() + 1).over(PICTURE)  # so few lines are shown from their first to their last place
IN_THE_LIBRARY: Final = {"collection_kind": pl.lit(LIBRARY_KIND), "collection_key": pl.lit(LIBRARY_KIND)}
IS_FREQUENT: Final = pl.col("entry_count") >= ENTRIES_AT_LEAST
IS_ON_TOP: Final = pl.col("current_place") <= TOP_PLACES


def plan_places(tables: Tables, names: Tables) -> pl.DataFrame:
    """Give the figures of places over time of the library and of every artist."""
    tracks = _read_lists(tables, "top_tracks", "track_uri").filter(pl.col("series").is_in(TERMS))
    artists = _read_lists(tables, "top_artists", "artist_key").filter(pl.col("series").is_in(OWN_NAMES.keys()))
    standing = stand(tracks)
    chosen_tracks = pl.concat([_choose_tracks(standing), _choose_tracks_of_artists(standing, tables)])
    track_lines, artist_lines = draw_up(name_points(tracks, names["track"])), draw_up(name_points(artists, names["artist"]))
    chosen = [chosen_tracks.join(track_lines, on=LINE), _choose_artists(stand(artists)).join(artist_lines, on=LINE)]
    return pl.concat([plan_lines(pl.concat(chosen), "place", LOWEST_PLACE), _plan_own_places(tables, artists)])


def _read_lists(tables: Tables, lists: str, key: str) -> pl.DataFrame:
    """Give the place of each thing at each date of each list; what stands twice in one counts once, where it stands higher."""
    listed = tables[f"core.{lists}"].select("as_of_date", series="term", thing_key=key, place="place")
    return listed.group_by(*LINE, "as_of_date").agg(pl.col("place").min()).select(listed.columns)


def _choose_tracks(standing: pl.DataFrame) -> pl.DataFrame:
    """Choose for the library what is on top of the year's list and has been listed before, and what was most often on top."""
    current = pl.when(IS_ON_TOP & IS_FREQUENT).then("current_place")
    return choose_lines(_of_library(standing, ("long_term",), "top_tracks").with_columns(current_place=current))


def _choose_artists(standing: pl.DataFrame) -> pl.DataFrame:
    """Choose for the library the artists who are on top now."""
    return _of_library(standing.filter(IS_ON_TOP), TERMS, "top_artists").select(*PICTURE, *LINE)


def _of_library(standing: pl.DataFrame, terms: tuple[str, ...], folder: str) -> pl.DataFrame:
    """Put what is listed in these terms on the library's figures of them."""
    listed = standing.filter(pl.col("series").is_in(terms))
    return listed.with_columns(**IN_THE_LIBRARY, picture_name=pl.format("{}/{}", pl.lit(folder), "series"))


def _choose_tracks_of_artists(standing: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """Choose for each artist the tracks that were listed more than now and then."""
    members = tables["mart.collection_members"].filter(pl.col("collection_kind") == "artist").rename({"track_uri": "thing_key"})
    frequent = members.join(standing.filter(IS_FREQUENT), on="thing_key")
    return frequent.with_columns(picture_name=pl.format("track_rank_time_series_{}", "series")).select(*PICTURE, *LINE)


def _plan_own_places(tables: Tables, listed: pl.DataFrame) -> pl.DataFrame:
    """Give the figure of each artist's own places in the lists, and of its rank."""
    pages = tables["mart.collection_members"].filter(pl.col("collection_kind") == "artist")
    history = read_history(tables, "artist")
    frequent = listed.filter(pl.len().over(LINE) >= ENTRIES_AT_LEAST)
    points = pl.concat([frequent.select(history.columns), history]).join(pages, left_on="thing_key", right_on="collection_key", how="semi")
    named = points.with_columns(thing_name=pl.col("series").replace_strict(OWN_NAMES, return_dtype=pl.String))
    lines = draw_up(named).with_columns(collection_kind=pl.lit("artist"), collection_key="thing_key", picture_name=pl.lit("rank_time_series"))
    return plan_lines(lines, "place", WHOLE_VIEW)
