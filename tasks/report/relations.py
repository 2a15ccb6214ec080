"""Tell what artists are to each other, seen from each of the two; refuses to know how it looks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from tasks.report.artist_facts import Relation
from tasks.report.entities import Entities
from tasks.report.facts import Named

MEMBER_OF: Final = "member_of"
# what the first of two is to the second, and the second to the first
WORDS: Final = {
    MEMBER_OF: ("is a member of", "has member"),
    "renamed_to": ("is later known as", "was formerly known as"),
    "subgroup_of": ("is a subgroup of", "has the subgroup"),
}
SAID_FIRST: Final = tuple(words for pair in WORDS.values() for words in pair)


@dataclass(frozen=True)
class Names:
    """Whom a name means: an artist only if no other bears it."""

    key_of: Mapping[str, str]
    entities: Entities

    def named(self, name: str) -> Named:
        """Give a name with the page of the artist whom it means."""
        key = self.key_of.get(name)
        return Named(name, self.entities.page_of("artist", key) if key else None)


def read_names(artists: pl.DataFrame, entities: Entities) -> Names:
    """Read which names mean one artist."""
    alone = artists.drop_nulls("artist_name").filter(pl.len().over("artist_name") == 1)
    return Names(dict(alone.select("artist_name", "artist_key").iter_rows()), entities)


def read_relations(relations: pl.DataFrame, names: Names) -> dict[str, tuple[Relation, ...]]:
    """Give the relations of every artist by key, from both sides, those of one kind together and by name."""
    found: dict[str, set[Relation]] = {}
    for one, words, other in _both_ways(relations):
        if key := names.key_of.get(one):
            found.setdefault(key, set()).add(Relation(words, names.named(other)))
    return {key: tuple(sorted(of_artist, key=_order)) for key, of_artist in found.items()}


def list_members(relations: pl.DataFrame) -> pl.DataFrame:
    """Give the members of groups: group_name, member_name."""
    members = relations.filter(pl.col("relation") == MEMBER_OF)
    return members.select(group_name="other_name", member_name="artist_name").drop_nulls().unique()


def _both_ways(relations: pl.DataFrame) -> Iterator[tuple[str, str, str]]:
    """Say each relation from both sides: who, what, to whom."""
    for one, relation, other in relations.select("artist_name", "relation", "other_name").drop_nulls().iter_rows():
        if relation in WORDS:
            there, back = WORDS[relation]
            yield one, there, other
            yield other, back, one


def _order(relation: Relation) -> tuple[int, str]:
    """Give what orders the relations of an artist."""
    return SAID_FIRST.index(relation.words), relation.other.name or ""
