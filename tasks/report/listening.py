"""Find what stands at both ends of an order: most and least listened tracks, newest and oldest albums; refuses to know any page."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final, TypeVar

import polars as pl

from tasks.report.collection_facts import AlbumRow, Heard
from tasks.report.entities import Entities
from tasks.report.facts import Named
from tasks.report.sealed import Sealed, hash_rows, seal
from tasks.report.site import Site
from tasks.report.tracks import shown_image

MOST_IN_A_HALF: Final = 10

Thing = TypeVar("Thing")


class Listening:
    """The tracks of the library by their numbers, of which the ranked ones have the first."""

    def __init__(self, site: Site, entities: Entities) -> None:
        """Read the names, covers, first artists and places of all tracks."""
        tracks = site.numbered.sort("track_number")
        first = (
            site.tables["core.track_artists"].filter(pl.col("artist_position") == 0).sort("track_uri", "artist_key").unique("track_uri", keep="first")
        )
        place = pl.lit(None, pl.Int64) if site.ranking == "none" else pl.col(site.ranking).round().cast(pl.Int64)
        rows = tracks.join(first, on="track_uri", how="left", maintain_order="left").select(
            "track_name", "artist_key", place.alias("place"), shown_image("album_image_url").alias("image")
        )
        pages = pl.Series("page", [entities.page_of("artist", artist or "") for artist in rows["artist_key"]], dtype=pl.String)
        self._heard = rows.select("place", "track_name", pages, "image")
        self._hashes = hash_rows(self._heard)
        self._ranked_count = len(tracks["rank"].drop_nulls())

    def knows_any(self, numbers: Sequence[int]) -> bool:
        """Tell whether any of some tracks, whose numbers ascend, is ranked."""
        return bool(numbers) and numbers[0] < self._ranked_count

    def pair(self, numbers: Sequence[int]) -> Sealed[tuple[Heard, Heard]]:
        """Give the most and the least listened of some tracks, whose numbers ascend, side by side; one without a rank is never among the most."""
        pairs = list(pair_ends(numbers))[: bisect_left(numbers, self._ranked_count)]
        return Sealed(seal(self._hashes[[*chain(*pairs)]]), lambda: [(self._read(most), self._read(least)) for most, least in pairs])

    def _read(self, number: int) -> Heard:
        """Give what is printed of a track that was listened to."""
        place, name, page, image = self._heard.row(number)
        return Heard(place, Named(name, page), image)


def pair_ends(ordered: Sequence[Thing]) -> Iterable[tuple[Thing, Thing]]:
    """Pair the first with the last, the second with the last but one, ten times at most; no thing stands on both sides."""
    count = min(MOST_IN_A_HALF, len(ordered) // 2)
    return zip(ordered[:count], reversed(ordered[len(ordered) - count :]), strict=True)


def pair_by_age(albums: Iterable[AlbumRow]) -> tuple[tuple[AlbumRow, AlbumRow], ...]:
    """Give the newest and the oldest albums side by side; an album without a release date is neither."""
    dated = [album for album in albums if album.release_date]
    return tuple(pair_ends(sorted(dated, key=_age, reverse=True)))


def _age(album: AlbumRow) -> tuple[str, str]:
    """Give what orders albums by age; a later text is a later date, and names part those of one date."""
    return album.release_date or "", album.named.name or ""
