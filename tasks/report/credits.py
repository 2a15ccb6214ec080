"""Tell what artists, and members of groups, are credited for; a person is an artist only where one artist bears the name."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import polars as pl

from storage.schemas import PRODUCING_TYPES
from tasks.report.artist_facts import CreditCount, Credits, MemberCounts, ProductionCredit
from tasks.report.relations import Names
from tasks.report.tracks import shown_image

ON_TRACKS: Final = pl.col("track_uri").n_unique().alias("track_count")

Tables = Mapping[str, pl.DataFrame]
MemberCredits = tuple[tuple[str, ...], tuple[MemberCounts, ...]]


def read_credits(tables: Tables, members: pl.DataFrame, names: Names) -> dict[str, Credits]:
    """Give the credits of every artist that has a page, by key; members are group_name and member_name."""
    credited = _credited(tables, members, names)
    by_type, by_member, productions = _count_own(credited), _count_by_member(credited), _list_productions(credited, tables, names)
    found: dict[str, Credits] = {}
    for key in sorted({*by_type, *by_member, *productions}):
        of_members, counts = by_member.get(key, ((), ()))
        found[key] = Credits(by_type.get(key, ()), tuple(names.named(name) for name in of_members), counts, productions.get(key, ()))
    return found


def _credited(tables: Tables, members: pl.DataFrame, names: Names) -> pl.DataFrame:
    """Give every credit on a track of the library to the artist, and to the groups that the person is a member of."""
    credits_ = tables["core.track_credits"].select("track_uri", "person_name", pl.col("credit_type").str.to_lowercase()).drop_nulls().unique()
    in_library = credits_.join(tables["core.tracks"].select("track_uri"), on="track_uri", how="semi")
    with_pages = [(name, key) for name, key in names.key_of.items() if names.entities.page_of("artist", key)]
    artists = pl.DataFrame(with_pages, schema={"artist_name": pl.String, "artist_key": pl.String}, orient="row")
    own = in_library.join(artists, left_on="person_name", right_on="artist_name").with_columns(member_name=pl.lit(None, pl.String))
    of_groups = members.join(artists, left_on="group_name", right_on="artist_name").select("artist_key", "member_name")
    of_members = in_library.join(of_groups.with_columns(person_name="member_name"), on="person_name")
    columns = ("artist_key", "track_uri", "credit_type", "member_name")
    return pl.concat([own.select(columns), of_members.select(columns)])


def _count_own(credited: pl.DataFrame) -> dict[str, tuple[CreditCount, ...]]:
    """Count the tracks of every artist's own credits by type, most tracks first."""
    counts = _count_types(credited.filter(pl.col("member_name").is_null()))
    return {key: tuple(CreditCount(*row) for row in rows) for key, rows in _by_artist(counts)}


def _count_by_member(credited: pl.DataFrame) -> dict[str, MemberCredits]:
    """Count the tracks of the credits of every group's members: their names, and what each is credited as how often."""
    of_members = credited.drop_nulls("member_name")
    types = {key: [credit for credit, _ in rows] for key, rows in _by_artist(_count_types(of_members))}
    counts = of_members.group_by("artist_key", "member_name", "credit_type").agg(ON_TRACKS).sort("artist_key", "member_name", "credit_type")
    found: dict[str, MemberCredits] = {}
    for key, rows in _by_artist(counts):
        known = {(member, credit): count for member, credit, count in rows}
        members = tuple(dict.fromkeys(member for member, _ in known))
        found[key] = members, tuple(MemberCounts(credit, tuple(known.get((member, credit)) for member in members)) for credit in types[key])
    return found


def _count_types(credited: pl.DataFrame) -> pl.DataFrame:
    """Count the tracks of every artist's credits by type, most tracks first."""
    counts = credited.group_by("artist_key", "credit_type").agg(ON_TRACKS)
    return counts.sort("artist_key", "track_count", "credit_type", descending=[False, True, False])


def _list_productions(credited: pl.DataFrame, tables: Tables, names: Names) -> dict[str, tuple[ProductionCredit, ...]]:
    """Give the tracks that artists and members of groups helped to make, oldest release first."""
    tracks = tables["core.tracks"].select("track_uri", "track_name", "album_key", "release_date")
    albums = tables["core.albums"].select("album_key", "album_image_url")
    made = credited.filter(pl.col("credit_type").is_in(PRODUCING_TYPES)).group_by("artist_key", "track_uri")
    listed = (
        made.agg(pl.col("member_name").drop_nulls().unique().sort(), pl.col("credit_type").unique().sort())
        .join(tracks, on="track_uri")
        .join(albums, on="album_key", how="left")
        .sort("artist_key", "release_date", "track_uri", nulls_last=True)
        .select("artist_key", "track_name", shown_image("album_image_url"), "member_name", "credit_type")
    )
    return {
        key: tuple(ProductionCredit(name, image, tuple(map(names.named, members)), tuple(types)) for name, image, members, types in rows)
        for key, rows in _by_artist(listed)
    }


def _by_artist(rows: pl.DataFrame) -> Iterator[tuple[str, list[Any]]]:
    """Give the rows of each artist, in their order and without the artist's key, which is their first value."""
    for key, of_artist in groupby(rows.iter_rows(), key=itemgetter(0)):
        yield key, [row[1:] for row in of_artist]
