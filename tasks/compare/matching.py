"""Tell which playlist of an earlier state is which of a later one; refuses to know what became of their tracks."""

from typing import Final

import polars as pl

from tasks.compare.states import DOUBT, MEMBER, PLAYLIST, PLAYLIST_URI

SHARE_OF_THE_SAME: Final = 0.6
GONE: Final = "gone:"  # no slug holds a colon


def rename_to_match(before: pl.DataFrame, same: dict[str, str]) -> pl.DataFrame:
    """Give the earlier state with the keys that its playlists have in the later one; those that are gone get a key that nothing has."""
    keys = {key: same.get(key, f"{GONE}{key}") for key in _titles(before)}
    is_playlist = pl.col("part").is_in([PLAYLIST, PLAYLIST_URI, MEMBER, DOUBT])
    return before.with_columns(pl.when(is_playlist).then(pl.col("subject").replace(keys)).otherwise("subject"))


def match_playlists(before: pl.DataFrame, after: pl.DataFrame) -> dict[str, str]:
    """Pair playlists by URI, else where one of the two has none: by key and title, by their tracks, by key alone; give each one's later key."""
    told, now = _uris(before), _uris(after)
    titles, titles_now = _titles(before), _titles(after)
    with_uri = {uri: key for key, uri in now.items()}
    same = {key: with_uri[uri] for key, uri in told.items() if uri in with_uri}
    left = titles.keys() - same.keys(), titles_now.keys() - set(same.values())
    of_a_key = [(key, key) for key in sorted(left[0] & left[1])]
    alike = _alike(before, after, (sorted(left[0]), sorted(left[1])))
    for key, candidate in (*(pair for pair in of_a_key if titles[pair[0]] == titles_now[pair[1]]), *alike, *of_a_key):
        if key not in same and candidate not in same.values() and not (key in told and candidate in now):
            same[key] = candidate
    return same


def _alike(before: pl.DataFrame, after: pl.DataFrame, keys: tuple[list[str], list[str]]) -> list[tuple[str, str]]:
    """Give the pairs of these playlists that share enough of their tracks, the most alike first."""
    members = [
        state.filter(pl.col("part") == MEMBER, pl.col("subject").is_in(wanted)).with_columns(size=pl.len().over("subject"))
        for state, wanted in zip((before, after), keys, strict=True)
    ]
    shared = members[0].join(members[1], on="value").group_by("subject", "subject_right", "size", "size_right").len()
    share = shared.with_columns(share=pl.col("len") / pl.max_horizontal("size", "size_right"))
    enough = share.filter(pl.col("share") >= SHARE_OF_THE_SAME).sort("share", "subject", "subject_right", descending=[True, False, False])
    return enough.select("subject", "subject_right").rows()


def _titles(state: pl.DataFrame) -> dict[str, str]:
    """Give what all playlists are called, by key."""
    return dict(state.filter(pl.col("part") == PLAYLIST).select("subject", "value").iter_rows())


def _uris(state: pl.DataFrame) -> dict[str, str]:
    """Give the URIs of the playlists that have one, by key."""
    return dict(state.filter(pl.col("part") == PLAYLIST_URI).select("subject", "value").iter_rows())
