"""Look up the tracks, albums and artists that a library names; refuses to know how they are told."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from .library import Album, Artist, Library, Track


class Catalogue(NamedTuple):
    """Everything that a library names, by URI."""

    things: dict[str, Track | Album | Artist]
    by_album: dict[str, list[Track]]

    def tracks_of(self, album: Album) -> list[Track]:
        """Give the tracks of an album in their order."""
        return sorted(self.by_album.get(album.uri or "", ()), key=lambda track: (track.track_number, track.uri))


_last: list[tuple[Library, Catalogue]] = []


def catalogue(library: Library) -> Catalogue:
    """Give the catalogue of a library, made once as long as the library is the same."""
    if not _last or _last[0][0] is not library:
        _last[:] = [(library, _list_things(library))]
    return _last[0][1]


def tracks_of(library: Library) -> list[Track]:
    """Give every track that a library names once, local files too, in the order of their first place."""
    return list({track.uri: track for track in _tracks(library)}.values())


def _tracks(library: Library) -> Iterator[Track]:
    yield from (saved.item for saved in library.saved_tracks)
    yield from (entry.item for playlist in library.playlists for entry in playlist.entries if isinstance(entry.item, Track))
    yield from (track for tracks in library.top_tracks.values() for track in tracks)
    yield from (play.item for play in library.plays if isinstance(play.item, Track))


def _list_things(library: Library) -> Catalogue:
    things: dict[str, Track | Album | Artist] = {}
    by_album: dict[str, list[Track]] = defaultdict(list)
    for track in tracks_of(library):
        if not track.is_local:
            by_album[track.album.uri or ""].append(track)
            things |= {track.uri: track, track.album.uri or "": track.album}
            things |= {artist.uri: artist for artist in track.artists if artist.uri}
    things |= {saved.item.uri: saved.item for saved in library.saved_albums}
    things |= {artist.uri: artist for artist in library.followed if artist.uri}
    return Catalogue(things, by_album)
