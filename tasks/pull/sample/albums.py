"""Invent albums: titles, dates, labels, covers; refuses to know the tracks on them."""

import numpy as np
import polars as pl

from . import names, odd_names
from .artists import Artists
from .draws import Whole, draw_ids, flag

COVERS_AT_MOST = 1000
OTHER_LABEL_SHARE = 0.12
YEARS_OF_RELEASES = 60


def invent_albums(rng: np.random.Generator, artists: Artists, artist_of_album: Whole) -> pl.DataFrame:
    """Invent the albums of known artists, some on a label that is not their own."""
    count = len(artist_of_album)
    titles = names.mix_in(rng, list(names.invent_titles(rng, count)), odd_names.ODD_TITLES, among_first=count)
    freelance = flag(rng, count, OTHER_LABEL_SHARE)
    labels = np.where(freelance, artists.labels[rng.permutation(len(artists.labels))[artist_of_album]], artists.labels[artist_of_album])
    covers = rng.integers(0, min(count, COVERS_AT_MOST), count)
    return pl.DataFrame(
        {
            "Album URI": draw_ids(rng, "spotify:album:", count),
            "Album Name": pl.Series(titles, dtype=pl.String),
            "Album Artist Name(s)": pl.Series(artists.names[artist_of_album], dtype=pl.String),
            "Album Artist URI(s)": pl.Series(artists.uris[artist_of_album], dtype=pl.String),
            "Release Date": _date_releases(rng, count),
            "Record Label": pl.Series(labels, dtype=pl.String),
            "Album Image URL": pl.Series([f"covers/{cover:04d}.png" for cover in covers]),
        }
    )


def _date_releases(rng: np.random.Generator, count: int) -> pl.Series:
    """Date albums, recent ones most often, some only by year or month."""
    days = (np.datetime64("2026-09-30") - (rng.random(count) ** 2.2 * YEARS_OF_RELEASES * 365).astype(np.int64)).astype("datetime64[D]").astype(str)
    lengths = rng.choice([10, 4, 7], size=count, p=[0.85, 0.12, 0.03])
    return pl.Series([day[:length] for day, length in zip(days, lengths, strict=True)])
