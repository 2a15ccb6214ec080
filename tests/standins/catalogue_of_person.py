"""Invent the music that one person knows; refuses to know what of it they saved, listed or heard."""

import random
import unicodedata
from urllib.parse import quote_plus

from tasks.pull.sample import names, odd_names
from tasks.pull.sample.draws import draw_ids, stream

from .library import Album, Artist, Episode, Track

TRACKS_PER_ARTIST, TRACKS_PER_ALBUM = 6, 3
GUEST_SHARE, NO_CODE_SHARE, EXPLICIT_SHARE = 0.12, 0.03, 0.08
DATE_LENGTHS = (10, 10, 10, 10, 7, 4)
SHORTEST_MS, LONGEST_MS = 65_000, 420_000
LABELS = ("Zinc Records", "Northlight Records", "Pale|Blue Inc.", "새벽 엔터테인먼트", "Lantern [Co] Ltd", "Harbour & Sons")


def invent_tracks(count: int, seed: int) -> list[Track]:
    """Invent tracks of the service's catalogue; no two of one artist bear the same name in any spelling."""
    rng, chance = stream(seed, "person"), random.Random(f"tracks {seed}")
    artists = _invent_artists(max(8, count // TRACKS_PER_ARTIST), seed)
    uris = draw_ids(rng, "spotify:track:", count)
    odd = tuple(title for title in odd_names.ODD_TITLES if title)
    titles = _distinct(names.mix_in(rng, list(names.invent_titles(rng, count)), odd, among_first=count))
    albums = _invent_albums(artists, max(4, count // TRACKS_PER_ALBUM), seed)
    tracks = []
    for number in range(count):
        album = albums[min(number // TRACKS_PER_ALBUM, len(albums) - 1)]
        guest = chance.choice(artists)
        performers = (*album.artists, guest) if chance.random() < GUEST_SHARE and guest not in album.artists else album.artists
        code = None if chance.random() < NO_CODE_SHARE else f"QZ0LN{1_000_000 + number:07d}"
        length, is_explicit = chance.randrange(SHORTEST_MS, LONGEST_MS), chance.random() < EXPLICIT_SHARE
        tracks.append(Track(uris[number], titles[number], performers, album, length, code, is_explicit, number % TRACKS_PER_ALBUM + 1))
    return tracks


def _distinct(called: list[str]) -> list[str]:
    """Number the names that read alike."""
    seen: dict[str, int] = {}
    numbered = []
    for name in called:
        plain = unicodedata.normalize("NFKC", name).casefold().strip()
        seen[plain] = seen.get(plain, 0) + 1
        numbered.append(name if seen[plain] == 1 else f"{name} No. {seen[plain]}")
    return numbered


def _invent_artists(count: int, seed: int) -> list[Artist]:
    rng = stream(seed, "person's artists")
    called = _distinct(names.mix_in(rng, names.invent_people(rng, count), odd_names.ODD_ARTISTS, among_first=count))
    return [Artist(uri, name) for uri, name in zip(draw_ids(rng, "spotify:artist:", count), called, strict=True)]


def _invent_albums(artists: list[Artist], count: int, seed: int) -> list[Album]:
    rng, chance = stream(seed, "person's albums"), random.Random(f"albums {seed}")
    titles, uris = names.invent_titles(rng, count), draw_ids(rng, "spotify:album:", count)
    albums = []
    for number in range(count):
        day = f"{chance.randrange(1968, 2026)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"[: chance.choice(DATE_LENGTHS)]
        kind, label = chance.choice(("album", "album", "single", "compilation")), chance.choice(LABELS)
        by = (artists[min(number * len(artists) // count, len(artists) - 1)],)
        albums.append(Album(uris[number], str(titles[number]), by, day, kind, TRACKS_PER_ALBUM, f"{number:012d}", label))
    return albums


def invent_local_files(count: int, seed: int) -> list[Track]:
    """Invent files of the person's own disk, one of them without an album."""
    files = []
    for number in range(count):
        artist, title, seconds = f"Garage Band #{seed}", f"Demo {number + 1} (100% ours)", 120 + number
        album = "" if number % 2 else "Tapes & Co"
        uri = f"spotify:local:{quote_plus(artist)}:{quote_plus(album)}:{quote_plus(title)}:{seconds}"
        files.append(Track(uri, title, (Artist(None, artist),), Album(None, album, track_count=0), seconds * 1000))
    return files


def invent_episodes(count: int, seed: int) -> list[Episode]:
    """Invent episodes of one podcast."""
    rng = stream(seed, "person's episodes")
    show = str(draw_ids(rng, "spotify:show:", 1)[0])
    uris = draw_ids(rng, "spotify:episode:", count)
    return [Episode(uris[number], f"Talk {number + 1}", "The Quiet Podcast", show, 1_800_000 + number) for number in range(count)]
