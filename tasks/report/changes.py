"""Lay out the page of what the last nights changed; refuses to know how changes are found."""

from collections.abc import Iterable, Iterator

import polars as pl

from tasks.report.change_facts import ChangesPage, NightChanges, PageRow, PlaylistRow, TrackRow
from tasks.report.facts import Named
from tasks.report.revised import count_fates, list_examples, list_facts
from tasks.report.site import Site
from tasks.report.templates import Page
from tasks.report.tracks import SPOTIFY_TRACK
from tasks.shared_changes import ChangedNight, Changes, History, Move, NamedPlaylist

Pages = dict[tuple[str, str], str]


def lay_out_changes(site: Site, history: History) -> Page:
    """Lay out the page of changes; names lead to the pages that there are tonight."""
    pages = {key: entry.page for key, entry in site.entries.items()} | _producer_pages(site)
    artists = _artists(site, (move.track_uri for night in history.nights for move in night.changes.moves))
    headings = _headings(history.nights)
    nights = tuple(_night(heading, night.changes, pages, artists) for heading, night in zip(headings, history.nights, strict=True))
    return Page("changes.md.j2", ChangesPage(history.is_first, nights))


def _night(heading: str, changes: Changes, pages: Pages, artists: dict[str, str]) -> NightChanges:
    """Gather what is printed of one night."""
    return NightChanges(
        heading=heading,
        library=changes.library,
        counts=tuple(count_fates(changes)),
        playlists=tuple(PlaylistRow(_named(change.playlist, pages), change) for change in changes.playlists),
        tracks=tuple(_track(move, pages, artists.get(move.track_uri, "")) for move in changes.moves),
        tracks_left_out=changes.moves_left_out,
        facts=tuple(list_facts(changes.revisions)),
        examples=tuple(list_examples(changes.revisions)),
        pages=tuple(PageRow(Named(page.title, pages.get((page.kind, page.key))), page.kind, page.is_new) for page in changes.pages),
        pages_left_out=changes.pages_new_count + changes.pages_gone_count - len(changes.pages),
    )


def _headings(nights: tuple[ChangedNight, ...]) -> Iterator[str]:
    """Give each night its date; a later change of a day has the time too."""
    days = [night.snapshot_id[:10] for night in nights]
    for place, (night, day) in enumerate(zip(nights, days, strict=True)):
        hour, minute = night.snapshot_id[11:13], night.snapshot_id[13:15]
        yield f"{day}, {hour}:{minute} UTC" if day in days[place + 1 :] else day


def _track(move: Move, pages: Pages, artist_key: str) -> TrackRow:
    """Gather what is printed of one track."""
    return TrackRow(
        name=move.track_name,
        artist=Named(move.artist_name, pages.get(("artist", artist_key))),
        in_library=move.in_library,
        came_into=tuple(_named(playlist, pages) for playlist in move.came_into),
        left=tuple(_named(playlist, pages) for playlist in move.left),
        spotify_uri=move.track_uri if SPOTIFY_TRACK.fullmatch(move.track_uri) else None,
    )


def _named(playlist: NamedPlaylist, pages: Pages) -> Named:
    """Link a playlist that has a page tonight."""
    return Named(playlist.title, pages.get(("playlist", playlist.key or "")))


def _producer_pages(site: Site) -> Pages:
    """Give the pages of producers."""
    with_page = site.tables["mart.producers"].drop_nulls("page_path").select("producer_key", "page_path")
    return {("producer", key): page for key, page in with_page.iter_rows()}


def _artists(site: Site, tracks: Iterable[str]) -> dict[str, str]:
    """Give the key of the first artist of each of these tracks that the library still has."""
    wanted = pl.DataFrame({"track_uri": sorted(set(tracks))}, schema={"track_uri": pl.String})
    first = site.tables["core.track_artists"].filter(pl.col("artist_position") == 0).join(wanted, on="track_uri", how="semi")
    return dict(first.select("track_uri", "artist_key").iter_rows())
