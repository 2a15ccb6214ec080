"""Find entries that cannot have been added when they say, and tracks that hardly anybody plays; refuses to know the page that says so."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import polars as pl

from storage.schemas import LIKED_KEY

SPOTIFY_FOUNDED: Final = date(2006, 4, 23)
BEFORE_SPOTIFY: Final = "before Spotify existed"
BEFORE_RELEASE: Final = "before its release"
LEAST_POPULARITY: Final = 3
POPULAR: Final = 25
GENRES_OF_MANY_RECORDINGS: Final = (
    *("a cappella", "classical", "classical performance", "classical piano", "college a cappella", "fantasy", "orchestra", "soundtrack"),
)


def find_misdated(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Give the entries and likes older than Spotify, or by more than a day older than the release: key, track, both dates, why."""
    tracks = tables["core.tracks"]
    entries = tables["core.playlist_tracks"].select("playlist_key", "track_uri", "added_at")
    likes = tracks.filter("is_liked").select(pl.lit(LIKED_KEY).alias("playlist_key"), "track_uri", added_at="liked_at")
    dated = pl.concat([entries, likes]).drop_nulls("added_at").unique()
    added, released = pl.col("added_at").dt.date(), pl.col("release_date").str.to_date("%Y-%m-%d", strict=False)
    reason = pl.when(added < SPOTIFY_FOUNDED).then(pl.lit(BEFORE_SPOTIFY)).when(added < released.dt.offset_by("-1d")).then(pl.lit(BEFORE_RELEASE))
    found = dated.join(tracks.select("track_uri", "release_date"), on="track_uri").with_columns(reason.alias("reason"), added.alias("added_date"))
    columns = ("playlist_key", "track_uri", "added_date", "release_date", "reason")
    return found.drop_nulls("reason").select(columns).unique().sort("added_date", "playlist_key", "track_uri")


def find_unpopular(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Give the tracks of next to no popularity whose artists have popular ones; artists of unknown or often recorded genres are left out."""
    genre = pl.col("genre_name").str.to_lowercase()
    is_judged = ~genre.is_in(GENRES_OF_MANY_RECORDINGS).any()
    judged = tables["core.artist_genres"].group_by("artist_key").agg(is_judged.alias("is_judged")).filter("is_judged")
    popularity = tables["core.tracks"].select("track_uri", "popularity").drop_nulls()
    artists = tables["core.track_artists"].join(judged, on="artist_key", how="semi").join(popularity, on="track_uri")
    best = pl.col("popularity").max().over("artist_key").alias("best_popularity")
    found = artists.with_columns(best).group_by("track_uri", "popularity").agg(pl.col("best_popularity").max())
    odd = found.filter(pl.col("popularity") < LEAST_POPULARITY, pl.col("best_popularity") >= POPULAR)
    return odd.sort("best_popularity", "track_uri", descending=[True, False])
