"""Measure clusterings against the reference's rule and a plain attempt, on libraries whose groups are known and on real ones."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score

from storage.schemas import DESCRIBING_FEATURES
from tasks.cluster.clusters import cluster_tracks
from tasks.describe import describe_tracks
from tasks.pull.sample import write_sample

Labels = NDArray[np.int64]
Points = NDArray[np.float64]

HELD_OUT_SEEDS = range(9101, 9117)
TRACKS, PLAYLISTS = 3000, 40
COLLECTIONS_PER_LIBRARY = 16
FEWEST_TRACKS = 11
REMOVALS = 2
REMOVED_SHARE = 0.02
REFERENCE_FEATURES = DESCRIBING_FEATURES[:7]
CLUSTER_COUNTS = range(3, 11)
COLUMN_OF_FEATURE = {
    "danceability": "Danceability",
    "energy": "Energy",
    "speechiness": "Speechiness",
    "acousticness": "Acousticness",
    "instrumentalness": "Instrumentalness",
    "liveness": "Liveness",
    "valence": "Valence",
    "tempo_bpm": "Tempo",
    "loudness_db": "Loudness",
}


@dataclass(frozen=True)
class MeasuredCollection:
    """A collection: its tracks with nine raw features, the library's mean and deviation of each, the planted groups if known."""

    name: str
    tracks: pl.DataFrame
    centre: Points
    deviation: Points
    planted: Labels | None

    def scale(self, tracks: pl.DataFrame) -> Points:
        """Give the features of tracks z-scored over the library."""
        return np.asarray((tracks.select(DESCRIBING_FEATURES).to_numpy() - self.centre) / self.deviation)


Rule = Callable[[pl.DataFrame, MeasuredCollection], Labels]


@dataclass(frozen=True)
class Quality:
    """What one rule reaches on one collection."""

    cluster_count: int
    adjusted_rand: float | None
    silhouette: float
    is_balanced: bool
    stability: float


def label_by_ours(tracks: pl.DataFrame, _: MeasuredCollection) -> Labels:
    """Cluster with the project's own rule."""
    members = cluster_tracks(describe_tracks(tracks)).members
    joined = tracks.select("track_uri").join(members, on="track_uri", how="left", maintain_order="left")
    return joined["cluster_number"].to_numpy()


def label_by_reference(tracks: pl.DataFrame, _: MeasuredCollection) -> Labels:
    """Cluster with the rule of the older tool: seven unscaled features, rows of the eigenvectors, one start, k from the size."""
    centred = tracks.select(REFERENCE_FEATURES).to_numpy()
    centred = centred - centred.mean(axis=0)
    values, vectors = np.linalg.eigh(np.cov(centred, rowvar=False))
    points = centred @ vectors[:, np.argsort(-values, kind="stable")][:5].T
    start = min(max(math.ceil(len(points) / 50), 3), 10)
    for count in range(start, 2, -1):
        labels: Labels = KMeans(count, n_init=1, random_state=0).fit_predict(points)
        if is_balanced(labels):
            return labels
    return labels


def label_plainly(tracks: pl.DataFrame, _: MeasuredCollection) -> Labels:
    """Cluster nine features z-scored over the collection."""
    values = tracks.select(DESCRIBING_FEATURES).to_numpy()
    return _label_scaled((values - values.mean(axis=0)) / np.where(values.std(axis=0) > 0, values.std(axis=0), 1))


def label_plainly_by_library(tracks: pl.DataFrame, collection: MeasuredCollection) -> Labels:
    """Cluster nine features z-scored over the whole library."""
    return _label_scaled(collection.scale(tracks))


def _label_scaled(scaled: Points) -> Labels:
    """Cluster scaled features on their four principal axes, k by silhouette under the balance rule, ten starts."""
    centred = scaled - scaled.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    points = centred @ axes[:4].T
    attempts = [KMeans(count, n_init=10, random_state=0).fit_predict(points) for count in CLUSTER_COUNTS if count < len(points)]
    return max(attempts, key=lambda labels: (is_balanced(labels), silhouette_score(points, labels)))


def is_balanced(labels: Labels) -> bool:
    """Say whether ten times the smallest cluster reaches the largest."""
    sizes = np.unique(labels, return_counts=True)[1]
    return bool(10 * sizes.min() >= sizes.max())


def measure(rule: Rule, collection: MeasuredCollection) -> Quality:
    """Measure one rule on one collection."""
    labels = rule(collection.tracks, collection)
    points = collection.scale(collection.tracks)
    return Quality(
        cluster_count=len(np.unique(labels)),
        adjusted_rand=None if collection.planted is None else float(adjusted_rand_score(collection.planted, labels)),
        silhouette=float(silhouette_score(points, labels)) if len(np.unique(labels)) > 1 else 0.0,
        is_balanced=is_balanced(labels),
        stability=_measure_stability(rule, collection, labels),
    )


def _measure_stability(rule: Rule, collection: MeasuredCollection, labels: Labels) -> float:
    """Average the likeness of the clustering to those of the collection with a few tracks taken away."""
    tracks = collection.tracks
    removed_count = max(1, round(REMOVED_SHARE * tracks.height))
    scores = []
    for removal in range(REMOVALS):
        order = np.random.default_rng([removal, tracks.height]).permutation(tracks.height)
        kept = np.sort(order[removed_count:])
        scores.append(adjusted_rand_score(labels[kept], rule(tracks[kept], collection)))
    return float(np.mean(scores))


def tabulate(collections: Iterable[MeasuredCollection], rules: dict[str, Rule]) -> str:
    """Give the table of the mean qualities of rules over collections."""
    collections = list(collections)
    lines = [f"{len(collections)} collections", "| rule | k | ARI | silhouette | balanced | stability |", "|:--|--:|--:|--:|--:|--:|"]
    for name, rule in rules.items():
        qualities = [measure(rule, collection) for collection in collections]
        known = [quality.adjusted_rand for quality in qualities if quality.adjusted_rand is not None]
        figures = (
            f"{np.mean([quality.cluster_count for quality in qualities]):.2f}",
            f"{np.mean(known):.3f}" if known else "",
            f"{np.mean([quality.silhouette for quality in qualities]):.3f}",
            f"{np.mean([quality.is_balanced for quality in qualities]):.3f}",
            f"{np.mean([quality.stability for quality in qualities]):.3f}",
        )
        lines.append(f"| {name} | {' | '.join(figures)} |")
    return "\n".join(lines)


def cut_folder(folder: Path, most: int | None = None) -> Iterator[MeasuredCollection]:
    """Cut the exports of a folder into playlists, artists, labels and genres of more than ten described tracks."""
    entries = _read_entries(folder)
    tracks = entries.unique("track_uri", keep="first", maintain_order=True).sort("track_uri")
    values = tracks.select(DESCRIBING_FEATURES).to_numpy()
    truth = _read_truth(folder)
    named = sorted(_name_members(entries, tracks), key=lambda pair: pair[0])
    if most is not None:
        named = [named[place] for place in np.sort(np.random.default_rng(0).permutation(len(named))[:most])]
    for name, uris in named:
        members = tracks.filter(pl.col("track_uri").is_in(uris.implode())).select("track_uri", *DESCRIBING_FEATURES)
        planted = None if truth is None else members.join(truth, on="track_uri", how="left", maintain_order="left")["planted_group"].to_numpy()
        yield MeasuredCollection(name, members, values.mean(axis=0), values.std(axis=0), planted)


def _read_truth(folder: Path) -> pl.DataFrame | None:
    return pl.read_csv(folder / "truth.csv") if (folder / "truth.csv").exists() else None


def _read_entries(folder: Path) -> pl.DataFrame:
    """Read the rows with features of all exports in a folder."""
    exports = []
    for path in sorted(folder.rglob("*.csv")):
        rows = pl.read_csv(path, infer_schema=False, truncate_ragged_lines=True)
        if {"Track URI", *COLUMN_OF_FEATURE.values()} <= set(rows.columns):
            exports.append(rows.with_columns(pl.lit(str(path)).alias("playlist")))
    entries = pl.concat(exports, how="diagonal").with_columns(
        pl.col("Track URI").alias("track_uri"),
        *(pl.col(column).cast(pl.Float64, strict=False).alias(feature) for feature, column in COLUMN_OF_FEATURE.items()),
    )
    return entries.drop_nulls(DESCRIBING_FEATURES).filter(pl.col("tempo_bpm") > 0)


def _name_members(entries: pl.DataFrame, tracks: pl.DataFrame) -> Iterator[tuple[str, pl.Series]]:
    """Name the collections that have more than ten described tracks, with their tracks."""
    kinds = {
        "playlist": entries.select("track_uri", name="playlist"),
        "artist": tracks.select("track_uri", name=pl.col("Artist Name(s)").str.split(";").list.first()),
        "label": tracks.select("track_uri", name=pl.col("Record Label")),
        "genre": tracks.select("track_uri", name=pl.col("Genres").str.split(",")).explode("name"),
    }
    for kind, members in kinds.items():
        named = members.filter(pl.col("name").str.len_chars() > 0).unique(maintain_order=True)
        for (name,), rows in named.group_by("name", maintain_order=True):
            if rows.height >= FEWEST_TRACKS:
                yield f"{kind} {name}", rows["track_uri"]


RULES: dict[str, Rule] = {
    "(a) ours": label_by_ours,
    "(b) the reference's rule": label_by_reference,
    "(c) a plain attempt, z-scored over the collection": label_plainly,
    "(c) a plain attempt, z-scored over the library": label_plainly_by_library,
}


def sample_collections(seeds: Iterable[int]) -> Iterator[MeasuredCollection]:
    """Cut sample libraries of the seeds into collections."""
    for seed in seeds:
        with TemporaryDirectory() as folder:
            write_sample(Path(folder), TRACKS, PLAYLISTS, seed)
            yield from cut_folder(Path(folder), COLLECTIONS_PER_LIBRARY)


if __name__ == "__main__":
    import sys

    folders = [argument.removeprefix("CLUSTERS=") for argument in sys.argv[1:]]
    measured = cut_folder(Path(folders[0])) if folders else sample_collections(HELD_OUT_SEEDS)
    print(tabulate(measured, RULES))
