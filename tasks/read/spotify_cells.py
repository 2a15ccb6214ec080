"""Cut Spotify's answer pages into the same columns of text as a table's cells; refuses to know what the values mean."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import polars as pl

from storage.schemas import FileKind, LandedFile
from tasks.read.manners import UNIT
from tasks.read.pages import FindItems, cut_pages, items_of, part_of, show_items, spell
from tasks.shared_cells import LINE, Cells, Flaw

Row = Mapping[str, str | None]

TRACK = (
    *("track_uri", "track_name", "artist_names", "artist_uris", "album_uri", "album_name", "album_artist_names", "album_artist_uris"),
    *("release_date", "album_image_url", "duration_ms", "is_explicit", "popularity", "isrc", "raw_label"),
)
NAMED = ("track_uri", "track_name", "artist_names", "album_name", "isrc")
ALBUM_TRACK = "album_track"


class Shape(NamedTuple):
    """How the pages of a kind are cut: where their items are, what a row has of each, and its columns."""

    find: FindItems
    read: Callable[[LandedFile, int, Any], Row]
    columns: tuple[str, ...]


def cut_spotify(file: LandedFile, content: bytes) -> Cells:
    """Give the rows of one resource."""
    shape = shape_of(file)
    items = list(cut_pages(content, shape.find))
    sound = [item for item in items if item.flaw is None]
    rows = [shape.read(file, place, item.told) for place, item in enumerate(sound, start=1)]
    if file.kind == "saved_tracks":
        rows = list(_date_once(rows))
    columns = {name: pl.Series([row.get(name) for row in rows], dtype=pl.String) for name in shape.columns}
    table = pl.DataFrame({LINE: pl.Series([item.number for item in sound], dtype=pl.Int64), **columns})
    return Cells(table, tuple(Flaw(item.number, item.flaw) for item in items if item.flaw), len(items))


def show_spotify(file: LandedFile, content: bytes) -> list[str]:
    """Give the items of one resource as they were written."""
    return show_items(content, shape_of(file).find)


def shape_of(file: LandedFile) -> Shape:
    """Give how the pages of a resource are cut."""
    if file.kind == "top_list":
        return TOP_ARTISTS if lists_artists(file) else TOP_TRACKS
    return SHAPES[file.kind]


def lists_artists(file: LandedFile) -> bool:
    """Tell a list of top artists from one of top tracks."""
    return "/artists/" in file.name


def _date_once(rows: Sequence[Row]) -> Iterator[Row]:
    """Take the date of a saved track from its first place alone; pages that moved while they were read tell it twice."""
    seen: set[str | None] = set()
    for row in rows:
        is_again = row["track_uri"] is not None and row["track_uri"] in seen
        seen.add(row["track_uri"])
        yield {**row, "added_at": None} if is_again else row


def _read_track(told: Any, album: Any) -> Row:
    """Give what is told of a track and its album."""
    return {
        "track_uri": spell(part_of(told, "uri")),
        "track_name": spell(part_of(told, "name")),
        **_read_people(part_of(told, "artists"), "artist"),
        **_read_people(part_of(album, "artists"), "album_artist"),
        "album_uri": spell(part_of(album, "uri")),
        "album_name": spell(part_of(album, "name")),
        "release_date": spell(part_of(album, "release_date")),
        "album_image_url": _first_image(album),
        "duration_ms": spell(part_of(told, "duration_ms")),
        "is_explicit": spell(part_of(told, "explicit")),
        "popularity": spell(part_of(told, "popularity")),
        "isrc": spell(part_of(told, "external_ids", "isrc")),
        "raw_label": spell(part_of(album, "label")),
    }


def _read_people(told: Any, column: str) -> Row:
    """Give names and, if everyone has one, URIs; no name holds what parts them."""
    people = [one for one in told if spell(part_of(one, "name"))] if isinstance(told, list) else []
    names = [(spell(part_of(one, "name")) or "").replace(UNIT, " ") for one in people]
    uris = [spell(part_of(one, "uri")) for one in people]
    known = [uri for uri in uris if uri is not None]
    return {
        f"{column}_names": UNIT.join(names) or None,
        f"{column}_uris": UNIT.join(known) if known and len(known) == len(names) else None,
    }


def _first_image(told: Any) -> str | None:
    """Give the address of the first picture, the largest."""
    images = part_of(told, "images")
    return spell(part_of(images[0], "url")) if isinstance(images, list) and images else None


def _read_entry(_: LandedFile, __: int, told: Any) -> Row:
    """Give an entry of a playlist or of the saved tracks; the older word for what it holds is accepted."""
    held = part_of(told, "item")
    track = held if isinstance(held, dict) else part_of(told, "track")
    return {**_read_track(track, part_of(track, "album")), "added_at": spell(part_of(told, "added_at"))}


def _read_album_track(_: LandedFile, __: int, told: Any) -> Row:
    """Give a track of a saved album."""
    return {**_read_track(part_of(told, ALBUM_TRACK), part_of(told, "album")), "added_at": spell(part_of(told, "added_at"))}


def _find_album_tracks(page: Any) -> list[Any] | None:
    """Give the tracks of all albums of a page, each beside its album; an album that tells none stands once."""
    saved = items_of(page, "items")
    if saved is None:
        return None
    found: list[Any] = []
    for one in saved:
        tracks = items_of(part_of(one, "album"), "tracks", "items")
        found += [{**one, ALBUM_TRACK: track} for track in tracks] if tracks else [one]
    return found


def _read_playlist(_: LandedFile, __: int, told: Any) -> Row:
    """Give a playlist of the list of playlists."""
    size = part_of(told, "items", "total")
    return {
        "playlist_uri": spell(part_of(told, "uri")),
        "playlist_name": spell(part_of(told, "name")),
        "owner_name": spell(part_of(told, "owner", "display_name")) or spell(part_of(told, "owner", "id")),
        "told_count": spell(part_of(told, "tracks", "total") if size is None else size),
    }


def _read_artist(_: LandedFile, __: int, told: Any) -> Row:
    """Give an artist."""
    return {"artist_uris": spell(part_of(told, "uri")), "artist_names": spell(part_of(told, "name")), "artist_image_url": _first_image(told)}


def _read_person(_: LandedFile, __: int, told: Any) -> Row:
    """Give the person whose account it is."""
    return {"owner_name": spell(part_of(told, "display_name")) or spell(part_of(told, "id"))}


def _read_play(_: LandedFile, __: int, told: Any) -> Row:
    """Give a play."""
    held = part_of(told, "track")
    track = _read_track(held, part_of(held, "album"))
    return {**track, "artist_names": _first_artist(held), "played_at": spell(part_of(told, "played_at"))}


def _read_place(file: LandedFile, place: int, told: Any) -> Row:
    """Give a place of a top list, dated by the day on which it was fetched."""
    day = file.landed_at.date().isoformat() if file.landed_at else None
    dated = {"as_of_date": day, "term": file.name.rpartition("/")[2].removesuffix(".json"), "place": str(place)}
    if lists_artists(file):
        return {**dated, **_read_artist(file, place, told)}
    return {**dated, **_read_track(told, part_of(told, "album")), "artist_names": _first_artist(told)}


def _first_artist(track: Any) -> str | None:
    """Give the name of a track's first artist."""
    artists = part_of(track, "artists")
    return spell(part_of(artists[0], "name")) if isinstance(artists, list) and artists else None


def _items(page: Any) -> list[Any] | None:
    """Give the items of a page, in the newer shape or the older one."""
    return items_of(page, "items", "tracks")


TOP_TRACKS = Shape(_items, _read_place, ("as_of_date", "term", "place", *NAMED))
TOP_ARTISTS = Shape(_items, _read_place, ("as_of_date", "term", "place", "artist_uris", "artist_names"))
SHAPES: dict[FileKind, Shape] = {
    "saved_tracks": Shape(_items, _read_entry, (*TRACK, "added_at")),
    "playlist_items": Shape(_items, _read_entry, (*TRACK, "added_at")),
    "saved_albums": Shape(_find_album_tracks, _read_album_track, (*TRACK, "added_at")),
    "playlist_list": Shape(_items, _read_playlist, ("playlist_uri", "playlist_name", "owner_name", "told_count")),
    "followed_artists": Shape(lambda page: items_of(page, "artists", "items"), _read_artist, ("artist_uris", "artist_names", "artist_image_url")),
    "profile": Shape(lambda page: [page], _read_person, ("owner_name",)),
    "recent_plays": Shape(_items, _read_play, ("played_at", *NAMED)),
}
