"""The shapes that answers have in development mode, written down by hand as JSON schemas; refuses to know who made the answer."""

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
YES_OR_NO: Schema = {"type": "boolean"}
NOTHING: Schema = {"type": "null"}
MOMENT: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$"}


def exactly(**fields: Schema) -> Schema:
    """Describe an object that has these fields and no other."""
    return {"type": "object", "required": list(fields), "properties": fields, "additionalProperties": False}


def many(of: Schema) -> Schema:
    """Describe a list."""
    return {"type": "array", "items": of}


def either(*shapes: Schema) -> Schema:
    """Describe something that has one of several shapes."""
    return {"oneOf": list(shapes)}


def maybe(shape: Schema) -> Schema:
    """Describe something that may be null."""
    return either(shape, NOTHING)


def page(of: Schema) -> Schema:
    """Describe a page of things by offset."""
    return exactly(href=TEXT, items=many(of), limit=WHOLE, next=maybe(TEXT), offset=WHOLE, previous=maybe(TEXT), total=WHOLE)


def uri(kind: str) -> Schema:
    """Describe the URI of a thing."""
    return {"type": "string", "pattern": f"^spotify:{kind}:[A-Za-z0-9_]+$"}


def named(kind: str) -> dict[str, Schema]:
    """Describe what every thing of the service has."""
    return {"external_urls": exactly(spotify=TEXT), "href": TEXT, "id": TEXT, "type": {"const": kind}, "uri": uri(kind)}


def nameless(kind: str) -> dict[str, Schema]:
    """Describe what a local file has instead."""
    return {"external_urls": exactly(), "href": NOTHING, "id": NOTHING, "type": {"const": kind}, "uri": NOTHING}


IMAGES = many(exactly(url=TEXT, height=maybe(WHOLE), width=maybe(WHOLE)))
CODES = {"type": "object", "properties": {"isrc": TEXT, "ean": TEXT, "upc": TEXT}, "additionalProperties": False}
BRIEF_ARTIST = exactly(**named("artist"), name=TEXT)
ARTIST = exactly(**named("artist"), name=TEXT, genres=many(TEXT), images=IMAGES)
_ALBUM: dict[str, Schema] = {
    **named("album"),
    "name": TEXT,
    "artists": many(BRIEF_ARTIST),
    "images": IMAGES,
    "album_type": {"enum": ["album", "single", "compilation"]},
    "total_tracks": WHOLE,
    "release_date": {"type": "string", "pattern": r"^\d{4}(-\d\d(-\d\d)?)?$"},
    "release_date_precision": {"enum": ["year", "month", "day"]},
}
BRIEF_ALBUM = exactly(**_ALBUM)
_TRACK: dict[str, Schema] = {
    **named("track"),
    "name": TEXT,
    "artists": many(BRIEF_ARTIST),
    "duration_ms": WHOLE,
    "disc_number": WHOLE,
    "track_number": WHOLE,
    "explicit": YES_OR_NO,
    "is_local": {"const": False},
    "preview_url": maybe(TEXT),
}
TRACK = exactly(**_TRACK, album=BRIEF_ALBUM, external_ids=CODES)
ALBUM = exactly(
    **_ALBUM,
    tracks=page(exactly(**_TRACK)),
    copyrights=many(exactly(text=TEXT, type={"enum": ["C", "P"]})),
    external_ids=CODES,
    genres=many(TEXT),
)
_LOCAL_ALBUM = nameless("album") | {"name": TEXT, "artists": many(BRIEF_ARTIST), "images": IMAGES, "total_tracks": WHOLE}
LOCAL_FILE = exactly(
    **(_TRACK | nameless("track") | {"uri": {"type": "string", "pattern": "^spotify:local:"}, "is_local": {"const": True}}),
    album=exactly(**_LOCAL_ALBUM, album_type=NOTHING, release_date=NOTHING, release_date_precision=NOTHING),
    external_ids=CODES,
)
LOCAL_FILE["properties"]["artists"] = many(exactly(**nameless("artist"), name=TEXT))
_TALK: dict[str, Schema] = {
    "name": TEXT,
    "images": IMAGES,
    "description": TEXT,
    "html_description": TEXT,
    "explicit": YES_OR_NO,
    "languages": many(TEXT),
    "is_externally_hosted": YES_OR_NO,
}
SHOW = exactly(**named("show"), **_TALK, copyrights=many(exactly(text=TEXT, type=TEXT)), media_type=TEXT, total_episodes=WHOLE)
EPISODE = exactly(
    **named("episode"),
    **_TALK,
    duration_ms=WHOLE,
    release_date=TEXT,
    release_date_precision=TEXT,
    audio_preview_url=maybe(TEXT),
    is_playable=YES_OR_NO,
    show=SHOW,
)
USER = exactly(**named("user"))
_PLAYLIST: dict[str, Schema] = {
    **named("playlist"),
    "name": TEXT,
    "collaborative": YES_OR_NO,
    "description": maybe(TEXT),
    "images": IMAGES,
    "owner": exactly(**named("user"), display_name=maybe(TEXT)),
    "public": maybe(YES_OR_NO),
    "snapshot_id": TEXT,
}
FOREIGN_PLAYLIST = exactly(**_PLAYLIST)
OWN_PLAYLIST = exactly(**_PLAYLIST, items=exactly(href=TEXT, total=WHOLE))
ENTRY = exactly(added_at=maybe(MOMENT), added_by=maybe(USER), is_local=YES_OR_NO, item=maybe(either(TRACK, LOCAL_FILE, EPISODE)))
FOLLOWERS = exactly(href=NOTHING, total=WHOLE)
PLAY = exactly(track=TRACK, played_at=MOMENT, context=maybe(exactly(type=TEXT, href=TEXT, external_urls=exactly(spotify=TEXT), uri=TEXT)))

ANSWERS: dict[str, Schema] = {
    "profile": exactly(**named("user"), account_id=TEXT, display_name=maybe(TEXT), images=IMAGES),
    "saved_tracks": page(exactly(added_at=MOMENT, track=TRACK)),
    "saved_albums": page(exactly(added_at=MOMENT, album=ALBUM)),
    "playlist_list": page(either(OWN_PLAYLIST, FOREIGN_PLAYLIST)),
    "playlist": either(
        exactly(**_PLAYLIST, items=page(ENTRY), followers=FOLLOWERS),
        exactly(**_PLAYLIST, followers=FOLLOWERS),
    ),
    "playlist_items": page(ENTRY),
    "followed_artists": exactly(
        artists=exactly(href=TEXT, items=many(ARTIST), limit=WHOLE, next=maybe(TEXT), cursors=exactly(after=maybe(TEXT)), total=WHOLE)
    ),
    "top_tracks": page(TRACK),
    "top_artists": page(ARTIST),
    "recently_played": exactly(href=TEXT, items=many(PLAY), limit=WHOLE, next=maybe(TEXT), cursors=maybe(exactly(after=TEXT, before=TEXT))),
}
ERROR = exactly(error={**exactly(status=WHOLE, message=TEXT, reason=TEXT), "required": ["status", "message"]})
