"""The reports by the book: tables by pandas, figures one by one with the defaults of matplotlib and seaborn; what ours is compared with."""

import random
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns

from tasks.shared_pictures import PICTURE, Bars, Comparison, Distribution, Lines, Years

from .fresh import tell
from .kept import read_kept

FIGURES_TIMED = 200
SEED = 0
DENSITY_POINTS = 200
TABLES_NEEDED = ("mart.collection_members", "core.tracks", "core.track_artists", "core.album_labels", "core.artist_genres")


def draw_bars(picture: Bars | Years, file: Path) -> None:
    """Draw a grey bar for all tracks and a green one over it for the liked ones, each with its value."""
    frame = pd.DataFrame([bar.model_dump() for bar in picture.bars]).astype({"name": str})
    figure, axes = plt.subplots(figsize=(13, 13))
    for column, colour in (("count", "grey"), ("liked_count", "green")):
        sns.barplot(frame, x=column, y="name", color=colour, ax=axes, errorbar=None)
    for container in axes.containers:
        axes.bar_label(container)  # type: ignore[arg-type]
    _save(figure, file)


def draw_lines(picture: Lines, file: Path) -> None:
    """Draw a line for each thing, its name at its end."""
    told = [(line.name, day, -place) for line in picture.lines for day, place in zip(line.days, line.places, strict=True)]
    frame = pd.DataFrame(told, columns=["name", "day", "place"])
    figure, axes = plt.subplots(figsize=(13, 13))
    sns.lineplot(frame, x="day", y="place", hue="name", legend=False, errorbar=None, ax=axes)
    for name, line in frame.groupby("name"):
        axes.text(line["day"].iloc[-1], line["place"].iloc[-1], f"  {name}", parse_math=False)
    _save(figure, file)


def draw_comparison(picture: Comparison, file: Path) -> None:
    """Draw points by group."""
    told = [(group.name, x, y) for group in picture.groups for x, y in zip(group.x, group.y, strict=True)]
    frame = pd.DataFrame(told, columns=["group", "x", "y"])
    figure, axes = plt.subplots(figsize=(15, 15))
    sns.scatterplot(frame, x="x", y="y", hue="group", ax=axes)
    _save(figure, file)


def draw_distribution(picture: Distribution, file: Path) -> None:
    """Draw the density of 200 tracks of the page and of 200 liked ones."""
    edges = np.linspace(picture.low, picture.high, len(picture.counts) + 1)
    middles = (edges[1:] + edges[:-1]) / 2
    figure, axes = plt.subplots(figsize=(7, 13))
    for counts, colour in ((picture.counts, "grey"), (picture.liked_counts, "green")):
        values = np.repeat(middles, counts)
        if len(values):
            drawn = np.random.default_rng(SEED).choice(values, min(DENSITY_POINTS, len(values)), replace=False)
            sns.kdeplot(x=drawn, fill=True, color=colour, ax=axes, warn_singular=False)
    _save(figure, file)


DRAWN: dict[str, Callable[[Any, Path], None]] = {
    "bars": draw_bars,
    "years": draw_bars,
    "lines": draw_lines,
    "comparison": draw_comparison,
    "distribution": draw_distribution,
}


def _save(figure: Any, file: Path) -> None:
    figure.savefig(file, dpi=50)
    plt.close(figure)


def build_tables(tables: dict[str, pd.DataFrame]) -> int:
    """Count artists, albums, labels and genres of every collection, one collection after the other, and give the rows made."""
    members, made = tables["mart.collection_members"], 0
    tracks = tables["core.tracks"].set_index("track_uri")
    for _, of_collection in members.groupby(["collection_kind", "collection_key"]):
        own = tracks.loc[of_collection["track_uri"]].reset_index()
        artists = own.merge(tables["core.track_artists"], on="track_uri")
        labels = own.merge(tables["core.album_labels"], on="album_key")
        genres = artists[artists["artist_position"] == 0].merge(tables["core.artist_genres"], on="artist_key")
        for frame, key in ((artists, "artist_key"), (own, "album_key"), (labels, "label_key"), (genres, "genre_key"), (own, "release_year")):
            counted = frame.groupby(key).agg(tracks=("track_uri", "nunique"), liked=("is_liked", "sum")).sort_values("liked", ascending=False)
            made += len(counted.to_csv(sep="|").splitlines())
    return made


def list_figures() -> list[Any]:
    """Give what every figure of the last study shows, scatters of clusters too."""
    pictures = [PICTURE.validate_json(facts) for facts in read_kept("step.pictures")["facts"]]
    members = read_kept("mart.cluster_members").sort("collection_kind", "collection_key", "cluster_number")
    axis = {"label": "", "variance_share": 0.0}
    for _, cluster in members.group_by("collection_kind", "collection_key", maintain_order=True):
        groups = [
            {"name": str(number), "x": part["x"].to_list(), "y": part["y"].to_list()}
            for (number,), part in cluster.group_by("cluster_number", maintain_order=True)
        ]
        pictures.append(Comparison.model_validate({"groups": groups, "axes": [axis, axis]}))
    return pictures


def main() -> None:
    """Time the tables whole and a sample of the figures, scaled to all of them by kind."""
    figures = list_figures()
    tables = {name: read_kept(name).to_pandas() for name in TABLES_NEEDED}
    started = time.perf_counter()
    rows = build_tables(tables)
    of_tables = time.perf_counter() - started
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    with TemporaryDirectory() as folder:
        for figure in random.Random(SEED).sample(figures, min(FIGURES_TIMED, len(figures))):  # noqa: S311 - a fair sample, no secret
            started = time.perf_counter()
            DRAWN[figure.kind](figure, Path(folder) / "figure.png")
            seconds[figure.kind].append(time.perf_counter() - started)
    each = sum(map(sum, seconds.values())) / sum(map(len, seconds.values()))
    by_kind = {f"ms_{kind}": 1000 * sum(told) / len(told) for kind, told in seconds.items()}
    tell(of_tables + each * len(figures), figures=len(figures), tables=of_tables, rows=rows, ms_a_figure=1000 * each, **by_kind)


if __name__ == "__main__":
    main()
