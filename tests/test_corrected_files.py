"""Corrected rows: a plain file of the person's own tells its rows whole; a file that is gone loses nothing."""

from datetime import UTC, datetime

import polars as pl
from reading import FIRST, SECOND, read_files

from storage import artifacts, ledger, snapshots
from storage.schemas import Artifact, Landing
from tasks.normalise.normalise_library import normalise_library
from tasks.record.record_snapshot import Night, learn, record_snapshot
from tasks.shared_standing import find_withdrawn, give_standing

CREDITS = "track_uri,person_name,credit_type,credit_details\n"
RELATIONS = "artist_name,relation,other_name\n"
TOP_TRACKS = "as_of_date,term,place,track_uri,track_name,artist_name\n"
TOP_ARTISTS = "as_of_date,term,place,artist_uri,artist_name\n"
LIBRARY = "Track URI,Track Name,Artist Name(s)\n" + f"{FIRST},A Song,A Singer\n{SECOND},B Song,B Singer\n"

Files = dict[str, str | bytes]


def credited(*people: str) -> str:
    """Write a file in which these people produced the first track."""
    return CREDITS + "".join(f"{FIRST},{person},producer,\n" for person in people)


def placed(**uris: str) -> str:
    """Write a file in which these tracks led the list of these days of January 2024, named d<day>."""
    return TOP_TRACKS + "".join(f"2024-01-{day[1:]},short_term,1,{uri},,\n" for day, uri in uris.items())


def tickets_of(files: Files) -> dict[str, Artifact]:
    """Read a night and give the tickets of what its files say."""
    read = read_files({"Mix.csv": LIBRARY, **files})
    return artifacts.save_all({"core.rejects" if name == "rejects" else f"step.{name}": frame for name, frame in vars(read).items()})


def after(*nights: Files, known: ledger.Pages | None = None) -> dict[str, pl.DataFrame]:
    """Give the library's tables after these nights, each told by its files."""
    pages: ledger.Pages = known or {}
    for files in nights:
        tickets = tickets_of(files)
        pages = learn(tickets, pages)
        assert learn(tickets, pages) == pages
    return {name: artifacts.load(ticket) for name, ticket in normalise_library.work(tickets, pages).items()}


def people_after(*nights: Files) -> list[str]:
    return sorted(after(*nights)["core.track_credits"]["person_name"])


def leaders_after(*nights: Files) -> list[tuple[int, str]]:
    return sorted(after(*nights)["core.top_tracks"].select(pl.col("as_of_date").dt.day(), "track_uri").rows())


def test_a_home_brought_forward_is_as_one_that_is_made_anew_of_the_corrected_files() -> None:
    wrong: Files = {
        "credits.csv": credited("Kenzie", "Kenzee"),
        "relations.csv": RELATIONS + "A Singer,member_of,B Singer\n",
        "top_tracks.csv": placed(d1=FIRST, d2=FIRST),
        "top_artists.csv": TOP_ARTISTS + "2024-01-01,short_term,1,,A Singer\n",
    }
    right: Files = {
        "credits.csv": credited("Kenzie", "Yoo Young-jin"),
        "relations.csv": RELATIONS + "A Singer,member_of,C Singer\n",
        "top_tracks.csv": placed(d1=FIRST, d2=SECOND),
        "top_artists.csv": TOP_ARTISTS + "2024-01-01,short_term,1,,B Singer\n",
    }
    forward, anew = after(wrong, right), after(right)
    for name in ("core.track_credits", "core.artist_relations", "core.top_tracks", "core.top_artists", "core.artists"):
        assert forward[name].equals(anew[name]), name
    assert after(wrong, right, wrong)["core.track_credits"].equals(after(wrong)["core.track_credits"])


def test_a_file_that_is_gone_or_says_nothing_any_more_loses_nothing_and_no_corrected_row_comes_back() -> None:
    wrong: Files = {"credits.csv": credited("Kenzee")}
    right: Files = {"credits.csv": credited("Kenzie")}
    assert people_after(wrong, {}) == ["Kenzee"]
    assert people_after(wrong, {"credits.csv": CREDITS}) == ["Kenzee"]
    assert people_after(wrong, right, {}) == ["Kenzie"]
    assert people_after(wrong, {}, right) == ["Kenzie"]


def test_a_row_that_another_file_tells_stays_and_is_that_files_to_correct() -> None:
    both: Files = {"a.csv": credited("Kenzie", "Kenzee"), "b.csv": credited("Kenzee")}
    one_corrected: Files = {"a.csv": credited("Kenzie"), "b.csv": credited("Kenzee")}
    assert people_after(both, one_corrected) == ["Kenzee", "Kenzie"]
    assert people_after(both, one_corrected, {"a.csv": credited("Kenzie")}) == ["Kenzee", "Kenzie"]
    assert people_after(both, one_corrected, {"a.csv": credited("Kenzie"), "b.csv": credited("Kenzie")}) == ["Kenzie"]
    renamed: Files = {"mine/a.csv": credited("Kenzie", "Kenzee")}
    assert people_after({"a.csv": credited("Kenzie", "Kenzee")}, renamed, {"mine/a.csv": credited("Kenzie")}) == ["Kenzie"]


def test_a_file_of_the_latest_lists_alone_corrects_no_earlier_list() -> None:
    assert leaders_after({"top.csv": placed(d1=FIRST)}, {"top.csv": placed(d2=SECOND)}) == [(1, FIRST), (2, SECOND)]
    assert leaders_after({"top.csv": placed(d1=FIRST, d3=FIRST)}, {"top.csv": placed(d1=FIRST, d2=FIRST)}) == [(1, FIRST), (2, FIRST)]


def test_what_a_service_told_of_other_days_is_never_withdrawn() -> None:
    morning = read_files({"spotify.csv": placed(d2=FIRST)}).listed_tracks
    evening = read_files({"spotify.csv": placed(d1=SECOND)}).listed_tracks
    assert find_withdrawn(morning, evening, ["spotify.csv"]).is_empty()
    assert find_withdrawn(morning, evening, []).equals(morning)


def test_pages_of_earlier_releases_that_withdraw_nothing_are_read_and_corrected() -> None:
    told = read_files({"credits.csv": credited("Kenzee")}).credited_tracks
    page = ledger.keep_page("step.credited_tracks", told)
    assert give_standing(ledger.read("step.credited_tracks", (page,))).drop("recorded").equals(told)
    known: ledger.Pages = {"step.credited_tracks": (page,)}
    assert after({}, known=known)["core.track_credits"]["person_name"].to_list() == ["Kenzee"]
    assert after({"credits.csv": credited("Kenzie")}, known=known)["core.track_credits"]["person_name"].to_list() == ["Kenzie"]


def test_a_home_in_which_an_earlier_release_kept_both_is_mended_by_the_next_night_of_the_same_files() -> None:
    wrong: Files = {"credits.csv": credited("Kenzee")}
    right: Files = {"credits.csv": credited("Kenzie")}
    kept = tuple(ledger.keep_page("step.credited_tracks", read_files(files).credited_tracks) for files in (wrong, right))
    night = Night(moment=datetime(2024, 1, 2, tzinfo=UTC), origin="exports", sources=("/exports",))
    landing = Landing(files=(), images={}, skipped=())
    first = record_snapshot.fn(landing, tickets_of({}), night)
    snapshots.write(snapshots.read(first.snapshot_id).model_copy(update={"ledger": {"step.credited_tracks": kept}}))
    pages = snapshots.read(record_snapshot.fn(landing, tickets_of(right), night).snapshot_id).ledger
    standing = give_standing(ledger.read("step.credited_tracks", pages["step.credited_tracks"]))
    assert standing["person_name"].to_list() == ["Kenzie"]
