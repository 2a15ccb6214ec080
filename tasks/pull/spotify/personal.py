"""Drop what tells of persons from an answer before it is kept; refuses to know which resource it is."""

from typing import Any

KEPT_OF_A_PERSON = frozenset({"id", "account_id", "display_name", "uri", "type"})
NEVER_KEPT = frozenset({"added_by", "followers", "email", "country", "product", "birthdate", "explicit_content"})


def drop_personal(told: Any) -> Any:
    """Give an answer without personal fields; of a person only what names them, of playlists and artists all but their followers."""
    if isinstance(told, list):
        return [drop_personal(each) for each in told]
    if not isinstance(told, dict):
        return told
    if told.get("type") == "user":
        return {key: value for key, value in told.items() if key in KEPT_OF_A_PERSON}
    return {key: drop_personal(value) for key, value in told.items() if key not in NEVER_KEPT}
