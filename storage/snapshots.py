"""The raw landing zone: one dated manifest per night over content-addressed blobs; immutable."""

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from storage.errors import Failed, Refused
from storage.files import write_whole
from storage.schemas import Frozen, Landing, Snapshot
from storage.settings import HOME_FORMAT, home

Origin = Literal["sample", "exports"]
NAMED_AT_MOST = 5
DAYS_TO_WARN = 14
GONE = "it is not there any more: what it held when it was last read is used"


class NewerHome(Refused):
    """The home was written by a later version."""


class Unread(Frozen):
    """A resource of a service that was not refreshed: its name, what its owner calls it, and why."""

    name: str
    title: str
    reason: str


class Fetch(Frozen):
    """What a night's questions to a service came to; no part of what it landed."""

    requests: dict[str, int] = Field(default_factory=dict)
    not_refreshed: tuple[Unread, ...] = ()
    failed: tuple[Unread, ...] = ()
    unconfirmed: tuple[Unread, ...] = ()
    foreign: tuple[str, ...] = ()
    resume_at: dict[str, datetime] = Field(default_factory=dict)
    login_days_left: int | None = None
    login_problem: str | None = None

    @property
    def has_failed(self) -> bool:
        """Tell whether something failed that no quota explains."""
        return bool(self.failed or self.login_problem)

    def sentences(self) -> list[str]:
        """Say it in a few lines."""
        spent = ", ".join(f"{bucket} {count}" for bucket, count in self.requests.items())
        told = [f"spotify: {sum(self.requests.values())} requests" + (f" ({spent})" if spent else "")]
        if self.login_problem:
            told.append(f"spotify: {self.login_problem}; what was fetched before is kept")
        if self.resume_at:
            when = min(self.resume_at.values())
            told.append(f"spotify: stopped by a quota ({', '.join(self.resume_at)}), run again after {when:%Y-%m-%d %H:%M} UTC; nothing is lost")
        named = (("not refreshed", self.not_refreshed), ("failed", self.failed), ("unconfirmed", self.unconfirmed))
        told += [f"spotify: {what}: {_name_some(these)}" for what, these in named if these]
        if self.foreign:
            told.append(f"spotify: {len(self.foreign)} playlists of others, of which Spotify tells the name alone")
        if self.login_days_left is not None and not self.login_problem:
            more = ": run `linernotes login` to begin six new months" if self.login_days_left <= DAYS_TO_WARN else ""
            told.append(f"spotify: the login lasts {self.login_days_left} more days{more}")
        return told


def _name_some(these: tuple[Unread, ...]) -> str:
    """Name the first of several resources, with the reason, and count the others."""
    named = ", ".join(f"{' '.join(one.title.split())[:60]} ({one.reason})" for one in these[:NAMED_AT_MOST])
    return named + (f" and {len(these) - NAMED_AT_MOST} more" if len(these) > NAMED_AT_MOST else "")


class Manifest(Frozen):
    """What one night found: where from, which files, which pages of the ledger were known by then.

    held tells, where there were several sources, which names in the landing came from which, and is no part of what is studied;
    fetch is there when Spotify was among the sources; has_forgotten says that something was taken out later.
    """

    home_format: int
    snapshot_id: str
    taken_at: datetime
    origin: Origin
    sources: tuple[str, ...]
    landing: Landing
    ledger: dict[str, tuple[str, ...]]
    held: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    fetch: Fetch | None = None
    has_forgotten: bool = False

    @property
    def gone(self) -> tuple[str, ...]:
        """The sources that were not there."""
        return tuple(skipped.name for skipped in self.landing.skipped if skipped.reason == GONE)

    @property
    def snapshot(self) -> Snapshot:
        """The value that a study rests on."""
        return Snapshot(
            snapshot_id=self.snapshot_id,
            content_digest=_digest(self.landing.model_dump(mode="json")),
            ledger_digest=_digest(self.ledger),
        )


def write(manifest: Manifest) -> Snapshot:
    """Put a night's manifest beside the earlier ones; all that it names must be on the disk."""
    text = manifest.model_dump_json(indent=1)
    write_whole(_folder() / f"{manifest.snapshot_id}.json", text.encode(), is_lasting=True)
    return manifest.snapshot


def read(snapshot_id: str) -> Manifest:
    """Give the manifest of a night."""
    file = _folder() / f"{snapshot_id}.json"
    try:
        told = json.loads(file.read_bytes())
        _refuse_newer(int(told.get("home_format", 0)))
        return Manifest.model_validate(told)
    except FileNotFoundError:
        raise Refused(f"there is no snapshot {snapshot_id} in {_folder()}") from None
    except (json.JSONDecodeError, ValidationError):
        raise Failed(f"the manifest {file} is damaged: bring it back from a backup, or move it away to go on without that night") from None


def drop(snapshot_id: str) -> None:
    """Take out a night of which nothing is left."""
    (_folder() / f"{snapshot_id}.json").unlink(missing_ok=True)


def names() -> list[str]:
    """Give the ids of all nights, oldest first."""
    return sorted(file.stem for file in _folder().glob("*.json"))


def latest() -> Manifest | None:
    """Give the newest night, if there is one."""
    known = names()
    return read(known[-1]) if known else None


def latest_fetched() -> Manifest | None:
    """Give the newest night that rests on Spotify, if there is one."""
    return next((night for night in map(read, reversed(names())) if night.fetch is not None), None)


def next_id(moment: datetime, landing: Landing) -> str:
    """Give a night its id: when, and what; later than every id before it."""
    known = names()
    stamp = moment.strftime("%Y-%m-%dT%H%M%SZ")
    made = f"{stamp}-{_digest(landing.model_dump(mode='json'))[:8]}"
    if not known or made > known[-1]:
        return made
    latest_at, _, count = known[-1].partition("+")
    return f"{latest_at}+{int(count) + 1 if count.isdigit() else 1:06}"  # as long after a clock that jumped back for years as after one second


def _refuse_newer(home_format: int) -> None:
    """Stop before a home that a later version wrote."""
    if home_format > HOME_FORMAT:
        raise NewerHome(
            f"the home {home()} was written by a newer linernotes (format {home_format}, this one knows {HOME_FORMAT}): update linernotes"
        )


def _folder() -> Path:
    """Where the manifests lie."""
    return home() / "snapshots"


def _digest(value: object) -> str:
    """Digest plain values."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
