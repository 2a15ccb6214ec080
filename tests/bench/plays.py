"""Measure the import of a million plays of extended history against polars merely reading the same JSON."""

import json
import random
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from .fresh import Figures, draw_table, fastest, measure_fresh

PLAYS, PLAYS_OF_A_FILE = 1_000_000, 17_000
TRACKS, ARTISTS, ALBUMS = 40_000, 6_000, 15_000
PODCAST_SHARE = 0.02
QUICK_SHARE = 20
ROUNDS = 2
MOST_TIMES_READING = 3
LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
FIRST_PLAY = datetime(2011, 3, 1, tzinfo=UTC)
EVERYDAY = {
    "platform": "ios",
    "conn_country": "ZZ",
    "ip_addr": "203.0.113.9",
    "episode_name": None,
    "episode_show_name": None,
    "spotify_episode_uri": None,
    "audiobook_title": None,
    "audiobook_uri": None,
    "audiobook_chapter_uri": None,
    "audiobook_chapter_title": None,
    "reason_start": "trackdone",
    "reason_end": "trackdone",
    "shuffle": True,
    "skipped": False,
    "offline": False,
    "offline_timestamp": 1704464000,
    "incognito_mode": False,
}


def measure_plays(folder: Path, *, is_quick: bool) -> str:
    """Give the table of an import's seconds, the least disturbed of some rounds; the last row is the same import once more."""
    history = write_history(folder / "history", PLAYS // (QUICK_SHARE if is_quick else 1))
    home = folder / "plays-home"
    readings, imports, again = [], [], []
    for _ in range(ROUNDS):
        readings.append(measure_fresh("timed_json", history, home=folder / "unused"))
        shutil.rmtree(home, ignore_errors=True)
        imports.append(measure_fresh("timed_import", history, home=home))
        (history / "note.txt").write_text("another landing", encoding="utf-8")
        again.append(measure_fresh("timed_import", history, home=home))
        (history / "note.txt").unlink()
    reading = fastest(readings)
    head = f"{reading.parts['rows']:,.0f} plays in {reading.parts['files']:.0f} files of {reading.parts['mebibytes']:,.0f} MiB"
    return f"{head}\n\n{_tabulate(reading, fastest(imports), fastest(again))}"


def write_history(folder: Path, plays: int) -> Path:
    """Write an invented streaming history, once."""
    if not folder.exists():
        folder.mkdir(parents=True)
        rng = random.Random(5)  # noqa: S311 - an invented history, no secret
        tracks = [_invent_track(rng, number) for number in range(TRACKS)]
        moment = FIRST_PLAY
        for start in range(0, plays, PLAYS_OF_A_FILE):
            told = []
            for _ in range(min(PLAYS_OF_A_FILE, plays - start)):
                moment += timedelta(seconds=rng.randint(20, 700))
                told.append(_invent_play(rng, moment, rng.choice(tracks)))
            file = folder / f"Streaming_History_Audio_{moment.year}_{start // PLAYS_OF_A_FILE}.json"
            file.write_text(json.dumps(told, indent=2), encoding="utf-8")
    return folder


def _invent_track(rng: random.Random, number: int) -> dict[str, Any]:
    return {
        "master_metadata_track_name": f"A song by the name of {number}",
        "master_metadata_album_artist_name": f"The Artist {rng.randrange(ARTISTS)}",
        "master_metadata_album_album_name": f"Album {rng.randrange(ALBUMS)}",
        "spotify_track_uri": f"spotify:track:{''.join(rng.choices(LETTERS, k=22))}",
    }


def _invent_play(rng: random.Random, moment: datetime, track: dict[str, Any]) -> dict[str, Any]:
    """Give a play of a track, or now and then of a podcast."""
    told = {"ts": moment.strftime("%Y-%m-%dT%H:%M:%SZ"), "ms_played": rng.randrange(300_000), **EVERYDAY, **track}
    if rng.random() < PODCAST_SHARE:
        told |= dict.fromkeys(track)
        told |= {"episode_name": "An hour of talk", "episode_show_name": "Talk", "spotify_episode_uri": f"spotify:episode:{'e' * 22}"}
    return told


def _tabulate(reading: Figures, imported: Figures, again: Figures) -> str:
    """Lay out what was measured, the ratio, and the parts of the import."""
    rows = [("polars.read_json of every file", f"{reading.seconds:.2f}", f"{reading.own_mebibytes:.0f}", "", "")]
    for name, figures in (("land, read, record", imported), ("the same files once more", again)):
        seconds = sum(figures.parts[part] for part in ("land", "read", "record"))
        law = f"<= {MOST_TIMES_READING} x" if figures is imported else ""
        rows.append((name, f"{seconds:.2f}", f"{figures.own_mebibytes:.0f}", f"{seconds / reading.seconds:.1f} x", law))
        rows += [(f"of which {part}", f"{figures.parts[part]:.2f}", "", "", "") for part in ("land", "read", "record")]
        rows.append(("normalise after it", f"{figures.parts['normalise']:.2f}", "", "", ""))
    return draw_table(("", "seconds", "peak MiB", "ratio", "law"), rows)
