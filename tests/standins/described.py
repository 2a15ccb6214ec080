"""Turn an OpenAPI description of the Web API into what development mode still sends; refuses to know who answers."""

from pathlib import Path
from typing import Any

import yaml

Schema = dict[str, Any]
PATHS = {
    "profile": "/me",
    "saved_tracks": "/me/tracks",
    "saved_albums": "/me/albums",
    "playlist_list": "/me/playlists",
    "playlist": "/playlists/{playlist_id}",
    "playlist_items": "/playlists/{playlist_id}/items",
    "followed_artists": "/me/following",
    "top_tracks": "/me/top/tracks",
    "top_artists": "/me/top/artists",
    "recently_played": "/me/player/recently-played",
}
# deprecated, but sent as ever: empty or null
STILL_SENT = frozenset({"genres", "preview_url", "audio_preview_url", "language"})
# null where the description forgets to say it: the last cursor, the context of a play from nowhere
NULL_IN_LIFE = frozenset({"after", "context"})
# the description knows no local files, which have neither id nor links


class Description:
    """A description whose references are resolved and whose deprecated parts are left out."""

    def __init__(self, file: Path) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self._whole: Schema = yaml.load(file.read_text(encoding="utf-8"), loader)  # noqa: S506 - both loaders are the safe ones

    def is_deprecated(self, path: str) -> bool:
        """Tell whether reading at a path is deprecated."""
        return bool(self._whole["paths"][path]["get"].get("deprecated"))

    def deprecated_paths(self) -> list[str]:
        """Give the paths at which reading is deprecated."""
        return [path for path, methods in self._whole["paths"].items() if methods.get("get", {}).get("deprecated")]

    def answer(self, endpoint: str) -> Schema:
        """Give the schema of an endpoint's good answer; a field that is not described is not allowed."""
        answer = self._follow(self._whole["paths"][PATHS[endpoint]]["get"]["responses"]["200"])
        return self._close(answer["content"]["application/json"]["schema"])

    def _follow(self, part: Schema) -> Schema:
        while "$ref" in part:
            target: Any = self._whole
            for name in part["$ref"].removeprefix("#/").split("/"):
                target = target[name]
            part = target
        return part

    def _close(self, part: Schema) -> Schema:
        """Give a schema of an object, list or value with everything inside it, open to nothing else."""
        part = self._follow(part)
        closed = self._open(part)
        if "properties" in closed or "allOf" in closed:
            closed["unevaluatedProperties"] = False
        return {"anyOf": [closed, {"type": "null"}]} if part.get("nullable") else closed

    def _open(self, part: Schema) -> Schema:
        """Give a schema that others may add to."""
        part = self._follow(part)
        kept: Schema = {key: part[key] for key in ("type", "enum", "minimum", "maximum") if key in part}
        kept |= {key: [self._open(each) for each in part[key]] for key in ("allOf",) if key in part}
        kept |= {key: [self._close(each) for each in part[key]] for key in ("oneOf",) if key in part}
        if "items" in part:
            kept["items"] = self._close(part["items"])
        fields = {name: field for name, field in part.get("properties", {}).items() if name in STILL_SENT or not _is_gone(field)}
        if fields:
            kept["properties"] = {name: self._field(name, field) for name, field in fields.items()}
        if "required" in part:
            gone = {name for name, field in self._fields_of(part).items() if _is_gone(field)}
            kept["required"] = [name for name in part["required"] if name not in gone]
        return kept

    def _fields_of(self, part: Schema) -> Schema:
        """Give the fields of an object, those of what it is made of too."""
        part = self._follow(part)
        found = dict(part.get("properties", {}))
        for each in part.get("allOf", ()):
            found |= self._fields_of(each)
        return found

    def _field(self, name: str, field: Schema) -> Schema:
        """Give the schema of a field: null is allowed wherever the description says so in words."""
        says_null = "`null`" in field.get("description", "") or name in NULL_IN_LIFE or name == "item"
        closed = self._close(field)
        return {"anyOf": [closed, {"type": "null"}]} if says_null else closed


def _is_gone(field: Schema) -> bool:
    return bool(field.get("deprecated"))
