"""Make rows of playlists out of the text of files; refuses to know which playlist a library keeps."""

from collections.abc import Mapping, Sequence

import polars as pl

from storage.schemas import LandedFile
from tasks.read import uris
from tasks.read.artists import split_artists
from tasks.read.dates import read_moments, spell_dates, tell_order
from tasks.read.rejects import FILE
from tasks.read.split import Sorted, part
from tasks.read.values import NOTHING, clear_nothing, read_features, read_genres, read_labels, read_lengths, read_truth, read_wholes
from tasks.shared_cells import LINE
from tasks.shared_cover_names import cover_key

TEXTS = (
    *("track_uri", "track_id", "artist_names", "artist_uris", "album_uri", "album_name", "album_artist_names", "album_artist_uris", "release_date"),
    *("release_year", "album_image_url", "isrc", "added_at", "genres", "raw_label", "label_or_mark", "playlist_uri", "owner_name", "entry_type"),
)
NO_TRACK = "it names no track"
ENTRY_TYPES = {kind: uris.NOT_TRACKS[kind] for kind in ("album", "artist", "episode", "show", "audiobook")} | {"podcast": uris.NOT_TRACKS["show"]}
LIKED_TYPES = ("favorite", "favorites", "favourite", "favourites")
LINK = r"^https?://"


def read_tracks(rows: pl.DataFrame, files: Sequence[LandedFile], images: Mapping[str, str]) -> Sorted:
    """Read the rows of playlist-like files."""
    named = uris.name_tracks(clear_nothing(rows, TEXTS)).with_columns(_read_track_name())
    told = part(named, _give_reason())
    return Sorted(_read_accepted(told.accepted, files, images), told.refused)


def _read_track_name() -> pl.Expr:
    """Give names; a song with an id of its own may well be called null."""
    name = pl.col("track_name").str.strip_chars()
    is_named = name.is_in(NOTHING[1:]) & pl.col("track_uri").str.starts_with("spotify:track:")
    return pl.when((name != "") & (is_named.fill_null(value=False) | ~name.is_in(NOTHING))).then(name).alias("track_name")


def _give_reason() -> pl.Expr:
    """Say why a row is refused, null where it is not."""
    entry = pl.col("entry_type").str.to_lowercase().replace_strict(ENTRY_TYPES, default=None, return_dtype=pl.String)
    names_none = pl.all_horizontal(pl.col(name).is_null() for name in ("track_uri", "isrc", "track_name"))
    return (
        pl.when(pl.col("track_uri").is_null() & pl.col("other_kind").is_not_null())
        .then("other_kind")
        .when(entry.is_not_null())
        .then(entry)
        .when(names_none)
        .then(pl.lit(NO_TRACK))
    )


def _read_accepted(rows: pl.DataFrame, files: Sequence[LandedFile], images: Mapping[str, str]) -> pl.DataFrame:
    """Type the columns of accepted rows."""
    orders = _tell_orders(rows)
    artists = split_artists(rows.select(FILE, names="artist_names", uris="artist_uris"))
    album_artists = split_artists(rows.select(FILE, names="album_artist_names", uris="album_artist_uris"))
    dates, years = (spell_dates(rows[column], orders) for column in ("release_date", "release_year"))
    return rows.select(
        FILE,
        LINE,
        uris.spell_uris(rows["playlist_uri"], "playlist"),
        *_read_lists(files),
        "track_uri",
        "track_name",
        artists["artist_names"],
        artists["artist_uris"],
        uris.spell_uris(rows["album_uri"], "album"),
        "album_name",
        album_artists["artist_names"].list.first().alias("album_artist_name"),
        pl.coalesce(dates, years).alias("release_date"),
        _find_covers(rows, files, images),
        read_lengths(rows),
        read_truth(pl.col("is_explicit")).alias("is_explicit"),
        read_wholes(rows["popularity"], 0, 100),
        "isrc",
        read_moments(rows["added_at"], orders),
        read_genres(rows["genres"]),
        read_labels(rows),
        *read_features(rows),
    )


def _tell_orders(rows: pl.DataFrame) -> pl.Series:
    """Give for each row whether dates of its file begin with the day or the month."""
    odd = pl.concat([rows.select(FILE, text=column).filter(pl.col("text").str.contains(r"^\d{1,2}[./-]")) for column in ("release_date", "added_at")])
    orders = odd.group_by(FILE).agg(tell_order(pl.col("text")).alias("order"))
    return rows.select(FILE).join(orders, on=FILE, how="left", maintain_order="left")["order"].fill_null("unknown")


def _read_lists(files: Sequence[LandedFile]) -> list[pl.Expr]:
    """Say which list each row stands in."""
    places = pl.col(FILE)
    is_liked = {place: file.is_liked for place, file in enumerate(files)}
    names = {place: file.playlist_name for place, file in enumerate(files)}
    liked = pl.col("entry_type").str.to_lowercase().is_in(LIKED_TYPES).fill_null(value=False) | places.replace_strict(
        is_liked, return_dtype=pl.Boolean
    )
    file_name = places.replace_strict(names, return_dtype=pl.String)
    told_name = pl.col("playlist_name").str.strip_chars()
    return [
        pl.when(liked).then(pl.lit("liked")).otherwise(pl.lit("playlist")).alias("list_kind"),
        pl.coalesce(told_name, file_name, pl.lit("")).alias("playlist_name"),
        pl.col("owner_name"),
    ]


def _find_covers(rows: pl.DataFrame, files: Sequence[LandedFile], images: Mapping[str, str]) -> pl.Series:
    """Give addresses of covers as they are, and covers beside the file by the blob they were landed as."""
    cover = pl.col("album_image_url")
    folders = pl.Series([cover_key(file.name, "") for file in files], dtype=pl.String)
    addresses = rows.select(
        pl.when(cover.str.contains(LINK)).then(cover).alias("album_image_url"),
        folder=folders.gather(rows[FILE]),
        path=pl.when(~cover.str.contains(LINK)).then(cover),
    )
    paths = addresses.select("folder", "path").drop_nulls().unique()
    blobs = [images.get(cover_key(f"{folder}/", path)) for folder, path in paths.iter_rows()]
    landed = paths.with_columns(pl.Series("blob", [None if blob is None else f"blob:{blob}" for blob in blobs], pl.String))
    found = addresses.join(landed, on=("folder", "path"), how="left", maintain_order="left")
    return found.select(pl.coalesce("album_image_url", "blob").alias("album_image_url")).to_series()
