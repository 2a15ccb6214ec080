"""Make the library's tables of one night; every accepted row ends in one of them."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import polars as pl

from storage import artifacts, ledger
from storage.schemas import Artifact
from storage.steps import step_task
from tasks.normalise import history, lists, playlists
from tasks.normalise.following import add_followed, add_saved, find_saved
from tasks.normalise.labels import standardise_labels
from tasks.normalise.tracks import (
    Known,
    add_album_facts,
    as_table,
    find_albums,
    find_artist_uris,
    finish_tracks,
    give_albums,
    give_artists,
    merge_tracks,
    name_artists,
)
from tasks.shared_facts import VALUE_SEPARATOR, unpack_features
from tasks.shared_identities import OWN_TRACK
from tasks.shared_slugs import give_slugs
from tasks.shared_standing import give_standing

Frames = dict[str, pl.DataFrame]
Makers = Iterator[tuple[str, Callable[[], pl.DataFrame]]]
COVERS = "images/covers/"
TELLING_TRACKS = ("step.played_tracks", "step.listed_tracks", "step.credited_tracks")
NOTHING_SOUGHT = pl.DataFrame(schema=dict.fromkeys(("track_uri", *history.EVIDENCE), pl.String()))


def normalise(sources: Frames, told: Frames) -> Frames:
    """Give the core tables of a night from its rows and from what the ledger tells."""
    return {table: make() for table, make in make_tables(sources, told)}


def make_tables(sources: Frames, told: Frames) -> Makers:
    """Name each core table and what makes it, as soon as what it rests on is there."""
    entries, variants = sources["step.entries"], sources["step.variants"]
    yield "core.rejects", lambda: sources["core.rejects"]
    yield "core.source_files", lambda: as_table(sources["step.source_files"], "core.source_files")
    with ThreadPoolExecutor(1) as pool:
        choosing = pool.submit(Known.choose, told["step.facts"])
        listings = find_lists(sources)
        kept = lists.keep_entries(entries, listings, variants["track_uri"])
        collected, likes = playlists.give_playlists(listings), playlists.give_likes(kept, listings)
        yield "core.playlist_tracks", lambda: playlists.list_entries(kept, listings, collected)
        yield "core.playlists", lambda: as_table(collected, "core.playlists")
        yield "step.superseded_lists", lambda: lists.tell_superseded(listings, entries, variants["track_uri"], collected)
        yield "core.playlist_sources", lambda: playlists.tell_playlist_sources(listings, collected)
        merged = merge_tracks(variants, kept)
        yield "core.track_sources", lambda: tell_track_sources(entries, variants, merged)
        known = choosing.result()
        describing = pool.submit(give_features, merged, known)
        yield "core.track_features", describing.result
        named = name_artists(merged, find_artist_uris(known, told["step.listed_artists"], sources["step.followed_artists"]))
        artists = give_artists(named)
        keys = artists.select("artist_subject", "artist_key")
        yield "core.track_artists", lambda: as_table(named.join(keys, on="artist_subject"), "core.track_artists")
        found = find_albums(merged, named, known)
        saved = find_saved(sources["step.listings"], entries, variants)
        albums = add_album_facts(add_saved(give_albums(found), saved), known)
        yield "core.albums", lambda: as_table(albums.with_columns(_cover_address().alias("album_image_url")), "core.albums")
        yield "core.album_labels", lambda: give_labels(albums)
        tracks, genres = finish_tracks(found, albums, likes, known), give_genres(named, artists, known)
        yield "core.tracks", lambda: as_table(tracks, "core.tracks")
        yield "core.artist_genres", lambda: genres
        yield "step.known_facts", lambda: tell_coverage(tracks, named, genres, describing.result(), artists)
        is_any_named = any(told[table]["track_uri"].has_nulls() for table in TELLING_TRACKS) or tracks["track_uri"].str.starts_with(OWN_TRACK).any()
        sought = _name_tracks(merged, named, tracks) if is_any_named else NOTHING_SOUGHT
        yield from _make_history(told, sought, add_followed(_add_listed(artists, told), sources["step.followed_artists"]))


def _make_history(told: Frames, tracks: pl.DataFrame, people: pl.DataFrame) -> Makers:
    """Name the tables of what was played, listed and credited, and of the artists met there too."""
    yield "core.artists", lambda: as_table(people, "core.artists")
    yield "core.plays", lambda: history.give_plays(told["step.played_tracks"], tracks)
    yield "core.top_tracks", lambda: history.give_top_tracks(told["step.listed_tracks"], tracks)
    yield "core.top_artists", lambda: history.give_top_artists(told["step.listed_artists"], people)
    yield "core.track_credits", lambda: history.give_credits(told["step.credited_tracks"], tracks)
    yield "core.artist_relations", lambda: history.give_relations(told["step.related_artists"])


def _add_listed(artists: pl.DataFrame, told: Frames) -> pl.DataFrame:
    """Add the artists whom only a top list names."""
    return pl.concat([artists, history.give_listed_artists(told["step.listed_artists"], artists).select(artists.columns)])


def _name_tracks(merged: pl.DataFrame, named: pl.DataFrame, tracks: pl.DataFrame) -> pl.DataFrame:
    """Give the tracks of the library with all by which a play may name one."""
    primary = named.filter(pl.col("artist_position") == 0).select("track_uri", "artist_name")
    titled = merged.select("track_uri", "track_name", "album_name")
    return titled.join(primary, on="track_uri", how="left").join(tracks.select("track_uri", "isrc"), on="track_uri")


def find_lists(sources: Frames) -> pl.DataFrame:
    """Give every listing with the playlist that it is of."""
    entries, files = sources["step.entries"], sources["step.source_files"]
    listed = lists.identify_lists(sources["step.listings"], entries, files)
    whole = lists.add_told(listed, sources["step.told_playlists"], files)
    return lists.mark_leading(lists.meet_lists(whole, entries, sources["step.variants"]["track_uri"]))


def tell_track_sources(entries: pl.DataFrame, variants: pl.DataFrame, tracks: pl.DataFrame) -> pl.DataFrame:
    """Say of each track which sources tell of it, and by which rule their rows were recognised."""
    named = variants.select("variant", "track_uri", "source", "match_rule", "file_name")
    told = named.join(entries.group_by("variant").len("told_count"), on="variant", maintain_order="left")
    grouped = told.join(tracks.select("track_uri"), on="track_uri", how="semi", maintain_order="left").group_by(
        "track_uri", "source", "match_rule", maintain_order=True
    )
    return as_table(grouped.agg(pl.col("told_count").sum(), pl.col("file_name").first()), "core.track_sources")


def give_features(tracks: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Give the current features of the library's tracks."""
    blocks = known.all_of("features").rename({"subject": "track_uri", "said_at": "fetched_at"})
    return as_table(unpack_features(blocks.join(tracks.select("track_uri"), on="track_uri", how="semi")), "core.track_features")


def give_labels(albums: pl.DataFrame) -> pl.DataFrame:
    """Give each album its standard labels with their keys."""
    standard = standardise_labels(albums.select("album_key", "raw_label").drop_nulls())
    keys = give_slugs({name: name for name in standard["label_name"].unique().to_list()})
    return as_table(standard.with_columns(pl.col("label_name").replace_strict(keys, return_dtype=pl.String).alias("label_key")), "core.album_labels")


def give_genres(named: pl.DataFrame, artists: pl.DataFrame, known: Known) -> pl.DataFrame:
    """Give each artist the genres told of its URI, else of its name."""
    subjects = named.select("artist_subject", "artist_by_name").unique(("artist_subject", "artist_by_name"))
    by_name = known.of("genres", "artist_by_name").rename({"genres": "named", "genres_source": "named_source"})
    told = subjects.join(known.of("genres", "artist_subject"), on="artist_subject", how="left").join(by_name, on="artist_by_name", how="left")
    genres = (
        told.select(
            "artist_subject", pl.coalesce("genres", "named").alias("genre_name"), pl.coalesce("genres_source", "named_source").alias("source")
        )
        .drop_nulls("genre_name")
        .with_columns(pl.col("genre_name").str.split(VALUE_SEPARATOR))
        .explode("genre_name")
        .unique(("artist_subject", "genre_name"))
    )
    keys = give_slugs({name: name for name in genres["genre_name"].unique().to_list()})
    keyed = genres.with_columns(pl.col("genre_name").replace_strict(keys, return_dtype=pl.String).alias("genre_key"))
    return as_table(keyed.join(artists.select("artist_subject", "artist_key"), on="artist_subject"), "core.artist_genres").sort(
        "artist_key", "genre_key"
    )


def tell_coverage(tracks: pl.DataFrame, named: pl.DataFrame, genres: pl.DataFrame, features: pl.DataFrame, artists: pl.DataFrame) -> pl.DataFrame:
    """Count the tracks of which each kind of fact is known, by who said it."""
    primary = named.filter(pl.col("artist_position") == 0).join(artists.select("artist_subject", "artist_key"), on="artist_subject")
    parts = [
        tracks.select(fact=pl.lit(fact), source=pl.col(f"{column}_source"))
        for fact, column in (("isrc", "isrc"), ("label", "raw_label"), ("release_date", "release_date"), ("cover", "cover"))
    ]
    parts.append(features.select(fact=pl.lit("features"), source="source"))
    parts.append(primary.join(genres.unique("artist_key"), on="artist_key").select(fact=pl.lit("genre"), source="source"))
    counted = [part.drop_nulls("source").group_by("fact", "source").agg(pl.len().alias("track_count")) for part in parts]
    return as_table(pl.concat(counted), "step.known_facts")


def _cover_address() -> pl.Expr:
    """Give a cover's address: as told, or the place of a landed picture inside the tree."""
    return pl.col("cover").str.replace("^blob:", COVERS)


@step_task("normalise")
def normalise_library(sources: dict[str, Artifact], pages: dict[str, tuple[str, ...]]) -> dict[str, Artifact]:
    """Give the tickets of the library's tables; `pages` are the pages of the ledger known by that night."""
    told = {table: give_standing(ledger.read(table, pages.get(table, ()))) for table in ledger.FOLDERS}
    read = {table: artifacts.load(ticket) for table, ticket in sources.items()}
    return artifacts.save_as_made(make_tables(read, told))
