"""Cut the library into collections, each with a digest of what its clusters rest on; refuses to know how alike tracks are."""

import hashlib

import polars as pl

from storage import artifacts
from storage.schemas import DESCRIBING_FEATURES, Artifact, Collection, Slice
from storage.steps import step_task

MOST_TRACKS_WITHOUT_CLUSTERS = 10
BY_COLLECTION = ("collection_kind", "collection_key")
DIGEST_DIGITS = 32


def described_members(members: pl.DataFrame, described: pl.DataFrame) -> pl.DataFrame:
    """Give the described tracks of every collection that has enough of them, collection after collection."""
    known = members.join(described, on="track_uri").sort(*BY_COLLECTION, "track_uri")
    return known.filter(pl.len().over(BY_COLLECTION) > MOST_TRACKS_WITHOUT_CLUSTERS)


def cut_collections(known: pl.DataFrame, ticket: Artifact) -> tuple[Collection, ...]:
    """Give one collection per slice, with a digest of its tracks and their description."""
    slices = known.group_by(BY_COLLECTION, maintain_order=True).agg(pl.len().alias("count"))
    tracks, points = known["track_uri"].to_list(), known.select(DESCRIBING_FEATURES).to_numpy().astype("<f8")
    found, first = [], 0
    for kind, key, count in slices.iter_rows():
        last = first + count
        digest = _digest(tracks[first:last], points[first:last].tobytes(order="C"))
        found.append(Collection(kind=kind, key=key, described_digest=digest, described=Slice(table=ticket, first_row=first, row_count=count)))
        first = last
    return tuple(found)


def _digest(tracks: list[str], points: bytes) -> str:
    """Digest tracks and their description, whatever memory they lie in."""
    digest = hashlib.sha256("\n".join(tracks).encode("utf-8", "surrogatepass"))
    digest.update(points)
    return digest.hexdigest()[:DIGEST_DIGITS]


@step_task("cut into collections")
def cut_library(members: Artifact, described: Artifact) -> tuple[Collection, ...]:
    """Cut every collection that has enough described tracks."""
    known = described_members(artifacts.load(members), artifacts.load(described))
    return cut_collections(known, artifacts.save("step.collection_tracks", known))
