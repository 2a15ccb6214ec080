"""Answers to questions that people ask, in `mart`, computed when they are asked."""

import polars as pl

from storage.schemas.columns import COLLECTION, DAY, FEATURE_COLUMNS, MOMENT, REAL, TEXT, TRACK_URI, TRUTH, WHOLE, Table
from storage.schemas.words import DESCRIBING_FEATURES

LIKED_OF_ALL = {
    "liked_count": (WHOLE, "liked tracks"),
    "track_count": (WHOLE, "tracks of the library, liked or not"),
}
LIKED_SHARE = {"liked_share": (REAL, "which part of them is liked, 0..1")}
LIKED_TRACK = {
    **TRACK_URI,
    "track_name": (TEXT, "name of the track"),
    "artist_name": (TEXT, "primary artist"),
    "liked_at": (MOMENT, "when it was liked, UTC"),
}
CLUSTER = {**COLLECTION, "cluster_number": (WHOLE, "1 = largest")}

WAREHOUSE_VIEWS = (
    Table(
        "mart",
        "liked_labels",
        "standard label of a liked track: the most common ones first",
        ("label_key",),
        {
            "liked_rank": (WHOLE, "1 = most liked tracks; of two labels with as many, the one with fewer tracks in all"),
            "label_key": (TEXT, "slug of the label's pages"),
            "label_name": (TEXT, "standard name"),
            **LIKED_OF_ALL,
            **LIKED_SHARE,
        },
    ),
    Table(
        "mart",
        "liked_artists",
        "artist of a liked track, whether first named or guest: the most liked ones first",
        ("artist_key",),
        {
            "liked_rank": (WHOLE, "1 = most liked tracks; of two artists with as many, the one with fewer tracks in all"),
            "artist_key": (TEXT, "slug of the artist's pages"),
            "artist_name": (TEXT, "name"),
            **LIKED_OF_ALL,
            **LIKED_SHARE,
        },
    ),
    Table(
        "mart",
        "liked_genres",
        "genre of the primary artist of a liked track: the most common ones first",
        ("genre_key",),
        {
            "liked_rank": (WHOLE, "1 = most liked tracks; of two genres with as many, the one with fewer tracks in all"),
            "genre_key": (TEXT, "slug of the genre's pages"),
            "genre_name": (TEXT, "name"),
            **LIKED_OF_ALL,
            "artist_count": (WHOLE, "primary artists of tracks in the library who carry it"),
            **LIKED_SHARE,
        },
    ),
    Table(
        "mart",
        "unplayed_liked_tracks",
        "liked track of which no play is known, in a library of which any play is; the longest liked first",
        ("track_uri",),
        {**LIKED_TRACK, "plays_known_since": (MOMENT, "oldest known play of the library, UTC: what was played before is not known")},
    ),
    Table(
        "mart",
        "forgotten_liked_tracks",
        "liked track that was played, but not within the year before the newest known play; the most played first",
        ("track_uri",),
        {
            **LIKED_TRACK,
            "play_count": (WHOLE, "known plays"),
            "last_played_at": (MOMENT, "last of them, UTC"),
        },
    ),
    Table("mart", "unlisted_liked_tracks", "liked track that stands in no playlist; the longest liked first", ("track_uri",), LIKED_TRACK),
    Table(
        "mart",
        "track_plays",
        "played track of the library; the most played first",
        ("track_uri",),
        {
            "play_rank": (WHOLE, "1 = most plays; of two tracks with as many, the one that was heard longer"),
            **TRACK_URI,
            "track_name": (TEXT, "name of the track"),
            "artist_name": (TEXT, "primary artist"),
            "is_liked": (TRUTH, "among the liked songs"),
            "play_count": (WHOLE, "known plays"),
            "played_ms": (WHOLE, "how long in all, of the plays that say it; null when none does"),
            "first_played_at": (MOMENT, "oldest known play, UTC"),
            "last_played_at": (MOMENT, "newest known play, UTC"),
        },
    ),
    Table(
        "mart",
        "monthly_plays",
        "month in which anything was played, UTC",
        ("month_date",),
        {
            "month_date": (DAY, "first day of the month"),
            "play_count": (WHOLE, "known plays"),
            "track_count": (WHOLE, "distinct tracks played"),
            "artist_count": (WHOLE, "distinct primary artists played, of tracks of the library"),
            "played_ms": (WHOLE, "how long in all, of the plays that say it; null when none does"),
        },
    ),
    Table(
        "mart",
        "rank_movers",
        "track, album or artist whose rank is another than four weeks before the last known ranks; the farthest moved of each kind first",
        ("ranked_kind", "ranked_key"),
        {
            "ranked_kind": (TEXT, "track, album or artist"),
            "ranked_key": (TEXT, "track_uri, album_key or artist_key"),
            "ranked_name": (TEXT, "name of the track, album or artist"),
            "artist_name": (TEXT, "its artist; of an artist the name once more"),
            "rank_before": (WHOLE, "rank at before_date; null for what was not ranked then"),
            "rank": (WHOLE, "rank at as_of_date, 1 = first"),
            "gained_count": (WHOLE, "places gained since then, negative for places lost; null for what was not ranked then"),
            "is_new": (TRUTH, "not ranked at before_date"),
            "before_date": (DAY, "last date of ranks four weeks or more before as_of_date, else the first of all"),
            "as_of_date": (DAY, "last date of ranks"),
        },
    ),
    Table(
        "mart",
        "clusters_in_playlists",
        "cluster x playlist that holds at least seven tenths of it: clusters that are a playlist already, the closest pairs first",
        ("collection_kind", "collection_key", "cluster_number", "playlist_key"),
        {
            **CLUSTER,
            "playlist_key": (TEXT, "playlist; never the one whose cluster it is"),
            "playlist_name": (TEXT, "its name"),
            "shared_count": (WHOLE, "tracks of the cluster that stand in the playlist"),
            "cluster_count": (WHOLE, "tracks of the cluster"),
            "playlist_count": (WHOLE, "distinct tracks of the playlist"),
            "cluster_share": (REAL, "which part of the cluster the playlist holds, 0.7..1"),
            "playlist_share": (REAL, "which part of the playlist the cluster is, 0..1"),
            "overlap_share": (REAL, "shared tracks of all tracks of both, 1 when they are the same, 0..1"),
        },
    ),
    Table(
        "mart",
        "cluster_centres",
        "cluster, with the track nearest to its centre",
        ("collection_kind", "collection_key", "cluster_number"),
        {
            **CLUSTER,
            "track_count": (WHOLE, "tracks in the cluster"),
            **TRACK_URI,
            "track_name": (TEXT, "name of the track"),
            "artist_name": (TEXT, "primary artist"),
            "distance": (REAL, "distance from the centre"),
        },
    ),
    Table(
        "mart",
        "cluster_features",
        "cluster, with the mean of each describing feature",
        ("collection_kind", "collection_key", "cluster_number"),
        {
            **CLUSTER,
            "track_count": (WHOLE, "tracks in the cluster"),
            **{name: (REAL, f"mean: {FEATURE_COLUMNS[name][1]}") for name in DESCRIBING_FEATURES},
        },
    ),
    Table(
        "mart",
        "playlist_overlaps",
        "pair of playlists that share a track; the most alike first",
        ("playlist_key", "other_key"),
        {
            "playlist_key": (TEXT, "playlist"),
            "playlist_name": (TEXT, "its name"),
            "other_key": (TEXT, "other playlist; its key is the later one in the alphabet"),
            "other_name": (TEXT, "its name"),
            "shared_count": (WHOLE, "distinct tracks in both"),
            "shared_share": (REAL, "which part of the playlist they are, 0..1"),
            "other_share": (REAL, "which part of the other one, 0..1"),
            "overlap_share": (REAL, "shared tracks of all tracks of both, 1 when they are the same, 0..1"),
        },
    ),
    Table(
        "mart",
        "repeated_recordings",
        "recording code that several tracks carry",
        ("isrc",),
        {
            "isrc": (TEXT, "recording code"),
            "track_name": (TEXT, "name of one of the tracks"),
            "artist_name": (TEXT, "primary artist of one of them"),
            "track_count": (WHOLE, "tracks that carry it"),
            "liked_count": (WHOLE, "of these, liked ones"),
            "track_uris": (pl.List(TEXT), "their URIs"),
        },
    ),
)
