"""The vocabulary: every table once (columns, dtypes, key, comments) and the values steps hand each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import polars as pl
from pydantic import BaseModel, ConfigDict

WAREHOUSE_VERSION = 2  # tests/warehouse_versions/ tells the layout of each
LIBRARY_KIND = "library"
LIKED_KEY = "liked_tracks"
PAGE_KINDS = ("playlist", "artist", "label", "genre")
TRACKS_OF_A_YEAR_PAGE = 20
PRODUCING_TYPES = ("arranger", "lyricist", "producer", "songwriter")
FEATURES = (
    "danceability",
    "energy",
    "key",
    "loudness_db",
    "mode",
    "speechiness",
    "acousticness",
    "instrumentalness",
    "liveness",
    "valence",
    "tempo_bpm",
    "time_signature",
)
DESCRIBING_FEATURES = (
    "danceability",
    "energy",
    "speechiness",
    "acousticness",
    "instrumentalness",
    "liveness",
    "valence",
    "tempo_bpm",
    "loudness_db",
)

Kind = Literal["playlist", "artist", "label", "genre", "library"]
SourceName = Literal["exports", "account_data", "spotify"]
CsvKind = Literal["tracks", "top_tracks", "top_artists", "plays", "credits", "relations"]
AccountKind = Literal["account_library", "account_playlists", "streams"]
ServiceKind = Literal["profile", "saved_tracks", "saved_albums", "playlist_list", "playlist_items", "followed_artists", "top_list", "recent_plays"]
FileKind = Literal[CsvKind, AccountKind, ServiceKind]


class Frozen(BaseModel):
    """A value: it never changes after it is made."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Artifact(Frozen):
    """A ticket: which table, and the digest of its content; the path follows from both."""

    table: str
    digest: str


class Snapshot(Frozen):
    """One night's raw input; two nights with equal content differ in the id alone."""

    snapshot_id: str
    content_digest: str
    ledger_digest: str


class LandedFile(Frozen):
    """A file or a resource of a service as it lies in the landing zone: its name inside the source, what it holds, and its blob.

    version is what the service calls this state of a playlist, landed_at when a service first told this content (a file tells
    its age by its rows), doubt what a suspicious answer said instead, until a second fetch agrees.
    """

    name: str
    kind: FileKind
    blob: str
    original_digest: str
    source: SourceName = "exports"
    playlist_name: str | None = None
    playlist_uri: str | None = None
    owner_name: str | None = None
    is_liked: bool = False
    version: str | None = None
    landed_at: datetime | None = None
    doubt: str | None = None


class SkippedFile(Frozen):
    """A file that was not read, and why, in a sentence for its owner."""

    name: str
    reason: str


class Landing(Frozen):
    """What one night's sources gave: files to read, covers by the name a row calls them, files left out."""

    files: tuple[LandedFile, ...]
    images: dict[str, str]
    skipped: tuple[SkippedFile, ...]


class Slice(Frozen):
    """Where rows lie inside a table; what they are a digest must tell, so no cache key rests on a place."""

    table: Artifact
    first_row: int
    row_count: int


class Collection(Frozen):
    """A playlist, artist, label, genre or the library: its described tracks, and their digest."""

    kind: Kind
    key: str
    described_digest: str
    described: Slice


class Sheet(Frozen):
    """The figures of one collection's or person's pages: what they show lies in a slice, and its digest tells it."""

    kind: str
    key: str
    facts_digest: str
    pictures: Slice


class Axis(Frozen):
    """One principal axis of a scatter, in words, with the share of variance that it shows."""

    label: str
    variance_share: float


class Clustering(Frozen):
    """How one collection falls into clusters: the members' ticket and what the page says of them."""

    kind: Kind
    key: str
    members: Artifact
    axes: tuple[Axis, Axis]
    cluster_sizes: tuple[int, ...]
    silhouette: float
    is_balanced: bool


def size_of_collection(collection: Collection) -> int:
    """Say how many described tracks a collection has."""
    return collection.described.row_count


def size_of_clustering(clustering: Clustering) -> int:
    """Say how many tracks a clustering has."""
    return sum(clustering.cluster_sizes)


def size_of_sheet(sheet: Sheet) -> int:
    """Say how many pictures a sheet has."""
    return sheet.pictures.row_count


@dataclass(frozen=True)
class Table:
    """One table: its grain, its columns with dtype and comment, its key."""

    schema: Literal["core", "mart", "step"]
    name: str
    grain: str
    key: tuple[str, ...]
    columns: Mapping[str, tuple[pl.DataType, str]] = field(hash=False)

    @property
    def dtypes(self) -> dict[str, pl.DataType]:
        """Column names and dtypes, in order."""
        return {name: dtype for name, (dtype, _) in self.columns.items()}


TEXT, WHOLE, REAL, TRUTH = pl.String(), pl.Int64(), pl.Float64(), pl.Boolean()
MOMENT, DAY = pl.Datetime("us"), pl.Date()

TRACK_URI = {"track_uri": (TEXT, "Spotify URI of the track, spotify:local: of a local file, or a stable URI of ours where the source gave none")}
SOURCE_LINE = {
    "file_name": (TEXT, "name of the file inside its snapshot"),
    "line_number": (WHOLE, "line on which the row begins, header = 1; of JSON and of a service's answers the number of the item"),
}
NAMED_TRACK = {
    "track_uri": (TEXT, "URI where given"),
    "isrc": (TEXT, "recording code where given"),
    "track_name": (TEXT, "name where given"),
    "artist_name": (TEXT, "first artist where given"),
    "album_name": (TEXT, "album where given"),
}
COLLECTION = {
    "collection_kind": (TEXT, "playlist, artist, label, genre or library"),
    "collection_key": (TEXT, "slug of the collection's pages; liked_tracks for liked songs, library for the whole"),
}
COUNTED_TRACKS = {
    "track_count": (WHOLE, "distinct tracks of the collection"),
    "liked_count": (WHOLE, "of these, liked ones"),
}
FEATURE_COLUMNS = {
    "danceability": (REAL, "0..1, how well it can be danced to"),
    "energy": (REAL, "0..1, intensity and activity"),
    "key": (WHOLE, "pitch class, 0 = C; null when not detected"),
    "loudness_db": (REAL, "mean loudness in decibel, mostly -60..0"),
    "mode": (WHOLE, "1 major, 0 minor"),
    "speechiness": (REAL, "0..1, presence of spoken words"),
    "acousticness": (REAL, "0..1, confidence that it is acoustic"),
    "instrumentalness": (REAL, "0..1, confidence that there are no vocals"),
    "liveness": (REAL, "0..1, presence of an audience"),
    "valence": (REAL, "0..1, musical positiveness"),
    "tempo_bpm": (REAL, "beats a minute"),
    "time_signature": (WHOLE, "beats in a bar"),
}

READ_FILE = {
    "source": (TEXT, "exports, account_data or spotify"),
    "file_kind": (TEXT, "what it holds: tracks, plays, saved_tracks, playlist_items, ..."),
    "row_count": (WHOLE, "rows or items in the file, header and blank lines apart"),
    "accepted_count": (WHOLE, "rows accepted"),
    "reject_count": (WHOLE, "rows refused; accepted + refused = rows"),
    "told_at": (MOMENT, "since when its source says this: a service when it first told it, a file by its newest entry, UTC"),
    "owner_name": (TEXT, "whose it is where the source says it: of a playlist its owner, of a profile the person"),
    "doubt": (TEXT, "the suspicious answer in whose place an earlier state is kept, until a second one agrees"),
}

TOLD_OF_A_TRACK = {
    **TRACK_URI,
    "track_name": (TEXT, "name of the track"),
    "artist_names": (pl.List(TEXT), "artists in order, split as decided for the file"),
    "artist_uris": (pl.List(TEXT), "their URIs, same length as artist_names, or null"),
    "album_uri": (TEXT, "URI of the album"),
    "album_name": (TEXT, "name of the album"),
    "album_artist_name": (TEXT, "first artist of the album where the file says it"),
    "release_date": (TEXT, "YYYY, YYYY-MM or YYYY-MM-DD, as precise as the source"),
    "album_image_url": (TEXT, "http(s) address of the cover, or blob:<digest>.<suffix> of a cover landed with the snapshot"),
    "duration_ms": (WHOLE, "length"),
    "is_explicit": (TRUTH, "explicit lyrics"),
    "popularity": (WHOLE, "0..100 when exported"),
    "isrc": (TEXT, "recording code, upper case without hyphens"),
    "genres": (pl.List(TEXT), "genres of the track's artists as the row says"),
    "raw_label": (TEXT, "record label as written"),
    **FEATURE_COLUMNS,
}

_TABLES = (
    # what reading the raw files gives
    Table(
        "step",
        "listings",
        "playlist or liked songs as one file lists it",
        ("listing",),
        {
            "listing": (WHOLE, "number"),
            "file_name": (TEXT, "name of the file inside its snapshot"),
            "list_kind": (TEXT, "playlist, liked, or album for the tracks of saved albums"),
            "playlist_uri": (TEXT, "URI of the playlist where the file says it, or a stable one of ours"),
            "playlist_name": (TEXT, "name of the playlist, from a column or the file's name; empty text is a name"),
            "owner_name": (TEXT, "owner of the playlist where the file says it"),
        },
    ),
    Table(
        "step",
        "entries",
        "accepted row of a playlist-like file: which listing it stands in and which description of a track it carries",
        ("listing", "line_number"),
        {
            "listing": (WHOLE, "listing it stands in"),
            "line_number": (WHOLE, "line of its file on which the row begins, header = 1"),
            "added_at": (MOMENT, "when it was added, UTC; null when unknown (1970 means unknown)"),
            "variant": (WHOLE, "description it carries"),
        },
    ),
    Table(
        "step",
        "variants",
        "distinct description of a track among all rows",
        ("variant",),
        {
            "variant": (WHOLE, "number, from the freshest file on"),
            **TOLD_OF_A_TRACK,
            "source": (TEXT, "whose file tells it: exports, account_data or spotify"),
            "match_rule": (TEXT, "what gave it its URI: uri, isrc, name_artists_album, name_artists_length, or own where nothing did"),
            "file_name": (TEXT, "freshest file that tells it"),
            "line_number": (WHOLE, "its line there"),
            "file_rank": (WHOLE, "0 = freshest file"),
            "newest_added_at": (MOMENT, "how old that file's words are: when a service told it, else the largest Added At in it, UTC"),
            "album_by_name": (TEXT, "identity of the album by name and artist"),
            "album_subject": (TEXT, "identity of the album: URI where told, else by name"),
            "artists_by_name": (pl.List(TEXT), "identities of the artists by name"),
            "artist_subjects": (pl.List(TEXT), "identities of the artists: URIs where told, else by name"),
        },
    ),
    Table(
        "step",
        "source_files",
        "source file read",
        ("file_name",),
        {
            "file_name": (TEXT, "name of the file inside its snapshot"),
            "content_digest": (TEXT, "digest of the landed content"),
            "newest_added_at": (MOMENT, "how old its words are: when a service told it, else the largest Added At in it, UTC"),
            **READ_FILE,
        },
    ),
    Table(
        "step",
        "told_playlists",
        "playlist in a service's list of playlists",
        ("file_name", "line_number"),
        {
            **SOURCE_LINE,
            "playlist_uri": (TEXT, "URI of the playlist"),
            "playlist_name": (TEXT, "name of the playlist"),
            "owner_name": (TEXT, "whose it is"),
            "told_count": (WHOLE, "how many entries it is said to have"),
        },
    ),
    Table(
        "step",
        "followed_artists",
        "artist whom the person follows",
        ("file_name", "line_number"),
        {
            **SOURCE_LINE,
            "artist_uri": (TEXT, "URI where given"),
            "artist_name": (TEXT, "name where given"),
            "artist_image_url": (TEXT, "address of a picture"),
        },
    ),
    Table(
        "step",
        "listed_tracks",
        "place in a dated list of top tracks, as a file says it",
        ("as_of_date", "term", "place", "file_name", "line_number"),
        {**SOURCE_LINE, "as_of_date": (DAY, "day of the list"), "term": (TEXT, "which list"), "place": (WHOLE, "1 = first"), **NAMED_TRACK},
    ),
    Table(
        "step",
        "listed_artists",
        "place in a dated list of top artists, as a file says it",
        ("as_of_date", "term", "place", "file_name", "line_number"),
        {
            **SOURCE_LINE,
            "as_of_date": (DAY, "day of the list"),
            "term": (TEXT, "which list"),
            "place": (WHOLE, "1 = first"),
            "artist_uri": (TEXT, "URI where given"),
            "artist_name": (TEXT, "name where given"),
        },
    ),
    Table(
        "step",
        "played_tracks",
        "play, as a file says it",
        ("played_at", "file_name", "line_number"),
        {
            **SOURCE_LINE,
            "played_at": (MOMENT, "end of the play, UTC"),
            "played_ms": (WHOLE, "how long; null when not said"),
            **NAMED_TRACK,
            "precision": (TEXT, "second or minute: how exactly played_at is told"),
            "source": (TEXT, "who said it: exports, account_data or spotify"),
        },
    ),
    Table(
        "step",
        "credited_tracks",
        "credit of a person on a track, as a file says it",
        ("file_name", "line_number"),
        {
            **SOURCE_LINE,
            **NAMED_TRACK,
            "person_name": (TEXT, "who"),
            "credit_type": (TEXT, "producer, songwriter, ..."),
            "credit_details": (TEXT, "instrument or attribute"),
        },
    ),
    Table(
        "step",
        "related_artists",
        "relation between two artists, as a file says it",
        ("file_name", "line_number"),
        {
            **SOURCE_LINE,
            "artist_name": (TEXT, "who"),
            "relation": (TEXT, "member_of, renamed_to or subgroup_of"),
            "other_name": (TEXT, "to whom"),
        },
    ),
    Table(
        "step",
        "facts",
        "fact that a source told",
        ("fact", "subject", "value", "source"),
        {
            "subject": (TEXT, "URI of a track, album or artist, or a stable identity of ours"),
            "fact": (TEXT, "features, isrc, raw_label, release_date, cover, genres or uri"),
            "value": (TEXT, "what was told; several values one per line"),
            "source": (TEXT, "who said it"),
            "said_at": (MOMENT, "how old it is: newest entry of the export that carried it, UTC"),
        },
    ),
    Table(
        "step",
        "known_facts",
        "kind of fact x source of what is known",
        ("fact", "source"),
        {
            "fact": (TEXT, "features, isrc, label, genre, release_date or cover"),
            "source": (TEXT, "who said it"),
            "track_count": (WHOLE, "tracks of which it is known from there"),
        },
    ),
    Table(
        "step",
        "described_tracks",
        "track with all nine describing features, scaled by fixed constants",
        ("track_uri",),
        {**TRACK_URI, **{name: (REAL, f"{name}, scaled") for name in DESCRIBING_FEATURES}},
    ),
    Table(
        "core",
        "tracks",
        "track",
        ("track_uri",),
        {
            **TRACK_URI,
            "track_name": (TEXT, "name of the track; null when no source names it"),
            "album_key": (TEXT, "album it is on"),
            "artist_name": (TEXT, "primary artist"),
            "duration_ms": (WHOLE, "length in milliseconds"),
            "release_date": (TEXT, "release date of the album: YYYY, YYYY-MM or YYYY-MM-DD, as precise as known"),
            "release_year": (WHOLE, "year of release_date"),
            "isrc": (TEXT, "recording code"),
            "popularity": (WHOLE, "0..100 when last exported"),
            "is_explicit": (TRUTH, "explicit lyrics"),
            "is_liked": (TRUTH, "among the liked songs"),
            "liked_at": (MOMENT, "when it was liked, UTC"),
        },
    ),
    Table(
        "core",
        "albums",
        "album",
        ("album_key",),
        {
            "album_key": (TEXT, "our key: slug of the name and a short id"),
            "album_uri": (TEXT, "Spotify URI where known"),
            "album_name": (TEXT, "name of the album"),
            "artist_name": (TEXT, "first artist of the album, or of its first track"),
            "release_date": (TEXT, "YYYY, YYYY-MM or YYYY-MM-DD, as precise as known"),
            "release_year": (WHOLE, "year of release_date"),
            "album_image_url": (TEXT, "cover: an http(s) address, or a path inside reports/"),
            "track_count": (WHOLE, "tracks of it in the library; 0 for a saved album that no list holds a track of"),
            "is_saved": (TRUTH, "among the saved albums"),
            "saved_at": (MOMENT, "when it was saved, UTC"),
        },
    ),
    Table(
        "core",
        "artists",
        "artist",
        ("artist_key",),
        {
            "artist_key": (TEXT, "slug of the artist's pages"),
            "artist_uri": (TEXT, "Spotify URI where known"),
            "artist_name": (TEXT, "name"),
            "is_followed": (TRUTH, "among the artists whom the person follows"),
            "artist_image_url": (TEXT, "address of a picture where a source gives one"),
        },
    ),
    Table(
        "core",
        "playlists",
        "playlist",
        ("playlist_key",),
        {
            "playlist_key": (TEXT, "slug of the playlist's pages"),
            "playlist_uri": (TEXT, "Spotify URI where known, else a stable one of ours where names do not tell playlists apart"),
            "playlist_name": (TEXT, "name"),
            "owner_name": (TEXT, "owner where the source says it"),
            "track_count": (WHOLE, "entries, repeated tracks counted each time; as told where its entries are not known"),
            "is_content_known": (TRUTH, "whether its entries are known; of other people's playlists a service tells the size alone"),
        },
    ),
    Table(
        "core",
        "playlist_sources",
        "playlist x source that tells it",
        ("playlist_key", "source"),
        {
            "playlist_key": (TEXT, "playlist; liked_tracks for liked songs"),
            "source": (TEXT, "exports, account_data or spotify"),
            "source_name": (TEXT, "what this source calls it"),
            "source_uri": (TEXT, "its URI in this source"),
            "match_rule": (
                TEXT,
                "how it was recognised: uri, name (of an export), name_and_tracks, name_alone (its entries are not known), liked, or own",
            ),
            "told_count": (WHOLE, "entries that this source tells, or says there are"),
            "told_at": (MOMENT, "how old that is, UTC"),
            "is_leading": (TRUTH, "whether the entries of core.playlist_tracks are this source's"),
            "file_name": (TEXT, "its freshest file there"),
            "doubt": (TEXT, "the suspicious answer in whose place this earlier state is kept, until a second one agrees"),
        },
    ),
    Table(
        "core",
        "track_sources",
        "track x source x rule by which its rows were recognised",
        ("track_uri", "source", "match_rule"),
        {
            **TRACK_URI,
            "source": (TEXT, "exports, account_data or spotify"),
            "match_rule": (TEXT, "uri, isrc, name_artists_album, name_artists_length (within 2 seconds), or own where nothing gave a URI"),
            "told_count": (WHOLE, "rows of this source that tell of it"),
            "file_name": (TEXT, "freshest file of this source that tells of it so"),
        },
    ),
    Table(
        "core",
        "source_files",
        "file or resource of a service that the library rests on",
        ("source", "file_name"),
        {"file_name": (TEXT, "name of the file inside its snapshot"), **READ_FILE},
    ),
    Table(
        "core",
        "track_artists",
        "track x artist",
        ("track_uri", "artist_key"),
        {**TRACK_URI, "artist_key": (TEXT, "artist"), "artist_position": (WHOLE, "0 = primary")},
    ),
    Table(
        "core",
        "album_labels",
        "album x standard label",
        ("album_key", "label_key"),
        {
            "album_key": (TEXT, "album"),
            "label_key": (TEXT, "slug of the label's pages"),
            "label_name": (TEXT, "standard name: the spelling that most albums carry"),
            "raw_label": (TEXT, "the album's label text as written"),
        },
    ),
    Table(
        "core",
        "artist_genres",
        "artist x genre",
        ("artist_key", "genre_key"),
        {
            "artist_key": (TEXT, "artist"),
            "genre_key": (TEXT, "slug of the genre's pages"),
            "genre_name": (TEXT, "genre"),
            "source": (TEXT, "who said it"),
        },
    ),
    Table(
        "core",
        "playlist_tracks",
        "entry of a playlist",
        ("playlist_key", "playlist_position"),
        {
            "playlist_key": (TEXT, "playlist"),
            "playlist_position": (WHOLE, "place in the playlist, 1 = first"),
            **TRACK_URI,
            "added_at": (MOMENT, "when it was added, UTC; null when unknown"),
        },
    ),
    Table(
        "core",
        "track_features",
        "described track",
        ("track_uri",),
        {
            **TRACK_URI,
            **FEATURE_COLUMNS,
            "source": (TEXT, "who said it"),
            "fetched_at": (MOMENT, "how old the values are: newest entry of the export that carried them, UTC"),
        },
    ),
    Table(
        "core",
        "plays",
        "play",
        ("played_at", "track_uri", "played_ms", "source"),
        {
            **TRACK_URI,
            "played_at": (MOMENT, "end of the play, UTC; spotify tells of some plays the beginning"),
            "played_ms": (WHOLE, "how long; null when not said"),
            "source": (TEXT, "who said it: exports, account_data or spotify"),
            "match_rule": (TEXT, "what told the track: uri, isrc, name_artist_album, name_artist, or none where it is no known track"),
            "precision": (TEXT, "second or minute: how exactly played_at is told"),
        },
    ),
    Table(
        "core",
        "top_tracks",
        "listed place",
        ("as_of_date", "term", "place"),
        {
            **TRACK_URI,
            "term": (TEXT, "short_term, medium_term, long_term, on_repeat or repeat_rewind"),
            "place": (WHOLE, "1 = first"),
            "as_of_date": (DAY, "day of the list"),
        },
    ),
    Table(
        "core",
        "top_artists",
        "listed place",
        ("as_of_date", "term", "place"),
        {
            "artist_key": (TEXT, "artist"),
            "term": (TEXT, "short_term, medium_term or long_term"),
            "place": (WHOLE, "1 = first"),
            "as_of_date": (DAY, "day of the list"),
        },
    ),
    Table(
        "core",
        "track_credits",
        "track x person x credit",
        ("track_uri", "person_name", "credit_type", "credit_details"),
        {
            **TRACK_URI,
            "person_name": (TEXT, "who"),
            "credit_type": (TEXT, "producer, songwriter, arranger, lyricist, ..."),
            "credit_details": (TEXT, "instrument or attribute"),
            "source": (TEXT, "who said it"),
        },
    ),
    Table(
        "core",
        "artist_relations",
        "relation between two artists",
        ("artist_name", "relation", "other_name"),
        {
            "artist_name": (TEXT, "who"),
            "relation": (TEXT, "member_of, renamed_to or subgroup_of"),
            "other_name": (TEXT, "to whom"),
            "source": (TEXT, "who said it"),
        },
    ),
    Table(
        "core",
        "rejects",
        "row refused",
        ("file_name", "line_number", "reason"),
        {
            "source": (TEXT, "kind of source, such as exports"),
            "file_name": (TEXT, "name of the file inside its snapshot"),
            "line_number": (WHOLE, "line on which the row begins, header = 1"),
            "reason": (TEXT, "why it was refused"),
            "raw_text": (TEXT, "the row, shortened to 300 characters, personal fields removed"),
        },
    ),
    Table(
        "mart",
        "collections",
        "collection",
        ("collection_kind", "collection_key"),
        {
            **COLLECTION,
            "title": (TEXT, "name as printed"),
            "track_count": (WHOLE, "distinct tracks"),
            "described_count": (WHOLE, "tracks with all nine describing features"),
            "liked_count": (WHOLE, "tracks that are liked"),
            "page_path": (TEXT, "its overview inside reports/"),
            "cluster_count": (WHOLE, "clusters; null when it has no more than 10 described tracks"),
        },
    ),
    Table("mart", "collection_members", "collection x track", ("collection_kind", "collection_key", "track_uri"), {**COLLECTION, **TRACK_URI}),
    Table(
        "mart",
        "clusters",
        "cluster",
        ("collection_kind", "collection_key", "cluster_number"),
        {
            **COLLECTION,
            "cluster_number": (WHOLE, "1 = largest"),
            "track_count": (WHOLE, "tracks in it"),
            "silhouette": (REAL, "mean silhouette of its tracks, -1..1, in the space they were clustered in"),
        },
    ),
    Table(
        "mart",
        "cluster_members",
        "clustered track",
        ("collection_kind", "collection_key", "track_uri"),
        {
            **COLLECTION,
            "cluster_number": (WHOLE, "1 = largest"),
            **TRACK_URI,
            "distance": (REAL, "distance from the cluster's centre"),
            "distance_rank": (WHOLE, "1 = nearest"),
            "x": (REAL, "place on the first principal axis of the scatter"),
            "y": (REAL, "place on the second"),
        },
    ),
    Table(
        "step",
        "collection_tracks",
        "described track of a collection",
        ("collection_kind", "collection_key", "track_uri"),
        {**COLLECTION, **TRACK_URI, **{name: (REAL, f"{name}, scaled") for name in DESCRIBING_FEATURES}},
    ),
    Table(
        "step",
        "cluster_members",
        "clustered track of one collection",
        ("track_uri",),
        {
            **TRACK_URI,
            "cluster_number": (WHOLE, "1 = largest"),
            "distance": (REAL, "distance from the cluster's centre"),
            "distance_rank": (WHOLE, "1 = nearest"),
            "silhouette": (REAL, "silhouette of the track"),
            "x": (REAL, "place on the first principal axis"),
            "y": (REAL, "place on the second"),
        },
    ),
    Table(
        "step",
        "clustered_tracks",
        "clustered track of all collections",
        ("collection_kind", "collection_key", "track_uri"),
        {
            **COLLECTION,
            "cluster_number": (WHOLE, "1 = largest"),
            **TRACK_URI,
            "distance": (REAL, "distance from the cluster's centre"),
            "distance_rank": (WHOLE, "1 = nearest"),
            "silhouette": (REAL, "silhouette of the track"),
            "x": (REAL, "place on the first principal axis"),
            "y": (REAL, "place on the second"),
        },
    ),
    Table(
        "mart",
        "track_ranks",
        "ranked track",
        ("track_uri",),
        {**TRACK_URI, "score": (REAL, "points from the top lists, or plays"), "rank": (WHOLE, "1 = first")},
    ),
    Table(
        "mart",
        "album_ranks",
        "ranked album",
        ("album_key",),
        {"album_key": (TEXT, "album"), "score": (REAL, "points of its tracks"), "rank": (WHOLE, "1 = first")},
    ),
    Table(
        "mart",
        "artist_ranks",
        "ranked artist",
        ("artist_key",),
        {
            "artist_key": (TEXT, "artist"),
            "score": (REAL, "own points and half of its tracks'; with plays, those of its tracks"),
            "rank": (WHOLE, "1 = first"),
        },
    ),
    Table(
        "mart",
        "ranking",
        "basis of all ranks: the library has one, or none",
        ("basis",),
        {
            "basis": (TEXT, "lists (dated top lists) or plays"),
            "date_count": (WHOLE, "dates at which ranks are known"),
            "first_date": (DAY, "first of them"),
            "last_date": (DAY, "last of them, the date of the current ranks"),
        },
    ),
    Table(
        "mart",
        "track_rank_history",
        "ranked track x date",
        ("track_uri", "as_of_date"),
        {**TRACK_URI, "as_of_date": (DAY, "date"), "score": (REAL, "points up to that date"), "rank": (WHOLE, "1 = first")},
    ),
    Table(
        "mart",
        "album_rank_history",
        "ranked album x date",
        ("album_key", "as_of_date"),
        {"album_key": (TEXT, "album"), "as_of_date": (DAY, "date"), "score": (REAL, "points up to that date"), "rank": (WHOLE, "1 = first")},
    ),
    Table(
        "mart",
        "artist_rank_history",
        "ranked artist x date",
        ("artist_key", "as_of_date"),
        {"artist_key": (TEXT, "artist"), "as_of_date": (DAY, "date"), "score": (REAL, "points up to that date"), "rank": (WHOLE, "1 = first")},
    ),
    Table(
        "mart",
        "producers",
        "person credited as producer, arranger, songwriter or lyricist",
        ("producer_key",),
        {
            "producer_key": (TEXT, "slug of the person's page"),
            "producer_name": (TEXT, "name as credited"),
            "credit_count": (WHOLE, "such credits, one for each track, type and details"),
            "track_count": (WHOLE, "distinct tracks with such a credit"),
            "page_path": (TEXT, "the person's page inside reports/; null below the threshold"),
        },
    ),
    Table(
        "mart",
        "collection_artists",
        "collection x artist on its tracks",
        ("collection_kind", "collection_key", "artist_key"),
        {**COLLECTION, "artist_key": (TEXT, "artist"), **COUNTED_TRACKS},
    ),
    Table(
        "mart",
        "collection_albums",
        "collection x album of its tracks",
        ("collection_kind", "collection_key", "album_key"),
        {**COLLECTION, "album_key": (TEXT, "album"), **COUNTED_TRACKS},
    ),
    Table(
        "mart",
        "collection_labels",
        "collection x standard label of its tracks",
        ("collection_kind", "collection_key", "label_key"),
        {**COLLECTION, "label_key": (TEXT, "label"), "label_name": (TEXT, "standard name"), **COUNTED_TRACKS},
    ),
    Table(
        "mart",
        "collection_genres",
        "collection x genre of its tracks' primary artists",
        ("collection_kind", "collection_key", "genre_key"),
        {**COLLECTION, "genre_key": (TEXT, "genre"), "genre_name": (TEXT, "name"), **COUNTED_TRACKS},
    ),
    Table(
        "mart",
        "collection_producers",
        "collection x person credited on its tracks as producer, arranger, songwriter or lyricist",
        ("collection_kind", "collection_key", "producer_key"),
        {
            **COLLECTION,
            "producer_key": (TEXT, "person"),
            "producer_name": (TEXT, "name as credited"),
            "track_count": (WHOLE, "distinct tracks of the collection with such a credit"),
            "credit_types": (TEXT, "which of these types, in alphabetical order, joined by a comma and a space"),
        },
    ),
    Table(
        "mart",
        "collection_years",
        "collection x release year of its tracks",
        ("collection_kind", "collection_key", "release_year"),
        {**COLLECTION, "release_year": (WHOLE, "year"), **COUNTED_TRACKS},
    ),
    Table(
        "step",
        "pictures",
        "figure of a page, other than the scatter of clusters",
        ("collection_kind", "collection_key", "path"),
        {
            **COLLECTION,
            "path": (TEXT, "where it stands inside reports/"),
            "facts": (TEXT, "JSON of what it shows, one of the pictures of tasks/shared_pictures.py"),
        },
    ),
    Table(
        "step",
        "views",
        "view of the warehouse",
        ("view_name",),
        {"view_name": (TEXT, "full name"), "statement": (TEXT, "the SQL that answers it from core and mart tables")},
    ),
    Table(
        "step",
        "states",
        "thing that was so in the library on a night, by which later nights tell what changed",
        ("part", "subject", "value"),
        {
            "part": (TEXT, "playlist, playlist_uri, member or doubt; a kind of fact; artist_page, label_page, genre_page or producer_page"),
            "subject": (TEXT, "key or URI of what it is said of"),
            "value": (TEXT, "title of a playlist or page, URI of a playlist, track of a playlist, value of a fact"),
        },
    ),
    Table(
        "mart",
        "coverage",
        "fact kind x source",
        ("fact", "source"),
        {
            "fact": (TEXT, "features, isrc, label, genre, release_date or cover"),
            "source": (TEXT, "who said it"),
            "track_count": (WHOLE, "tracks for which it is known from there"),
            "share": (REAL, "of all tracks, 0..1"),
        },
    ),
    Table(
        "mart",
        "runs",
        "run",
        ("run_id",),
        {
            "run_id": (TEXT, "run"),
            "started_at": (MOMENT, "UTC"),
            "finished_at": (MOMENT, "UTC"),
            "snapshot_id": (TEXT, "what it studied"),
            "outcome": (TEXT, "done, changed nothing, ..."),
            "counts": (TEXT, "JSON: tracks, playlists, collections, pages written, unchanged and removed, rejects"),
        },
    ),
)

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

_VIEWS = (
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
            "artist_count": (WHOLE, "distinct primary artists played"),
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

TABLES: Mapping[str, Table] = {f"{table.schema}.{table.name}": table for table in _TABLES}
CORE_TABLES = tuple(name for name in TABLES if name.startswith("core."))
MART_TABLES = tuple(name for name in TABLES if name.startswith("mart."))
VIEWS: Mapping[str, Table] = {f"{view.schema}.{view.name}": view for view in _VIEWS}
