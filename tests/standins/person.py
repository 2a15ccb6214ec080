"""Invent one person's whole library as plain values, any size by wishes and seed; refuses to know how it is told."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tasks.pull.sample import odd_names
from tasks.pull.sample.draws import draw_ids, stream

from .catalogue_of_person import invent_episodes, invent_local_files, invent_tracks
from .library import TERMS, Album, Artist, Ending, Entry, Episode, Library, Person, Play, Playlist, Saved, Track

NEWEST = datetime(2026, 11, 10, 21, 0, 0, tzinfo=UTC)
FRIEND, STRANGER = "invented_friend", "invented_stranger"
NAMES_OF_OTHERS = {FRIEND: "A Friend", STRANGER: "A | Stranger", "spotify": "Spotify"}
LISTED_AT_MOST = 50
SKIPPED_SHARE, EPISODE_SHARE = 0.15, 0.02
PLAYS_OF_TRACKS_ALONE = 60
FAVOURITES = 40
HEARD: Ending = "trackdone"
SKIPPED: Ending = "fwdbtn"
LEFT: Ending = "endplay"


@dataclass(frozen=True)
class Wishes:
    """How large a library is to be; oddities are local files, episodes, lost items, twice-named and empty playlists."""

    tracks: int = 240
    saved_tracks: int = 120
    playlists: int = 12
    playlist_tracks: int = 20
    saved_albums: int = 15
    followed: int = 20
    plays: int = 600
    has_oddities: bool = True


def invent_library(wishes: Wishes | None = None, seed: int = 1) -> Library:
    """Invent a library; the same wishes and seed give the same one."""
    wishes, chance = wishes or Wishes(), random.Random(f"person {seed}")
    tracks = invent_tracks(wishes.tracks, seed)
    episodes = invent_episodes(3, seed) if wishes.has_oddities else []
    playlists = _invent_playlists(tracks, wishes, seed)
    if wishes.has_oddities:
        playlists = _add_oddities(playlists, episodes, seed)
    plays = _invent_plays(tracks, episodes, wishes.plays, seed)
    listed, artists = _rank(tracks, plays), _artists_of(tracks)
    return Library(
        Person(),
        _save(chance, chance.sample(tracks, min(wishes.saved_tracks, len(tracks)))),
        _save(chance, _pick_albums(chance, tracks, wishes.saved_albums)),
        playlists,
        tuple(chance.sample(artists, min(wishes.followed, len(artists)))),
        {term: tuple(chance.sample(listed, len(listed)))[:LISTED_AT_MOST] for term in TERMS},
        {term: tuple(chance.sample(artists, min(LISTED_AT_MOST, len(artists)))) for term in TERMS},
        plays,
    )


def _artists_of(tracks: Sequence[Track]) -> list[Artist]:
    return list({artist.uri: artist for track in tracks for artist in track.artists}.values())


def _pick_albums(chance: random.Random, tracks: Sequence[Track], count: int) -> list[Album]:
    albums = list({track.album.uri: track.album for track in tracks}.values())
    return chance.sample(albums, min(count, len(albums)))


def _save(chance: random.Random, items: Sequence[Track | Album]) -> tuple[Saved, ...]:
    """Save things over the years, the newest first."""
    moment, saved = NEWEST - timedelta(days=1), []
    for item in items:
        saved.append(Saved(item, moment))
        moment -= timedelta(seconds=chance.randrange(3600, 20_000_000 // (len(items) + 1) + 3601))
    return tuple(saved)


def _invent_playlists(tracks: Sequence[Track], wishes: Wishes, seed: int) -> tuple[Playlist, ...]:
    """Invent playlists: most own, every sixth of a friend and worked on together, every sixth foreign."""
    chance = random.Random(f"playlists {seed}")
    ids = [uri.rsplit(":", 1)[-1] for uri in draw_ids(stream(seed, "person's playlists"), "spotify:playlist:", wishes.playlists)]
    plain = [name for name in odd_names.ODD_PLAYLISTS if name.strip()]
    playlists = []
    for number, playlist_id in enumerate(ids):
        name = plain[number] if wishes.has_oddities and number < len(plain) else f"Evening {number + 1}"
        owner: str = {3: FRIEND, 5: STRANGER}.get(number % 6, Person.user_id)
        chosen = chance.sample(tracks, min(wishes.playlist_tracks, len(tracks)))
        entries = tuple(_enter(chance, item, owner, place) for place, item in enumerate(chosen))
        shown = NAMES_OF_OTHERS.get(owner, Person.name)
        playlists.append(Playlist(playlist_id, name, owner, shown, entries, is_collaborative=owner == FRIEND, is_public=None if number % 4 else True))
    return tuple(playlists)


def _enter(chance: random.Random, item: Track | Episode | None, by: str | None, place: int) -> Entry:
    return Entry(item, NEWEST - timedelta(days=900 - place, seconds=chance.randrange(86_400)), by)


def _add_oddities(playlists: tuple[Playlist, ...], episodes: list[Episode], seed: int) -> tuple[Playlist, ...]:
    """Put into own playlists what breaks naive readers, and add a namesake, an empty one and one of the service's own."""
    chance, first = random.Random(f"oddities {seed}"), playlists[0]
    odd = [*invent_local_files(2, seed), *episodes[:1], None]
    entries = [*first.entries, *(_enter(chance, item, first.owner_id, place) for place, item in enumerate(odd)), first.entries[0]]
    entries[1] = Entry(entries[1].item, None, None)
    changed = (Playlist(first.playlist_id, first.name, first.owner_id, first.owner_name, tuple(entries)), *playlists[1:])
    ids = [str(uri).rsplit(":", 1)[-1] for uri in draw_ids(stream(seed, "odd playlists"), "spotify:playlist:", 3)]
    namesake = Playlist(ids[0], first.name, Person.user_id, Person.name, playlists[-1].entries[::-1][:7])
    empty = Playlist(ids[1], "Nothing Yet", Person.user_id, Person.name)
    served = Playlist(ids[2], "Daily Mix 1", "spotify", "Spotify", playlists[-1].entries[:5])
    return (*changed, namesake, empty, served)


def _rank(tracks: Sequence[Track], plays: Sequence[Play]) -> list[Track]:
    """Give the tracks that were heard most, the most heard first."""
    known = {track.uri: track for track in tracks}
    counted = Counter(play.item.uri for play in plays if play.item.uri in known)
    return [known[uri] for uri, _ in counted.most_common(LISTED_AT_MOST)]


def _invent_plays(tracks: Sequence[Track], episodes: Sequence[Episode], count: int, seed: int) -> tuple[Play, ...]:
    """Invent streams over two years, oldest first; the newest are whole tracks, so that every source can tell them."""
    chance, moment, plays = random.Random(f"plays {seed}"), NEWEST, []
    pause = max(1, 2 * 365 * 86_400 // max(1, count))
    for number in range(count):
        item: Track | Episode = chance.choice(tracks[:FAVOURITES] if chance.random() < 1 / 2 else tracks)
        ending, length = HEARD, item.duration_ms
        if number >= PLAYS_OF_TRACKS_ALONE and episodes and chance.random() < EPISODE_SHARE:
            item = chance.choice(episodes)
            ending, length = LEFT, chance.randrange(40_000, item.duration_ms)
        elif number >= PLAYS_OF_TRACKS_ALONE and chance.random() < SKIPPED_SHARE:
            ending, length = SKIPPED, chance.randrange(900, 45_000)
        plays.append(Play(item, moment, length, ending))
        moment -= timedelta(milliseconds=length + 1000 * chance.randrange(1, 2 * pause) + chance.randrange(1000))
    return tuple(reversed(plays))
