"""Find the playlists that several sources tell under names alone; refuses to know whose entries are kept."""

import re
import unicodedata
from typing import Final

import polars as pl

SOURCES: Final = ("spotify", "exports", "account_data")
SHARED_OF_THE_SMALLER: Final = 0.5  # below this two playlists of one name are two: people call many things "Chill"
SPOTIFY_PLAYLIST: Final = "spotify:playlist:"
MET_BY_TRACKS, MET_BY_NAME = "name_and_tracks", "name_alone"
NO_LETTER: Final = re.compile(r"[\W_]+")
COUNTER: Final = re.compile(r"[ _]?\(\d+\)$")  # a second file of a name is called so
MET: Final = {"identity": pl.String(), "met": pl.String(), "match_rule": pl.String()}


def form_of(name: str) -> str:
    """Give what spellings of one playlist's name share, also where a file's name stands for it: letters and digits, no case."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return NO_LETTER.sub("", folded) or "".join(folded.replace("_", " ").split())


def forms_of(name: str) -> list[str]:
    """Give the form of a name, and of the name that it is without the counter of a file at its end."""
    return [form_of(name), form_of(COUNTER.sub("", name))]


def meet_playlists(lists: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Give for identities without a Spotify URI those of other sources that they are, by name and tracks.

    `lists` says per identity and source what it is called, `members` per identity which tracks it holds; one that has no
    member holds what nobody told.
    """
    forms = pl.col("playlist_name").map_elements(forms_of, return_dtype=pl.List(pl.String))
    named = lists.select("identity", "source", form=forms.list.first(), other_form=forms.list.last()).unique(maintain_order=True)
    found = pl.DataFrame(schema=MET)
    for source in SOURCES[1:]:
        is_loose = (pl.col("source") == source) & ~pl.col("identity").str.starts_with(SPOTIFY_PLAYLIST)
        loose = named.filter(is_loose).select("identity", "form", "other_form").unique(maintain_order=True)
        met = _meet(loose, _others(named, source), members)
        found = pl.concat([found, met])
        named, members = _follow(named, met), _follow(members, met)
    return found


def _others(named: pl.DataFrame, source: str) -> pl.DataFrame:
    """Give what a source's playlists may be: those that surer sources tell and it does not tell by itself."""
    surer = named.filter(pl.col("source").is_in(SOURCES[: SOURCES.index(source)]))
    own = named.filter(pl.col("source") == source)
    return surer.join(own, on="identity", how="anti").select(met="identity", form="form").unique(maintain_order=True)


def _meet(loose: pl.DataFrame, others: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Pair playlists one to one: most alike first; by name alone where one of two names that are alone has no entries told."""
    exact = loose.join(others, on="form").select("identity", "met")
    counted = loose.join(others, left_on="other_form", right_on="form").select("identity", "met")
    pairs = pl.concat([exact, counted]).unique(maintain_order=True)
    if pairs.is_empty():
        return pl.DataFrame(schema=MET)
    sizes = members.group_by("identity").len("size")
    shared = (
        pairs.join(members, on="identity")
        .join(members.rename({"identity": "met"}), on=("met", "track_uri"))
        .group_by("identity", "met")
        .len("shared")
        .join(sizes, on="identity")
        .join(sizes.rename({"identity": "met", "size": "met_size"}), on="met")
        .with_columns(share=pl.col("shared") / pl.min_horizontal("size", "met_size"))
    )
    alike = shared.filter(pl.col("share") >= SHARED_OF_THE_SMALLER)
    ordered = alike.sort("share", "shared", "identity", "met", descending=[True, True, False, False]).select("identity", "met").rows()
    rules: dict[str, tuple[str, str]] = {}
    for identity, met in ordered:
        if identity not in rules and met not in {other for other, _ in rules.values()}:
            rules[identity] = met, MET_BY_TRACKS
    is_untold = ~pl.col("met").is_in(members["identity"].unique().to_list())
    is_only_pair = (pl.len().over("identity") == 1) & (pl.len().over("met") == 1)
    by_name = exact.filter(~pl.col("identity").is_in(list(rules)) & is_untold).filter(is_only_pair)
    rules |= {identity: (met, MET_BY_NAME) for identity, met in by_name.select("identity", "met").iter_rows()}
    return pl.DataFrame([(identity, *rule) for identity, rule in sorted(rules.items())], MET, orient="row")


def _follow(frame: pl.DataFrame, met: pl.DataFrame) -> pl.DataFrame:
    """Let identities that met another bear its name."""
    names = dict(met.select("identity", "met").iter_rows())
    return frame.with_columns(pl.col("identity").replace(names)).unique(maintain_order=True)
