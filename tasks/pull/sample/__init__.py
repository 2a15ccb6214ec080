"""Write an invented library as the CSV exports of one person; refuses to know who reads them."""

import shutil
from pathlib import Path
from typing import Final

import polars as pl

from .catalogue import invent_catalogue
from .covers import draw_covers
from .exports import Shelf, write_liked, write_playlists
from .history import list_credits, list_plays, list_relations, list_top_artists, list_top_tracks
from .playlists import invent_playlists
from .tracks import complete_tracks

UNFINISHED: Final = ".linernotes-sample"


def write_whole_sample(folder: Path, tracks: int, playlists: int, seed: int) -> None:
    """Write a library that comes to its folder when all of it is written; what a killed call left there goes first."""
    unfinished = folder / UNFINISHED
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        write_sample(unfinished, tracks, playlists, seed)
        for made in sorted(unfinished.iterdir()):
            made.rename(folder / made.name)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def write_sample(folder: Path, tracks: int, playlists: int, seed: int) -> None:
    """Write a library of so many tracks and playlists; the same seed gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    catalogue = invent_catalogue(tracks, seed)
    complete = complete_tracks(catalogue, seed)
    named, liked = invent_playlists(catalogue.group_of_track, playlists, seed)
    shelf = Shelf(folder, complete, seed)
    write_liked(shelf, liked)
    write_playlists(shelf, named)
    draw_covers(folder, complete["Album Image URL"].drop_nulls().unique().sort().to_list(), seed)
    list_top_tracks(complete, seed).write_csv(folder / "top_tracks.csv")
    list_top_artists(catalogue.artists, seed).write_csv(folder / "top_artists.csv")
    list_plays(complete, seed).write_csv(folder / "plays.csv")
    list_credits(complete, catalogue.artists, seed).write_csv(folder / "credits.csv")
    list_relations(catalogue.artists, seed).write_csv(folder / "relations.csv")
    truth = pl.DataFrame({"track_uri": complete["Track URI"], "planted_group": catalogue.group_of_track})
    truth.sort("track_uri").write_csv(folder / "truth.csv")
