"""Read plays of streaming histories, many at a time; refuses to know whether a play was told before."""

from collections.abc import Sequence

import polars as pl

from storage.schemas import LandedFile
from tasks.read.dates import read_moments
from tasks.read.plain import LONGEST_PLAY_MS, NAMED, NO_MOMENT, NO_TRACK, tell_precision
from tasks.read.rejects import FILE
from tasks.read.split import Sorted, part
from tasks.read.uris import NOT_TRACKS, spell_track_uris, tell_other_kinds
from tasks.shared_cells import LINE
from tasks.shared_streams import ENDED_AT, FLAW, PLAYED_MS, STREAM

NO_TRACK_BUT_VIDEO = "a video, not a track"
VIDEO_FILE = "streaming_history_video"
TEXTS = ("track_name", "artist_name", "album_name")
EPISODE, CHAPTER = NOT_TRACKS["episode"], NOT_TRACKS["chapter"]


def read_streams(frames: Sequence[pl.DataFrame], files: Sequence[LandedFile]) -> Sorted:
    """Read the items of all streaming histories of a night."""
    empty = pl.DataFrame(schema={LINE: pl.Int64(), **STREAM, FILE: pl.UInt32()})
    items = pl.concat([empty, *(frame.select(empty.columns) for frame in frames)], rechunk=True)
    uris = spell_track_uris(items["track_uri"])
    other = _tell_other(items["track_uri"], uris)
    typed = items.with_columns(
        uris,
        other.alias("other_kind"),
        *(pl.when(pl.col(name).str.strip_chars() != "").then(name).alias(name) for name in TEXTS),
        read_moments(items[ENDED_AT], pl.repeat("unknown", items.height, eager=True)).alias("played_at"),
        tell_precision(pl.col(ENDED_AT)),
        pl.when(pl.col(PLAYED_MS).is_between(0, LONGEST_PLAY_MS)).then(PLAYED_MS).alias(PLAYED_MS),
        pl.lit(None, pl.String).alias("isrc"),
    )
    told = part(typed, _give_reason(typed, files))
    return Sorted(told.accepted.select(FILE, LINE, "played_at", "played_ms", *NAMED, "precision"), told.refused)


def _tell_other(told: pl.Series, uris: pl.Series) -> pl.Series:
    """Say what URIs mean that are not those of tracks."""
    is_other = told.is_not_null() & uris.is_null()
    return tell_other_kinds(told.zip_with(is_other, told.clear(len(told)))) if is_other.any() else told.clear(len(told))


def _give_reason(items: pl.DataFrame, files: Sequence[LandedFile]) -> pl.Expr:
    """Say why an item is no play of a track, null where it is one."""
    videos = [place for place, file in enumerate(files) if file.name.rpartition("/")[2].lower().startswith(VIDEO_FILE)]
    nameless = pl.when(pl.col(FILE).is_in(videos)).then(pl.lit(NO_TRACK_BUT_VIDEO)).otherwise(pl.lit(NO_TRACK))
    of_no_track = (
        pl.when(pl.col("other_kind").is_not_null())
        .then("other_kind")
        .when(pl.any_horizontal(pl.col("episode_uri", "episode_name").is_not_null()) | _is_known_episode(items))
        .then(pl.lit(EPISODE))
        .when(pl.any_horizontal(pl.col("audiobook_uri", "audiobook_title").is_not_null()))
        .then(pl.lit(CHAPTER))
        .when(pl.col("track_name").is_null())
        .then(nameless)
    )
    return (
        pl.when(pl.col(FLAW).is_not_null())
        .then(FLAW)
        .when(pl.col("track_uri").is_null() & of_no_track.is_not_null())
        .then(of_no_track)
        .when(pl.col("played_at").is_null())
        .then(pl.lit(NO_MOMENT))
    )


def _is_known_episode(items: pl.DataFrame) -> pl.Series:
    """Tell plays of old histories that name a show and an episode in the place of artist and track, as other files say."""
    episodes = items.select(artist_name="show_name", track_name="episode_name").drop_nulls().unique()
    if episodes.is_empty():
        return pl.repeat(value=False, n=items.height, dtype=pl.Boolean, eager=True)
    found = items.select("artist_name", "track_name").join(
        episodes.with_columns(is_episode=True), on=("artist_name", "track_name"), how="left", maintain_order="left"
    )
    return found["is_episode"].fill_null(value=False)
