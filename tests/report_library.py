"""A library made by hand for the tests of pages: its tables, clusterings and the names that are hard to print."""

from collections.abc import Mapping, Sequence

import polars as pl
from library_site import print_all

from storage.schemas import DESCRIBING_FEATURES, LIBRARY_KIND, TABLES, Artifact, Axis, Clustering, SkippedFile
from tasks.depict.pictures import add_comparisons, plan_pictures
from tasks.report.facts import SUPERSEDED, ReportChoices
from tasks.report.pages import Night, lay_out_reports
from tasks.shared_changes import History

HARD_NAMES = (
    "a|b",
    "[x](y)",
    "![x](y)",
    "*bold* _it_ **b** __b__",
    "<b>bold</b>",
    "<!-- gone -->",
    "<https://a.example>",
    "`tick` ``",
    "\"quotes\" 'single'",
    "line\nbreak\r\nand\u2028more",
    "# heading",
    "1. list",
    "- dash",
    "---",
    ":---|",
    "> quote",
    "https://example.org/a_b?c=d&e=f",
    "www.example.org",
    "me@example.org @someone",
    ":heart: and :+1:",
    "$x^2$ costs $5",
    "~~gone~~ ~sub~",
    "&amp; &#124; &copy; A&B",
    "zero\u200bwidth",
    "\u202eover\u202cride",
    "back\\slash \\| \\",
    "  spaces  within  ",
    "22",
    "1e3",
    "nan",
    "",
    "\u3164",
    "\u200b\u2060",
    "\x00\x07bell",
    "내 맘을 볼 수 있나요",
    "עברית ערבית",
    "👩‍👩‍👧 🎷",
    "x" * 300,
    "|" * 9,
    "trailing #",
    "`|`",
    "[^1] [ ] [x]",
    "https&colon;//a",
    "{{ page }} {% if %}",
)

URI = "spotify:track:{:022d}".format
PLAYLIST = "playlists/p/overview.md"


def frame(name: str, rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """Give rows as the table of that name; columns that a row leaves out are null."""
    dtypes = TABLES[name].dtypes
    return pl.DataFrame([{column: row.get(column) for column in dtypes} for row in rows], schema=dtypes)


def tables_of(**rows: Sequence[Mapping[str, object]]) -> dict[str, pl.DataFrame]:
    """Give all tables that pages are made of, empty but for the rows given as core_tracks=..., mart_collections=..."""
    return {name: frame(name, rows.get(name.replace(".", "_"), ())) for name in TABLES if not name.startswith("step.") or name == SUPERSEDED}


def small_library(names: Sequence[str] = HARD_NAMES) -> dict[str, pl.DataFrame]:
    """Give a library in which every name is a track's, an album's, an artist's, a label's and a playlist's."""
    numbers = range(len(names))
    kinds = {"playlist": "p({})", "artist": "a [{}]", "label": "l%{}", "genre": "g{}"}
    collections = [(kind, key.format(n), names[n], [(n + step) % len(names) for step in range(13)]) for kind, key in kinds.items() for n in numbers]
    collections += [
        ("playlist", "liked_tracks", "Liked Tracks", list(numbers)[::2]),
        (LIBRARY_KIND, LIBRARY_KIND, "All tracks", list(numbers)),
    ]
    return tables_of(
        core_tracks=[
            {
                "track_uri": URI(n),
                "track_name": name,
                "album_key": f"b{n}",
                "artist_name": name,
                "release_date": "2020",
                "is_liked": n % 2 == 0,
            }
            for n, name in enumerate(names)
        ],
        core_albums=[
            {
                "album_key": f"b{n}",
                "album_name": name,
                "album_image_url": f"images/covers/{n}.png" if n % 3 else f"https://i.example/{n}?a=1&b=|",
            }
            for n, name in enumerate(names)
        ],
        core_artists=[{"artist_key": f"a [{n}]", "artist_name": name} for n, name in enumerate(names)],
        core_playlists=[{"playlist_key": f"p({n})", "playlist_name": name} for n, name in enumerate(names)],
        core_track_artists=[
            {"track_uri": URI(n), "artist_key": f"a [{(n + place) % len(names)}]", "artist_position": place} for n in numbers for place in range(2)
        ],
        core_album_labels=[{"album_key": f"b{n}", "label_key": f"l%{n}", "label_name": name, "raw_label": name} for n, name in enumerate(names)],
        core_track_features=[{"track_uri": URI(n), "source": "exports", **dict.fromkeys(DESCRIBING_FEATURES, 0.5)} for n in numbers],
        core_rejects=[
            {"source": "exports", "file_name": name, "line_number": n + 2, "reason": f"no track: {n % 2}", "raw_text": name}
            for n, name in enumerate(names)
        ],
        mart_collections=[
            {"collection_kind": kind, "collection_key": key, "title": title or "(no name)", "track_count": len(tracks)}
            | {"described_count": len(tracks), "liked_count": sum(n % 2 == 0 for n in tracks), "page_path": "", "cluster_count": 3}
            for kind, key, title, tracks in collections
        ],
        mart_collection_members=[
            {"collection_kind": kind, "collection_key": key, "track_uri": URI(n)} for kind, key, _, tracks in collections for n in tracks
        ],
        mart_cluster_members=[
            {
                "collection_kind": kind,
                "collection_key": key,
                "cluster_number": place % 3 + 1,
                "track_uri": URI(n),
                "distance_rank": place // 3 + 1,
            }
            for kind, key, _, tracks in collections
            for place, n in enumerate(tracks)
        ],
        mart_track_ranks=[{"track_uri": URI(n), "score": 100.0 - n, "rank": n + 1} for n in range(5)],
        mart_coverage=[{"fact": "features", "source": "exports", "track_count": len(names), "share": 1.0}],
    )


def clusterings_of(tables: Mapping[str, pl.DataFrame], *, is_balanced: bool = True) -> list[Clustering]:
    """Give the clusterings that belong to mart.cluster_members."""
    sizes = tables["mart.cluster_members"].group_by("collection_kind", "collection_key", "cluster_number").len()
    axis = Axis(label="Energetic", variance_share=0.5)
    return [
        Clustering(
            kind=kind,
            key=key,
            members=Artifact(table="step.cluster_members", digest="0"),
            axes=(axis, axis),
            cluster_sizes=tuple(group.sort("cluster_number")["len"]),
            silhouette=0.3,
            is_balanced=is_balanced,
        )
        for (kind, key), group in sizes.sort("collection_kind", "collection_key").group_by("collection_kind", "collection_key", maintain_order=True)
    ]


SKIPPED = (SkippedFile(name="notes|a.txt", reason="not an export: <binary>"),)


def one_playlist(track_count: int, **columns: object) -> dict[str, pl.DataFrame]:
    """Give a library of one playlist and no clusters; columns are those of core.tracks."""
    return tables_of(
        core_tracks=[{"track_uri": URI(n), "track_name": f"T{n:04d}", "is_liked": False, **columns} for n in range(track_count)],
        mart_collections=[
            {"collection_kind": "playlist", "collection_key": "p", "title": "P", "track_count": track_count}
            | {"described_count": 0, "liked_count": 0, "page_path": "playlists/p/overview.md"}
        ],
        mart_collection_members=[{"collection_kind": "playlist", "collection_key": "p", "track_uri": URI(n)} for n in range(track_count)],
    )


def night_of(library: Mapping[str, pl.DataFrame], clusterings: Sequence[Clustering] = (), skipped: tuple[SkippedFile, ...] = ()) -> Night:
    """Give the first night of a library, without figures."""
    return Night(library, clusterings, frozenset(), skipped, History(is_first=True, nights=()))


def pages_of(library: dict[str, pl.DataFrame], choices: ReportChoices | None = None, *, is_balanced: bool = True) -> dict[str, str]:
    """Give all pages of a library."""
    night = night_of(library, clusterings_of(library, is_balanced=is_balanced), SKIPPED)
    return print_all(lay_out_reports(night, choices or ReportChoices()))


def plan_all(tables: Mapping[str, pl.DataFrame], clusterings: Sequence[Clustering]) -> pl.DataFrame:
    """Give the rows of all figures."""
    return add_comparisons(plan_pictures(tables), tables, clusterings)
