"""Say where a night's library comes from, as a person chooses it in a form; refuses to know how anything is read."""

from enum import StrEnum
from typing import Annotated, Any, Final, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic.config import JsonDict

from storage import progress, snapshots
from storage.errors import Refused
from storage.schemas import Frozen, Snapshot


class Reading(StrEnum):
    """What a night reads."""

    LAST = "the last sources again"
    PATHS = "the paths named below"
    SNAPSHOT = "the latest snapshot as it is"


ABSOLUTE: Final = r"^[~/].*"
ONLY_WHERE_CHOSEN: Final[JsonDict] = {
    "if": {"properties": {"reading": {"const": Reading.PATHS}}, "required": ["reading"]},
    "then": {"properties": {"paths": {"minItems": 1}}},
    "else": {"properties": {"paths": {"maxItems": 0}}},
}


class Sources(Frozen):
    """Where the library of this night comes from."""

    model_config = ConfigDict(json_schema_extra=ONLY_WHERE_CHOSEN)

    reading: Reading = Field(
        default=Reading.LAST,
        title="What to read",
        description="The last sources again: the paths of the last night, and Spotify if it was asked then; in a home that is new, "
        "the invented sample library. The latest snapshot as it is: nothing is read, the last night is studied again.",
    )
    paths: tuple[Annotated[str, Field(pattern=ABSOLUTE)], ...] = Field(
        default=(),
        title="Paths",
        description="Folders, .zip, .csv or .json files of one person's exports on the machine of the worker, each beginning with / or ~. "
        "Only together with 'the paths named below'.",
    )
    spotify: bool = Field(
        default=False,
        title="Ask Spotify too",
        description="Also fetch from Spotify's Web API, after `linernotes login` on the machine of the worker.",
    )

    @model_validator(mode="before")
    @classmethod
    def paths_are_to_be_read(cls, told: Any) -> Any:
        """Take paths alone for the wish to read them."""
        return {"reading": Reading.PATHS, **told} if isinstance(told, dict) and told.get("paths") else told

    @model_validator(mode="after")
    def agree(self) -> Self:
        """Refuse what contradicts itself."""
        if (self.reading is Reading.PATHS) != bool(self.paths):
            raise ValueError(f"paths are named with '{Reading.PATHS}', and only then")
        if self.reading is Reading.SNAPSHOT and self.spotify:
            raise ValueError(f"Spotify is not asked with '{Reading.SNAPSHOT}'")
        return self


LAST_AGAIN: Final = Sources()


def take_latest(sources: Sources) -> Snapshot | None:
    """Give the latest snapshot where it is to be studied as it is; nothing where sources are to be read."""
    if sources.reading is not Reading.SNAPSHOT:
        return None
    latest = snapshots.latest()
    if latest is None:
        raise Refused("this home has no snapshot yet: choose sources to read")
    progress.say(f"nothing is read: studying the snapshot {latest.snapshot_id} again")
    return latest.snapshot
