"""Publishes nights of short texts."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from storage import publication
from storage.publication import PublishedCounts, compare, read_run
from storage.switch import heal


def publish(home: Path, files: publication.Files, warehouse: Path | None, run: Mapping[str, str]) -> PublishedCounts:
    """Publish a night as a run does."""
    heal(home)
    compared = compare(home, files, read_run(home))
    publication.publish(home, compared, warehouse, run)
    return compared.counts


def night_of(store: Path, texts: Mapping[str, str]) -> dict[str, tuple[Path, str]]:
    """Store texts by their digest, as the artifact store would."""
    files = {}
    for path, text in texts.items():
        digest = hashlib.sha256(text.encode()).hexdigest()
        (store / digest).write_text(text)
        files[path] = (store / digest, digest)
    return files


def tree_of(home: Path) -> dict[str, str]:
    """Read every file of the public tree."""
    return {str(file.relative_to(home / "reports")): file.read_text() for file in (home / "reports").rglob("*") if file.is_file()}


def names_in(folder: Path) -> list[str]:
    """Give what a folder holds."""
    return sorted(entry.name for entry in folder.iterdir())
