"""What the steps of a study hand each other."""

from storage.schemas.columns import COLLECTION, DAY, REAL, TEXT, TRACK_URI, WHOLE, Table
from storage.schemas.words import DESCRIBING_FEATURES

PLACED = {
    "distance": (REAL, "distance from the cluster's centre"),
    "distance_rank": (WHOLE, "1 = nearest"),
    "silhouette": (REAL, "silhouette of the track"),
    "x": (REAL, "place on the first principal axis"),
    "y": (REAL, "place on the second"),
}
RANKED = {
    "ranked_kind": (TEXT, "track, album or artist"),
    "ranked_key": (TEXT, "its URI or key"),
    "as_of_date": (DAY, "date"),
}

STUDY_TABLES = (
    Table(
        "step",
        "points",
        "track, album or artist x date on which it earned points",
        tuple(RANKED),
        {
            "basis": (TEXT, "lists or plays"),
            **RANKED,
            "tied_by": (TEXT, "its URI, or its key where none is known: the order of those that have equal scores"),
            "points": (REAL, "earned on that date"),
        },
    ),
    Table(
        "step",
        "rank_history",
        "ranked track, album or artist x date from its first points on",
        tuple(RANKED),
        {**RANKED, "score": (REAL, "points up to that date"), "rank": (WHOLE, "1 = first of its kind on that date")},
    ),
    Table(
        "step",
        "producing_credits",
        "track of the library x person x credit that counts as producing",
        ("producer_name", "track_uri", "credit_type", "credit_details"),
        {
            **TRACK_URI,
            "producer_name": (TEXT, "name of the person, who is who it says"),
            "credit_type": (TEXT, "what the person did, in lower case"),
            "credit_details": (TEXT, "in more words, where given"),
            "producer_key": (TEXT, "slug of the person's pages"),
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
            **PLACED,
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
            **PLACED,
        },
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
)
