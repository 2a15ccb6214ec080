"""Invent what was heard and who made it: top lists, plays, credits, relations; refuses to know playlists."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from . import names
from .artists import Artists
from .draws import Real, Whole, draw_heavy_tailed, flag, stream

TOP_DATES = 40
THINGS_EVER_LISTED = 1500
DAYS_BETWEEN_TOP_LISTS = 3
LAST_DAY = np.datetime64("2026-09-30")
PLACES_OF_TERM = {"short_term": 50, "medium_term": 50, "long_term": 50, "on_repeat": 30, "repeat_rewind": 30}
ARTIST_TERMS = ("short_term", "medium_term", "long_term")
NOISE_OF_TERM = {"short_term": 1.2, "medium_term": 0.6, "long_term": 0.25, "on_repeat": 1.0, "repeat_rewind": 0.8}
PLAYS_PER_TRACK, PLAYS_AT_MOST = 3, 300_000
SECONDS_OF_PLAYS = 3 * 365 * 86_400
CREDIT_TYPES = ("producer", "songwriter", "lyricist", "arranger", "vocals", "guitar")
CREDIT_DETAILS = ("", "", "", "electric", "background", "co")
PERSONS_PER_ARTIST = 3
CREDITED_SHARE, UNNAMED_SHARE = 0.5, 0.02
MEMBERS = 3
RELATIONS = ("member_of", "renamed_to", "subgroup_of")


def list_top_tracks(tracks: pl.DataFrame, seed: int, dates: int = TOP_DATES) -> pl.DataFrame:
    """List the top tracks of every term and date."""
    rng = stream(seed, "top tracks")
    tracks = tracks.select("Track URI", "Track Name", "Artist Name(s)")
    chosen = pl.concat([tracks[places].with_columns(*marks) for places, marks in _rank(rng, (tracks.height, dates), tuple(PLACES_OF_TERM))])
    named = chosen.select("as_of_date", "term", "place", track_uri="Track URI", track_name="Track Name", artist_name=_first("Artist Name(s)"))
    return named.filter(pl.col("track_uri").str.starts_with("spotify:track:"))


def list_top_artists(artists: Artists, seed: int, dates: int = TOP_DATES) -> pl.DataFrame:
    """List the top artists of every term and date."""
    rng = stream(seed, "top artists")
    named = pl.DataFrame({"artist_uri": pl.Series(artists.uris, dtype=pl.String), "artist_name": pl.Series(artists.names, dtype=pl.String)})
    chosen = pl.concat([named[places].with_columns(*marks) for places, marks in _rank(rng, (named.height, dates), ARTIST_TERMS)])
    return chosen.select("as_of_date", "term", "place", "artist_uri", "artist_name")


def _rank(rng: np.random.Generator, things_and_dates: tuple[int, int], terms: tuple[str, ...]) -> Iterator[tuple[Whole, tuple[pl.Series, ...]]]:
    """Give for every date and term the places of the best liked things, whose favour drifts from date to date."""
    count, dates = things_and_dates
    all_favour = rng.normal(size=count)
    pool = np.argsort(-all_favour, kind="stable")[:THINGS_EVER_LISTED]
    favour: Real = all_favour[pool]
    drift: Real = rng.normal(size=len(pool))
    for step in range(dates):
        day = str(LAST_DAY - DAYS_BETWEEN_TOP_LISTS * (dates - 1 - step))
        phase = step / dates
        for term in terms:
            score = favour * (1 - 0.3 * phase) + drift * phase + NOISE_OF_TERM[term] * rng.normal(size=len(pool))
            places = pool[np.argsort(-score, kind="stable")[: PLACES_OF_TERM[term]]]
            size = len(places)
            yield (
                places,
                (
                    pl.Series("as_of_date", [day] * size),
                    pl.Series("term", [term] * size),
                    pl.Series("place", np.arange(1, size + 1)),
                ),
            )


def _first(column: str) -> pl.Expr:
    return pl.col(column).str.split(";").list.first()


def list_plays(tracks: pl.DataFrame, seed: int) -> pl.DataFrame:
    """List plays in order of time, some without a URI as some services give them."""
    rng = stream(seed, "plays")
    count = min(PLAYS_AT_MOST, PLAYS_PER_TRACK * tracks.height)
    places = rng.permutation(tracks.height)[draw_heavy_tailed(rng, count, tracks.height, head=20)]
    seconds = np.sort(rng.integers(0, SECONDS_OF_PLAYS, count))
    moments = np.datetime64("2026-10-01T00:00:00", "s") - (SECONDS_OF_PLAYS - seconds).astype("timedelta64[s]")
    heard = tracks[places].with_columns(
        pl.Series("played_at", moments.astype("datetime64[ms]")).dt.strftime("%Y-%m-%dT%H:%M:%SZ"),
        pl.Series("heard_share", np.minimum(1, rng.random(count) * 1.6)),
        pl.Series("is_unnamed", flag(rng, count, UNNAMED_SHARE)),
    )
    return heard.select(
        "played_at",
        track_uri=pl.when("is_unnamed").then(None).otherwise(pl.col("Track URI")),
        track_name="Track Name",
        artist_name=_first("Artist Name(s)"),
        album_name="Album Name",
        played_ms=(pl.col("Duration (ms)") * pl.col("heard_share")).cast(pl.Int64),
    )


def list_credits(tracks: pl.DataFrame, artists: Artists, seed: int) -> pl.DataFrame:
    """List who made a part of the tracks; a few persons made many, and some are artists themselves."""
    rng = stream(seed, "credits")
    count = round(2 * CREDITED_SHARE * tracks.height)
    people = np.array(names.invent_people(rng, max(20, round(tracks.height**0.6))), dtype=object)
    performers = artists.names[: len(people[::PERSONS_PER_ARTIST])]
    people[: PERSONS_PER_ARTIST * len(performers) : PERSONS_PER_ARTIST] = performers
    credited = rng.permutation(tracks.height)[: max(1, count // 2)]
    listed = pl.DataFrame(
        {
            "track_uri": tracks["Track URI"][credited[np.sort(rng.integers(0, len(credited), count))]],
            "person_name": pl.Series(people[draw_heavy_tailed(rng, count, len(people), head=4)], dtype=pl.String),
            "credit_type": pl.Series(np.array(CREDIT_TYPES)[rng.integers(0, len(CREDIT_TYPES), count)]),
            "credit_details": pl.Series(np.array(CREDIT_DETAILS)[rng.integers(0, len(CREDIT_DETAILS), count)]),
        }
    )
    return listed.unique(maintain_order=True)


def list_relations(artists: Artists, seed: int) -> pl.DataFrame:
    """Relate some of the more frequent artists to others; the most frequent one is a group of the next ones."""
    rng = stream(seed, "relations")
    count = min(60, len(artists.names) // 4)
    pairs = rng.permutation(min(len(artists.names), 6 * count))[: 2 * count].reshape(2, -1)
    drawn = pl.DataFrame(
        {
            "artist_name": pl.Series(artists.names[pairs[0]], dtype=pl.String),
            "relation": pl.Series(np.array(RELATIONS)[rng.choice(3, size=pairs.shape[1], p=[0.7, 0.2, 0.1])]),
            "other_name": pl.Series(artists.names[pairs[1]], dtype=pl.String),
        }
    )
    group, *members = artists.names[: 1 + MEMBERS]
    joined = pl.DataFrame({"artist_name": members, "relation": RELATIONS[0], "other_name": group})
    return pl.concat([joined, drawn]).unique(maintain_order=True)
