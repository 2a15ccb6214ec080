"""Put revised facts and counts of changes into rows; refuses to know which facts there are pages for."""

from collections.abc import Iterable, Iterator
from typing import Final

from storage.schemas import FEATURES
from tasks.report.change_facts import Count, ExampleRow, FactRow
from tasks.report.filters import counted
from tasks.shared_changes import Changes, Example, Revision
from tasks.shared_facts import FEATURE_SEPARATOR

FACT_TITLES: Final = {
    "track_name": "Track name",
    "first_artist": "First artist",
    "isrc": "ISRC",
    "features": "Features",
    "release_date": "Release date",
    "label": "Label",
    "genres": "Genres",
}


def count_fates(changes: Changes) -> Iterator[Count]:
    """Count what the first sentence of a night tells; what did not happen is left out."""
    playlists, facts = changes.playlists, changes.revisions
    counts = (
        Count(changes.new_count, "track", "new to the library"),
        Count(changes.gone_count, "track", "gone from the library"),
        Count(sum(bool(change.in_count or change.out_count) for change in playlists), "playlist", "changed"),
        Count(sum(change.what == "new" for change in playlists), "playlist", "new"),
        Count(sum(change.what == "gone" for change in playlists), "playlist", "gone"),
        Count(sum(change.old_title is not None for change in playlists), "playlist", "renamed"),
        Count(sum(change.size.trust == "unconfirmed" for change in playlists), "playlist", "unconfirmed"),
        Count(sum(change.size.trust == "whole again" for change in playlists), "playlist", "whole again"),
        Count(sum(fact.changed_count for fact in facts), "fact", "revised"),
        Count(sum(fact.learnt_count for fact in facts), "fact", "newly known"),
        Count(sum(fact.lost_count for fact in facts), "fact", "no longer known"),
        Count(changes.pages_new_count, "page", "new"),
        Count(changes.pages_gone_count, "page", "gone"),
    )
    return (count for count in counts if count.count)


def list_facts(revisions: Iterable[Revision]) -> Iterator[FactRow]:
    """Give one row per kind of fact."""
    for revision in revisions:
        yield FactRow(FACT_TITLES[revision.fact], revision.changed_count, revision.learnt_count, revision.lost_count)


def list_examples(revisions: Iterable[Revision]) -> Iterator[ExampleRow]:
    """Give the first revised facts of each kind."""
    for revision in revisions:
        for example in revision.examples:
            was, now = _features(example) if revision.fact == "features" else (example.before, example.after)
            yield ExampleRow(FACT_TITLES[revision.fact], example.name, was, now)


def _features(example: Example) -> tuple[str | None, str | None]:
    """Say which features differ; where they are all new or all gone, say how many."""
    if example.before is None or example.after is None:
        return _how_many(example.before), _how_many(example.after)
    was, now = example.before.split(FEATURE_SEPARATOR), example.after.split(FEATURE_SEPARATOR)
    differing = [(name.replace("_", " "), *values) for name, *values in zip(FEATURES, was, now, strict=True) if values[0] != values[1]]
    return ", ".join(f"{name} {old}" for name, old, _ in differing if old), ", ".join(f"{name} {new}" for name, _, new in differing if new)


def _how_many(packed: str | None) -> str | None:
    """Count the features that are known."""
    return None if packed is None else counted(sum(map(bool, packed.split(FEATURE_SEPARATOR))), "feature")
