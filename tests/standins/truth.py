"""Say what a person's sources hold together: which tracks, playlists and plays there are, and which source tells which play."""

from dataclasses import dataclass
from datetime import timedelta

from .library import Library, Play, Playlist, Track

EXTENDED_LAG, BASIC_LAG = 150, 20
BASIC_DAYS = 365
OF_THE_SERVICE = "spotify"


@dataclass(frozen=True)
class Told:
    """The plays that each source tells; together they tell all."""

    extended: tuple[Play, ...]
    basic: tuple[Play, ...]
    recent: tuple[Play, ...]


def tell_plays(library: Library) -> Told:
    """Share out the plays: the extended history ends first, the basic one holds a year, the service knows the last few."""
    newest = library.plays[-1].ended_at if library.plays else None
    basic = (play for play in library.plays[:-BASIC_LAG] if newest and play.ended_at >= newest - timedelta(days=BASIC_DAYS))
    return Told(library.plays[:-EXTENDED_LAG], tuple(basic), tuple(library.recent_plays()))


@dataclass(frozen=True)
class Truth:
    """What one library of a person must hold: each thing once.

    A playlist is its name and the URIs of its tracks in their order; plays are those of tracks, by moment, URI and length.
    """

    library_tracks: frozenset[str]
    saved_tracks: tuple[str, ...]
    playlists: tuple[tuple[str, tuple[str, ...]], ...]
    plays: tuple[Play, ...]


def truth_of(library: Library, *, with_foreign: bool = True) -> Truth:
    """Tell what all sources say together; what others made is known from exports alone."""
    told = [playlist for playlist in library.playlists if _is_told(library, playlist, with_foreign=with_foreign)]
    saved = tuple(saved.item.uri for saved in library.saved_tracks)
    playlists = tuple((playlist.name, uris_of(playlist)) for playlist in told)
    plays = tuple(play for play in library.plays if isinstance(play.item, Track))
    return Truth(frozenset(saved) | {uri for _, uris in playlists for uri in uris}, saved, playlists, plays)


def _is_told(library: Library, playlist: Playlist, *, with_foreign: bool) -> bool:
    return library.is_readable(playlist) or (with_foreign and playlist.owner_id != OF_THE_SERVICE)


def uris_of(playlist: Playlist) -> tuple[str, ...]:
    """Give the tracks of a playlist in their order, local files too, episodes and lost items left out."""
    return tuple(entry.item.uri for entry in playlist.entries if isinstance(entry.item, Track))
