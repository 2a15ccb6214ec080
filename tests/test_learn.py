"""Learning: what tonight tells is appended once, and what was learnt whole is not looked at again."""

import polars as pl
import pytest
from reading import FIRST, SECOND, read_files

from storage import artifacts, ledger
from storage.schemas import Artifact
from tasks.record.record_snapshot import LEARNT, learn
from tasks.shared_facts import choose_current

HEADER = "Track URI,Track Name,Artist Name(s),Record Label,Added At\n"
PLAYS = "played_at,track_uri,track_name,artist_name\n2024-01-02T03:04:05Z,{uri},A Song,A Singer\n"


def tell(label: str, uri: str = FIRST) -> dict[str, Artifact]:
    """Read a night of one track with a label and one play, and give the tickets of what is said."""
    read = read_files({"Mix.csv": f"{HEADER}{FIRST},A Song,A Singer,{label},2024-05-06T07:08:09Z\n", "plays.csv": PLAYS.format(uri=uri)})
    tables = {f"step.{name}": frame for name, frame in vars(read).items() if name != "rejects"}
    return artifacts.save_all(tables)


def test_what_was_learnt_whole_is_not_looked_at_again() -> None:
    first = tell("SM")
    known = learn(first, {})
    assert {table: len(pages) for table, pages in known.items()} == dict.fromkeys(LEARNT, 0) | {"step.facts": 1, "step.played_tracks": 1}
    for table in ("step.variants", "step.played_tracks"):
        artifacts.path_of(first[table]).unlink()
    artifacts._frames.clear()  # noqa: SLF001 - a new night holds nothing in memory
    assert learn(first, known) == known
    with pytest.raises(artifacts.ArtifactLost):
        learn(first, {})


def test_only_what_says_something_new_is_learnt() -> None:
    known = learn(tell("SM"), {})
    relabelled = learn(tell("SM Entertainment"), known)
    assert relabelled["step.played_tracks"] == known["step.played_tracks"]
    assert ledger.read("step.facts", relabelled["step.facts"]).filter(pl.col("fact") == "raw_label")["value"].to_list() == ["SM", "SM Entertainment"]
    played = learn(tell("SM Entertainment", SECOND), relabelled)
    assert played["step.facts"] == relabelled["step.facts"]
    assert ledger.read("step.played_tracks", played["step.played_tracks"])["track_uri"].to_list() == [FIRST, SECOND]


def test_what_older_pages_said_is_learnt_again_where_they_are_forgotten() -> None:
    told = tell("SM")
    known = learn(told, {})
    assert learn(told, {**known, "step.played_tracks": ()}) == known


def test_what_an_earlier_program_read_otherwise_is_corrected_by_the_same_files() -> None:
    told = tell("SM")
    known = learn(told, {})
    (page,) = known["step.facts"]
    misread = ledger.read("step.facts", (page,)).with_columns(value=pl.col("value").replace("SM", "Another, longer label"))
    older = {**known, "step.facts": (str(ledger.append("step.facts", misread)),)}
    pages = learn(told, older)["step.facts"]
    assert len(pages) == 2
    labels = choose_current(ledger.read("step.facts", pages)).filter(pl.col("fact") == "raw_label")["value"].to_list()
    assert labels == ["SM"]
