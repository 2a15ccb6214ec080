"""What happened, who took part and what was refused, in `core`."""

from storage.schemas.columns import DAY, MOMENT, TEXT, TRACK_URI, WHOLE, Table

HISTORY_TABLES = (
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
)
