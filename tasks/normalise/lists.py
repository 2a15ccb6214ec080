"""Say which listings are of one playlist and whose entries are kept; refuses to know what a track is called."""

import polars as pl

from storage.schemas import TABLES
from tasks.normalise.meetings import SHARED_OF_THE_SMALLER, SOURCES, SPOTIFY_PLAYLIST, meet_playlists
from tasks.shared_identities import rank_files

LIKED_IDENTITY = "liked"
OF_ALBUMS = "album"
TOLD_OF_A_FILE = ("file_name", "source", "file_kind", "told_at", "doubt")


def identify_lists(listings: pl.DataFrame, entries: pl.DataFrame, source_files: pl.DataFrame) -> pl.DataFrame:
    """Say of every listing which playlist it is, by which rule, how many entries it has and how fresh they are."""
    lists = listings.filter(pl.col("list_kind") != OF_ALBUMS)
    is_liked, has_uri = pl.col("list_kind") == "liked", pl.col("playlist_uri").is_not_null()
    by_uri = pl.when(pl.col("playlist_uri").str.starts_with(SPOTIFY_PLAYLIST)).then(pl.lit("uri")).otherwise(pl.lit("own"))
    counted = entries.group_by("listing").agg(pl.col("added_at").max(), pl.len().cast(pl.Int64).alias("row_count"))
    files = source_files.select(TOLD_OF_A_FILE).join(rank_files(source_files).select("file_name", "file_rank"), on="file_name")
    named = pl.lit("name:") + pl.col("playlist_name").str.replace_all(r"\s", "_")
    return (
        lists.with_columns(
            pl.when(is_liked).then(pl.lit(LIKED_IDENTITY)).when(has_uri).then("playlist_uri").otherwise(named).alias("identity"),
            pl.when(is_liked).then(pl.lit(LIKED_IDENTITY)).when(has_uri).then(by_uri).otherwise(pl.lit("name")).alias("match_rule"),
        )
        .join(counted, on="listing")
        .join(files, on="file_name", how="left")
        .with_columns(_tell_age().alias("told_at"))
        .sort("listing")
    )


def _tell_age() -> pl.Expr:
    """Say since when a listing is as it is: a service told so, a file shows its newest entry, account data as a whole is dated at least."""
    newest = pl.col("added_at")
    by_entries = pl.when(pl.col("source") == "account_data").then(pl.coalesce(newest, "told_at")).otherwise(newest)
    return pl.when(pl.col("source") == "spotify").then("told_at").otherwise(by_entries)


def add_told(lists: pl.DataFrame, told: pl.DataFrame, source_files: pl.DataFrame) -> pl.DataFrame:
    """Add the playlists that a service names in its list; one that it says is empty has no entries, of the others it tells none there."""
    has_items = pl.col("identity").is_in(lists.filter(pl.col("source") == "spotify")["identity"].unique().to_list())
    named = (
        told.join(source_files.select(TOLD_OF_A_FILE), on="file_name", how="left")
        .sort("file_name", "line_number")
        .unique("playlist_uri", keep="first", maintain_order=True)
        .with_columns(identity="playlist_uri", match_rule=pl.lit("uri"), list_kind=pl.lit("playlist"), doubt=pl.lit(None, pl.String))
        .with_columns(row_count=pl.when((pl.col("told_count") == 0) & ~has_items).then(pl.lit(0, pl.Int64)))
    )
    return pl.concat([lists, named.drop("line_number")], how="diagonal")


def meet_lists(lists: pl.DataFrame, entries: pl.DataFrame, uris: pl.Series) -> pl.DataFrame:
    """Give the playlists of several sources that are the same one identity; `uris` are those of the variants that entries carry."""
    playlists = lists.filter(pl.col("identity") != LIKED_IDENTITY, pl.col("row_count").is_null() | (pl.col("row_count") > 0))
    if playlists["source"].n_unique() < len(SOURCES[:2]):
        return lists
    held = entries.join(playlists.drop_nulls("listing").select("listing", "identity"), on="listing")
    members = held.select("identity", uris[held["variant"]].alias("track_uri")).unique()
    met = meet_playlists(playlists, members)
    joined = lists.join(met.rename({"match_rule": "met_by"}), on="identity", how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("met", "identity").alias("identity"), pl.coalesce("met_by", "match_rule").alias("match_rule")).drop(
        "met", "met_by"
    )


def mark_leading(lists: pl.DataFrame) -> pl.DataFrame:
    """Mark of each playlist the listings of the freshest file: told last, then of most rows, then of the smallest digest."""
    in_files = (
        lists.drop_nulls("row_count")
        .group_by("identity", "file_name")
        .agg(pl.col("told_at").max(), pl.col("row_count").sum(), pl.col("file_rank").first())
    )
    order = ("told_at", "row_count", "file_rank")
    freshest = in_files.sort(order, descending=(True, True, False), nulls_last=True).unique("identity", keep="first", maintain_order=True)
    leading = freshest.select("identity", "file_name", pl.lit(value=True).alias("is_leading"))
    joined = lists.join(leading, on=("identity", "file_name"), how="left", maintain_order="left")
    return joined.with_columns((pl.col("is_leading").fill_null(value=False) & pl.col("row_count").is_not_null()).alias("is_leading"))


def keep_entries(entries: pl.DataFrame, lists: pl.DataFrame, uris: pl.Series) -> pl.DataFrame:
    """Give the entries of leading listings; a date that they lack, or know to the day alone, from another source that knows it."""
    kept = entries.join(lists.filter("is_leading").select("listing"), on="listing", how="semi", maintain_order="left")
    by_source = lists.drop_nulls("listing").group_by("identity").agg(pl.col("source").n_unique())
    shared = by_source.filter(pl.col("source") > 1).select("identity")
    named = kept.with_columns(uris[kept["variant"]].alias("track_uri"))
    if shared.is_empty():
        return named
    told = entries.with_columns(uris[entries["variant"]].alias("track_uri"))
    return _fill_dates(named, told, lists.drop_nulls("listing").join(shared, on="identity", how="semi"))


def tell_superseded(lists: pl.DataFrame, entries: pl.DataFrame, uris: pl.Series, playlists: pl.DataFrame) -> pl.DataFrame:
    """Give the files that a newer one of their name supersedes though the two share less than half of the smaller's tracks.

    Those of another source that tell the playlist's URI are it, however much has changed.
    """
    named = lists.drop_nulls("listing").join(playlists.select("identity", "playlist_key"), on="identity")
    used = named.filter("is_leading").select("playlist_key", used_source="source", used_file_name="file_name").unique()
    is_doubtful = (pl.col("source") == pl.col("used_source")) | (pl.col("match_rule") != "uri")
    others = named.filter(~pl.col("is_leading")).join(used, on="playlist_key").filter(is_doubtful)
    pairs = others.select("playlist_key", "file_name", "used_file_name").unique()
    listed = named.join(pairs, on="playlist_key", how="semi").select("listing", "playlist_key", "file_name")
    held = entries.join(listed, on="listing")
    members = held.select("playlist_key", "file_name", uris[held["variant"]].alias("track_uri")).unique()
    sizes = members.group_by("playlist_key", "file_name").agg(pl.len().cast(pl.Int64).alias("track_count"))
    of_the_used = members.rename({"file_name": "used_file_name"})
    shared = pairs.join(members, on=("playlist_key", "file_name")).join(of_the_used, on=("playlist_key", "used_file_name", "track_uri"))
    counted = (
        pairs.join(sizes, on=("playlist_key", "file_name"))
        .join(sizes.rename({"file_name": "used_file_name", "track_count": "used_count"}), on=("playlist_key", "used_file_name"))
        .join(
            shared.group_by("file_name", "playlist_key").agg(pl.len().cast(pl.Int64).alias("shared_count")),
            on=("playlist_key", "file_name"),
            how="left",
        )
        .with_columns(pl.col("shared_count").fill_null(0))
    )
    is_another = pl.col("shared_count") < SHARED_OF_THE_SMALLER * pl.min_horizontal("track_count", "used_count")
    return counted.filter(is_another).select(*TABLES["step.superseded_lists"].dtypes).sort("playlist_key", "file_name")


def _fill_dates(kept: pl.DataFrame, entries: pl.DataFrame, lists: pl.DataFrame) -> pl.DataFrame:
    """Give kept entries the best date that any source knows of that track in that playlist."""
    is_exact = pl.col("source") != "account_data"
    told = (
        entries.join(lists.select("listing", "identity", "source"), on="listing")
        .drop_nulls("added_at")
        .with_columns(day=pl.col("added_at").dt.date())
    )
    exact = told.filter(is_exact).group_by("identity", "track_uri", "day").agg(pl.col("added_at").min().alias("exact_at"))
    any_date = told.sort(~is_exact, "added_at").unique(("identity", "track_uri"), keep="first", maintain_order=True)
    placed = kept.join(lists.select("listing", "identity", "source"), on="listing", how="left", maintain_order="left").with_columns(
        day=pl.when(~is_exact).then(pl.col("added_at").dt.date())
    )
    found = placed.join(exact, on=("identity", "track_uri", "day"), how="left", maintain_order="left").join(
        any_date.select("identity", "track_uri", any_at="added_at"), on=("identity", "track_uri"), how="left", maintain_order="left"
    )
    return found.with_columns(pl.coalesce("exact_at", "added_at", "any_at").alias("added_at")).select(kept.columns)
