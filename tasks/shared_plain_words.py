"""What the columns of the five plain files are called; refuses to know what exporters write."""

PLAIN_WORDS: dict[str, tuple[str, ...]] = {
    "as_of_date": ("As Of Date", "As Of", "List Date", "Snapshot Date", "Date", "Day"),
    "term": ("Term", "Time Range"),
    "place": ("Place", "Rank", "Position", "Index"),
    "played_at": ("Played At", "ts", "End Time", "Played On", "Timestamp"),
    "played_ms": ("Played ms", "ms Played", "Played (ms)"),
    "person_name": ("Person Name", "Person", "Credited Name"),
    "credit_type": ("Credit Type", "Credit", "Role"),
    "credit_details": ("Credit Details", "Details", "Attributes"),
    "relation": ("Relation", "Relationship", "Relation Type", "Relationship Type"),
    "other_name": ("Other Name", "Other Artist", "Other Artist Name", "Related Artist"),
}
