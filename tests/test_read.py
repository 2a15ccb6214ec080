"""Reading landed files: headers of every exporter, values of every spelling, artists that are never invented."""

import csv
import io
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from reading import FIRST, FIRST_ID, SECOND, SECOND_ID, read_files, read_one, rows_of

from storage.schemas import TABLES
from tasks.read.dates import spell_date
from tasks.read.texts import FEWEST_PLACES, MOST_PLACES, Texts
from tasks.shared_cells import read_alike, read_cells
from tasks.shared_headers import name_columns, tell_kind
from tasks.shared_sniffing import Form

ARTIST, OTHER_ARTIST = "spotify:artist:0W498bDDNlJIrYMKXdpLHA", "spotify:artist:4iJLPqClelZOBCBifm8Fzv"
NET_2026 = (
    "Track URI,ISRC,Track Name,Album Name,Artist Name(s),Release Date,Duration (ms),Popularity,Explicit,Added By,Added At,Genres,Record Label,"
    "Danceability,Energy,Key,Loudness,Mode,Speechiness,Acousticness,Instrumentalness,Liveness,Valence,Tempo,Time Signature\n"
)
FEATURES = "0.5,0.6,-1,-7.25,1,0.04,0.3,0.00000436,0.1,0.7,120.5,4"
NET_ROW = f'{FIRST},US-S1Z-99-00001,A Song,An Album,"A;B",2022-07-22,220386,70,true,me,2025-11-26T15:44:37Z,"hip hop,rap",A Label,{FEATURES}\n'


def utc(*parts: int) -> datetime:
    """Give a moment as tables keep it: in UTC, without a zone."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


def only(content: str | bytes, *columns: str) -> Any:
    """Give the one row that a file must give."""
    (row,) = rows_of(read_one(content)).select(*columns).rows()
    return row[0] if len(columns) == 1 else row


def names_of(content: str) -> list[list[str]]:
    return rows_of(read_one(content))["artist_names"].to_list()


def test_an_export_with_everything_is_read_to_the_last_cell() -> None:
    assert rows_of(read_one("\ufeff" + NET_2026 + NET_ROW)).row(0, named=True) == {
        "file_name": "Mix.csv",
        "line_number": 2,
        "list_kind": "playlist",
        "playlist_uri": None,
        "playlist_name": "Mix",
        "owner_name": None,
        "track_uri": FIRST,
        "track_name": "A Song",
        "artist_names": ["A", "B"],
        "artist_uris": None,
        "album_uri": None,
        "album_name": "An Album",
        "album_artist_name": None,
        "release_date": "2022-07-22",
        "album_image_url": None,
        "duration_ms": 220_386,
        "is_explicit": True,
        "popularity": 70,
        "isrc": "USS1Z9900001",
        "added_at": utc(2025, 11, 26, 15, 44, 37),
        "genres": ["hip hop", "rap"],
        "raw_label": "A Label",
        "danceability": 0.5,
        "energy": 0.6,
        "key": None,
        "loudness_db": -7.25,
        "mode": 1,
        "speechiness": 0.04,
        "acousticness": 0.3,
        "instrumentalness": 0.00000436,
        "liveness": 0.1,
        "valence": 0.7,
        "tempo_bpm": 120.5,
        "time_signature": 4,
    }


def test_every_frame_has_the_columns_of_the_vocabulary_even_without_rows() -> None:
    read = read_one("Track URI,Track Name\n")
    for table in (
        "entries",
        "listings",
        "variants",
        "source_files",
        "listed_tracks",
        "listed_artists",
        "played_tracks",
        "credited_tracks",
        "related_artists",
    ):
        assert dict(getattr(read, table).schema) == TABLES[f"step.{table}"].dtypes, table
    assert dict(read.rejects.schema) == TABLES["core.rejects"].dtypes


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (NET_2026, NET_ROW),
        (NET_2026.replace("ISRC,", ""), NET_ROW.replace("US-S1Z-99-00001,", "")),
        ("Track URI,Track Name,Artist Name(s),Explicit,Added At,Explicit\n", f"{FIRST},A Song,A;B,true,,true\n"),
        ("Track ID,Track Name,Album Name,Artist Name(s),Release Date\n", f"{FIRST_ID},A Song,An Album,A;B,2022\n"),
        ('"Track URI","Track Name","Artist URI","Artist Name","Album URI"\n', f'"{FIRST}","A Song","{ARTIST}, {OTHER_ARTIST}","A, B",""\n'),
        ('"Spotify URI","Name","Artist Name","Album Name","Added By","Added At"\n', f'"{FIRST}","A Song","A;B","An Album","me",""\n'),
        ("Track name,Artist name,Album,Playlist name,Type,ISRC,Spotify - id\n", f"A Song,A;B,An Album,Mix,Playlist,,{FIRST_ID}\n"),
        ("#,Song,Artist,Popularity,BPM,Genres,Time,Happy,Loud (Db),Spotify Track Id\n", f"1,A Song,A;B,70,120,,3:40,55,-7,{FIRST_ID}\n"),
        (",track_id,artists,album_name,track_name,track_genre\n", f"0,{FIRST_ID},A;B,An Album,A Song,rock\n"),
        ("id,name,album,artists,artist_ids\n", f"""{FIRST_ID},A Song,An Album,"['A', 'B']","['{ARTIST[-22:]}', '{OTHER_ARTIST[-22:]}']"\n"""),
        (" TRACK  uri ;track_name;ArtistNames\n", f"https://open.spotify.com/intl-de/track/{FIRST_ID}?si=x;A Song;A;;\n".replace(";A;;", ';"A;B"')),
    ],
)
def test_headers_of_every_generation_are_known(header: str, row: str) -> None:
    assert only(header + row, "track_uri", "track_name", "artist_names") == (FIRST, "A Song", ["A", "B"])


def test_a_file_without_ids_is_read_by_names() -> None:
    uri, *told = only("title;artist;album;isrc\nA Song;A Singer;An Album;usabc2400001\n", "track_uri", "track_name", "artist_names", "isrc")
    assert uri.startswith("linernotes:track:")
    assert told == ["A Song", ["A Singer"], "USABC2400001"]


@pytest.mark.parametrize(
    "header",
    [
        "Track-URI|Track-Name|Künstlername(n)|Album-Name|Veröffentlichungsdatum des Albums|Track-Dauer (ms)|Hinzugefügt am|Tanzbarkeit|Lautstärke",
        (
            "URI du titre|Nom du titre|Nom(s) de l'artiste|Nom de l'album|"
            "Date de sortie de l'album|Durée du titre (ms)|Ajouté le|Danseabilité|Volume sonore"
        ),
        (
            "URI de la canción|Nombre de la canción|Nombre(s) del artista|Nombre del álbum|"
            "Fecha de lanzamiento del álbum|Duración de la canción (ms)|Añadido en|Bailabilidad|Volumen"
        ),
        (
            "URI della traccia|Nome della traccia|Nome dell'artista|Nome dell'album|"
            "Data di rilascio dell'album|Durata della traccia (ms)|Aggiunto il|Ballabilità|Volume"
        ),
        (
            "URI da faixa|Nome da faixa|Nome(s) do artista|Nome do álbum|"
            "Data de lançamento do álbum|Duração da faixa (ms)|Adicionado em|Dançabilidade|Volume"
        ),
        "Nummer URI|Nummernaam|Naam van artiest|Naam van album|Releasedatum van het album|Nummerduur (ms)|Toegevoegd op|Dansbaarheid|Luidheid",
        "Låtens URI|Låtens namn|Artistens namn|Albumets namn|Albumets releasedatum|Låtlängd (ms)|Tillagd vid|Dansbarhet|Ljudstyrka",
        "Parça URI|Parça Adı|Sanatçı Adı|Albüm Adı|Albüm Çıkış Tarihi|Parça Süresi (ms)|Eklenme Tarihi|Dans Edilebilirlik|Ses Seviyesi",
        (
            "URI κομματιού|Όνομα κομματιού|Όνομα/τα καλλιτέχνη|Όνομα άλμπουμ|"
            "Ημερομηνία κυκλοφορίας άλμπουμ|Διάρκεια κομματιού (ms)|Προστέθηκε στις|Χορευτικότητα|Ένταση"
        ),
        "トラックURI|トラック名|アーティスト名|アルバム名|アルバム発売日|トラックの長さ（ミリ秒）|追加日時|ダンサビリティ|ラウドネス",
        "曲目 URI|曲目名称|艺人名称|专辑名称|专辑发行日期|曲目时长（毫秒）|添加时间|舞蹈性|响度",
        "曲目 URI|曲目名稱|藝人名稱|專輯名稱|專輯發行日期|曲目長度（毫秒）|新增時間|舞蹈性|響度",
        "رابط الأغنية (URI)|اسم الأغنية|أسماء الفنانين|اسم الألبوم|تاريخ إصدار الألبوم|مدة الأغنية (بالمللي ثانية)|أضيف في|قابلية الرقص|مستوى الصوت",
        "트랙 URI|트랙 이름|아티스트 이름|앨범 이름|앨범 발매일|트랙 길이(ms)|추가된 날짜|댄스 가능성|음량",
        "URI utworu|Nazwa utworu|Nazwa artysty|Nazwa albumu|Data wydania albumu|Czas trwania utworu (ms)|Data dodania|Taneczność|Głośność",
    ],
)
def test_headers_in_other_languages_mean_the_same_columns(header: str) -> None:
    columns = ("track_uri", "track_name", "artist_names", "album_name", "release_date", "duration_ms", "added_at", "danceability", "loudness_db")
    assert name_columns(header.split("|")) == columns
    assert name_columns(header.upper().split("|")) == columns
    assert tell_kind(columns, "") == "tracks"


def test_a_list_of_links_is_a_playlist_from_its_first_line() -> None:
    read = read_one(f"{FIRST}\n\nhttps://open.spotify.com/track/{SECOND_ID}\n", "Links.txt")
    assert rows_of(read).select("line_number", "track_uri", "playlist_name").rows() == [(1, FIRST, "Links"), (3, SECOND, "Links")]


def test_other_kinds_than_tracks_are_refused_by_name() -> None:
    read = read_one(
        "Track name,Artist name,Type,Spotify - id\n"
        f"Talk,Show,Playlist,spotify:episode:{FIRST_ID}\n"
        "An Album,A,Album,\nA Singer,A Singer,Artist,\n"
        f"x,y,,https://open.spotify.com/album/{FIRST_ID}\n"
        "undefined,undefined,undefined,undefined\nLoved,A,Favorite,\nSong,A,track,\n"
    )
    assert read.rejects.select("line_number", "reason").rows() == [
        (2, "a podcast episode, not a track"),
        (3, "an album, not a track"),
        (4, "an artist, not a track"),
        (5, "an album, not a track"),
        (6, "it names no track"),
    ]
    assert rows_of(read).select("track_name", "list_kind").rows() == [("Loved", "liked"), ("Song", "playlist")]


def test_local_files_keep_their_uri_and_a_song_may_be_called_null() -> None:
    read = read_one(f"Track URI,Track Name,Artist Name(s)\nspotify:local:A+B::Bad%20Apple:219,bad_apple,undefined\n{FIRST},null,A\n")
    assert rows_of(read).select("track_uri", "track_name", "artist_names").rows() == [
        ("spotify:local:A+B::Bad%20Apple:219", "bad_apple", None),
        (FIRST, "null", ["A"]),
    ]


def test_playlists_in_a_column_keep_even_an_empty_name() -> None:
    read = read_one(f"Track URI,Playlist Name,Playlist URI,Playlist Owner\n{FIRST},Mix 1,spotify:playlist:{FIRST_ID},ann\n{SECOND},,,\n")
    assert rows_of(read).select("playlist_name", "playlist_uri", "owner_name").rows() == [
        ("Mix 1", f"spotify:playlist:{FIRST_ID}", "ann"),
        ("", None, None),
    ]


@pytest.mark.parametrize(
    ("text", "order", "meaning"),
    [
        ("1973", "unknown", "1973"),
        ("1973-05", "unknown", "1973-05"),
        ("2019-12-13T00:00:00Z", "unknown", "2019-12-13"),
        ("2019/2/3", "unknown", "2019-02-03"),
        ("2019-13-45", "unknown", "2019"),
        ("2019-02-30", "unknown", "2019"),
        ("0000", "unknown", None),
        ("13/12/2019", "day", "2019-12-13"),
        ("12/13/2019", "month", "2019-12-13"),
        ("03/04/2019", "unknown", "2019"),
        ("3.4.19", "day", "2019-04-03"),
        ("3.4.85", "day", "1985-04-03"),
        ("Jan 5, 2020", "unknown", "2020-01-05"),
        ("5th January 2020", "unknown", "2020-01-05"),
        ("January 2020", "unknown", "2020-01"),
        ("43831", "unknown", "2020-01-01"),
        ("99999", "unknown", None),
        ("someday", "unknown", None),
    ],
)
def test_dates_are_as_precise_as_they_are_certain(text: str, order: Any, meaning: str | None) -> None:
    assert spell_date(text, order) == meaning


def test_day_and_month_are_told_apart_by_the_other_dates_of_the_file() -> None:
    dates = "Track URI,Release Date,Added At\n{0},03/04/2019,25/12/2020 18:05\n"
    read = read_files(
        {"a.csv": dates.format(FIRST), "b.csv": dates.format(FIRST).replace("25/12", "12/25"), "c.csv": dates.format(FIRST).replace("25/12", "11/12")}
    )
    assert rows_of(read).select("release_date", "added_at").rows() == [
        ("2019-04-03", utc(2020, 12, 25, 18, 5)),
        ("2019-03-04", utc(2020, 12, 25, 18, 5)),
        ("2019", None),
    ]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-05-06T07:08:09Z", utc(2024, 5, 6, 7, 8, 9)),
        ("2024-05-06T07:08:09.250Z", utc(2024, 5, 6, 7, 8, 9, 250_000)),
        ("2024-05-06T07:08:09+02:00", utc(2024, 5, 6, 5, 8, 9)),
        ("2024-05-06 07:08:09 UTC", utc(2024, 5, 6, 7, 8, 9)),
        ("2024-05-06", utc(2024, 5, 6)),
        ("1714979289", utc(2024, 5, 6, 7, 8, 9)),
        ("1714979289000", utc(2024, 5, 6, 7, 8, 9)),
        ("1970-01-01T00:00:00Z", None),
        ("null", None),
    ],
)
def test_moments_are_read_in_utc_and_1970_means_unknown(text: str, moment: datetime | None) -> None:
    assert only(f"Track URI,Added At\n{FIRST},{text}\n", "added_at") == moment


def test_release_years_stand_in_for_dates() -> None:
    assert only(f"Track URI,Year,Release Date\n{FIRST},1999,\n", "release_date") == "1999"


@pytest.mark.parametrize(
    ("header", "text", "ms"),
    [
        ("Duration (ms)", "0", None),
        ("Duration (ms)", "220386.0", 220_386),
        ("Duration", "221", 221_000),
        ("Duration", "220386", 220_386),
        ("Time", "3:40", 220_000),
        ("Length", "1:02:03", 3_723_000),
        ("Duration", "157s", 157_000),
    ],
)
def test_lengths_are_milliseconds(header: str, text: str, ms: int | None) -> None:
    assert only(f"Track URI,{header}\n{FIRST},{text}\n", "duration_ms") == ms


@pytest.mark.parametrize(
    ("text", "truth"), [("true", True), ("TRUE", True), ("1", True), ("Yes", True), ("false", False), ("0", False), ("", None), ("perhaps", None)]
)
def test_truths_are_read_in_every_spelling(text: str, truth: object) -> None:
    assert only(f"Track URI,Explicit\n{FIRST},{text}\n", "is_explicit") is truth


def test_features_that_are_all_nought_were_never_analysed() -> None:
    nothing = only(NET_2026 + NET_ROW.replace(FEATURES, "0,0,0,0,0,0,0,0,0,0,0,0"), "danceability", "loudness_db", "key", "tempo_bpm")
    assert nothing == (None, None, None, None)


def test_shares_in_percent_and_keys_by_name_are_scaled() -> None:
    header = "Spotify Track Id,Dance,Energy,Acoustic,Happy,Loud (Db),Key,BPM\n"
    content = f"{header}{FIRST_ID},61,1,0,55,-7 dB,C♯/D♭ Major,128\n{SECOND_ID},0,80,100,7,-3,B,90\n"
    rows = rows_of(read_one(content)).select("danceability", "energy", "acousticness", "valence", "loudness_db", "key", "tempo_bpm").rows()
    assert rows == [(0.61, 0.01, 0.0, 0.55, -7.0, 1, 128.0), (0.0, 0.8, 1.0, 0.07, -3.0, 11, 90.0)]


def test_values_out_of_bounds_and_words_are_missing_not_numbers() -> None:
    content = f'Track URI,Danceability,Energy,Tempo,Popularity\n{FIRST},0.5,undefined,nan,170\n{SECOND},"0,25",inf,-3,55\n'
    assert rows_of(read_one(content)).select("danceability", "energy", "tempo_bpm", "popularity").rows() == [
        (0.5, None, None, None),
        (0.25, None, None, 55),
    ]


def test_a_label_that_says_like_or_dislike_is_none() -> None:
    read = read_files(
        {"a.csv": f"Track URI,Label\n{FIRST},liked\n{SECOND},Dislike\n", "b.csv": f"Track URI,Label\n{FIRST},Liked Records\n{SECOND},1\n"}
    )
    assert rows_of(read)["raw_label"].to_list() == [None, None, "Liked Records", "1"]


def test_artists_are_split_at_semicolons_where_the_file_has_any_and_commas_stay() -> None:
    assert names_of(f'Track URI,Artist Name(s)\n{FIRST},"Tyler, The Creator;A"\n{SECOND},"Earth, Wind & Fire"\n') == [
        ["Tyler, The Creator", "A"],
        ["Earth, Wind & Fire"],
    ]


def test_artists_are_split_at_unescaped_commas_where_the_file_escapes_others() -> None:
    assert names_of(f'Track URI,Artist Name(s)\n{FIRST},"Tyler\\, The Creator, A"\n{SECOND},"A, B"\n') == [["Tyler, The Creator", "A"], ["A", "B"]]


def test_ids_beside_the_names_decide_how_many_artists_there_are() -> None:
    rows = f'{FIRST},"Earth, Wind & Fire",{ARTIST}\n{SECOND},"A, B","{ARTIST}, {OTHER_ARTIST}"\n'
    read = read_one("Track URI,Artist Name(s),Artist URI(s)\n" + rows)
    assert rows_of(read).select("artist_names", "artist_uris").rows() == [(["Earth, Wind & Fire"], [ARTIST]), (["A", "B"], [ARTIST, OTHER_ARTIST])]


def test_a_comma_that_the_file_escaped_is_a_comma_beside_an_id_too() -> None:
    read = read_one(f'Track URI,Artist Name(s),Artist URI(s)\n{FIRST},"Tyler\\, The Creator",{ARTIST}\n')
    assert rows_of(read).select("artist_names", "artist_uris").rows() == [(["Tyler, The Creator"], [ARTIST])]


def test_ids_that_do_not_fit_the_names_are_left_out_and_no_artist_is_invented() -> None:
    read = read_one(f'Track URI,Artist Name(s),Artist URI(s)\n{FIRST},"A, B, C","{ARTIST}, {OTHER_ARTIST}"\n')
    assert rows_of(read).select("artist_names", "artist_uris").rows() == [(["A, B, C"], None)]


def test_bare_commas_part_artists_only_where_each_is_met_alone() -> None:
    header, rows = "Track Name,Artist Name(s)\n", 'x,"Tyler, The Creator,ScHoolboy Q"\ny,ScHoolboy Q\nz,"Crosby, Stills"\n'
    assert names_of(header + rows) == [["Tyler, The Creator,ScHoolboy Q"], ["ScHoolboy Q"], ["Crosby, Stills"]]
    both = read_files({"a.csv": header + rows, "b.csv": header + 'x,"Tyler, The Creator;B"\n'})
    assert rows_of(both)["artist_names"].to_list()[:3] == [["Tyler, The Creator", "ScHoolboy Q"], ["ScHoolboy Q"], ["Crosby, Stills"]]


def test_the_first_artist_of_the_album_is_told_by_its_ids() -> None:
    header = "Track URI,Album Artist URI(s),Album Artist Name(s)\n"
    assert only(f'{header}{FIRST},{ARTIST},"Tyler, The Creator"\n', "album_artist_name") == "Tyler, The Creator"
    assert only(f'{header}{FIRST},"{ARTIST}, {OTHER_ARTIST}","A, B"\n', "album_artist_name") == "A"


def test_genres_are_told_once_each() -> None:
    assert only(f'Track URI,Genres\n{FIRST},"rap, hip hop,rap"\n', "genres") == ["rap", "hip hop"]
    assert only(f"Track URI,Genres\n{FIRST},undefined\n", "genres") is None


def test_covers_beside_the_file_are_named_by_their_blob() -> None:
    read = read_files(
        {"a/x.csv": f"Track URI,Cover\n{FIRST},../c/1.png\n{SECOND},c/none.png\n{FIRST},https://x.example/1.png\n", "c/1.png": b"\x89PNG\r\n\x1a\n"}
    )
    covers = rows_of(read)["album_image_url"].to_list()
    assert [covers[0][:5], covers[0][-4:]] == ["blob:", ".png"]
    assert covers[1:] == [None, "https://x.example/1.png"]


def test_plain_files_are_read_and_their_odd_rows_refused() -> None:
    read = read_files(
        {
            "top.csv": "as_of_date,term,place,track_uri,track_name,artist_name\n"
            f"2024-01-02,Short Term,1,{FIRST},A,B\n2024,short_term,2,{FIRST},A,B\n2024-01-02,forever,2,{FIRST},A,B\n",
            "artists.csv": f"as_of_date,term,place,artist_uri,artist_name\n2024-01-02,long_term,3,{ARTIST},A\n2024-01-02,long_term,zero,,A\n",
            "plays.csv": f"played_at,track_uri,track_name,artist_name,album_name,played_ms\n2024-01-02T03:04:05Z,,A,B,C,1000\n,{FIRST},A,B,C,1\n",
            "credits.csv": f"track_uri,person_name,credit_type,credit_details\n{FIRST},P,producer,\n{FIRST},,producer,\n",
            "relations.csv": "artist_name,relation,other_name\nA,Member of,B\nA,admires,B\n",
        }
    )
    assert read.listed_tracks.drop("file_name").rows() == [(2, date(2024, 1, 2), "short_term", 1, FIRST, None, "A", "B", None)]
    assert read.listed_artists.drop("file_name").rows() == [(2, date(2024, 1, 2), "long_term", 3, ARTIST, "A")]
    assert read.played_tracks.drop("file_name").rows() == [(2, utc(2024, 1, 2, 3, 4, 5), 1000, None, None, "A", "B", "C", "second", "exports")]
    assert read.credited_tracks.drop("file_name").rows() == [(2, FIRST, None, None, None, None, "P", "producer", None)]
    assert read.related_artists.drop("file_name").rows() == [(2, "A", "member_of", "B")]
    assert read.rejects.select("file_name", "line_number").rows() == [
        ("artists.csv", 3),
        ("credits.csv", 3),
        ("plays.csv", 3),
        ("relations.csv", 3),
        ("top.csv", 3),
        ("top.csv", 4),
    ]
    assert read.source_files.select("row_count", "accepted_count", "reject_count").sum().row(0) == (11, 5, 6)


def test_files_tell_their_digest_and_their_newest_moment() -> None:
    read = read_one(f"Track URI,Added At\n{FIRST},2024-05-06T07:08:09Z\n{SECOND},2023-01-01T00:00:00Z\n")
    assert read.source_files.select("file_kind", "newest_added_at").row(0) == ("tracks", utc(2024, 5, 6, 7, 8, 9))
    assert len(read.source_files["content_digest"].item()) == 64


cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00\x1f"), max_size=8) | st.sampled_from(
    ['"', '""', ",", "\n", "\r\n", "\r", " ", "a,b"]
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.lists(cells, min_size=2, max_size=3), max_size=8),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_the_fast_way_reads_what_the_careful_way_reads(rows: list[list[str]], ending: str, has_end: object, quoting: Any) -> None:
    written = io.StringIO()
    csv.writer(written, lineterminator=ending, quoting=quoting).writerows([["Track URI", "Track Name", "Album Name"], *rows])
    content = written.getvalue().removesuffix("" if has_end else ending).encode()
    form = Form("utf-8", ",", ("Track URI", "Track Name", "Album Name"), ("track_uri", "track_name", "album_name"), "tracks", 1, 2)
    fast, careful = read_cells(content, form), read_cells(content, Form("cp1252", *list(vars(form).values())[1:]))
    assert (fast.flaws, fast.row_count) == (careful.flaws, careful.row_count)
    assert_frame_equal(pl.DataFrame(fast.table), pl.DataFrame(careful.table))


@pytest.mark.parametrize("count", [FEWEST_PLACES + 1, MOST_PLACES + 1])
def test_many_texts_at_once_are_remembered_as_far_as_there_are_places(count: int) -> None:
    texts, told = Texts(), pl.DataFrame({"track_name": pl.int_range(count, eager=True) % 1000})
    texts.keep(told)
    texts.keep(told)
    assert texts.lay_out(pl.Series("content", [], pl.UInt64))[1].height < 1.1 * count


raw_rows = st.lists(st.lists(cells, min_size=1, max_size=3).map(",".join) | st.sampled_from(["a,b", "mark,", '"a\nb",c']), max_size=6).map("\n".join)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(raw_rows, st.sampled_from(["", "\n", "\r\n"])), min_size=2, max_size=6))
def test_files_that_are_read_in_one_go_say_what_each_says_alone(files: list[tuple[str, str]]) -> None:
    form = Form("utf-8", ",", ("Track URI", "Track Name"), ("track_uri", "track_name"), "tracks", 1, 2)
    contents = [f"Track URI,Track Name\n{body}{ending}".encode() for body, ending in files]
    alone = [read_cells(content, form) for content in contents]
    for one, together in zip(alone, read_alike(contents, form), strict=True):
        assert (together.flaws, together.row_count) == (one.flaws, one.row_count)
        assert_frame_equal(pl.DataFrame(together.table), pl.DataFrame(one.table))


def test_an_odd_file_does_not_keep_the_others_from_being_read_in_one_go() -> None:
    form = Form("utf-8", ",", ("Track URI", "Track Name"), ("track_uri", "track_name"), "tracks", 1, 2)
    bodies = ["a,b\nc,d\n", "torn\n", '"x\ny",z\n', "", "e,f"]
    told = read_alike([f"Track URI,Track Name\n{body}".encode() for body in bodies], form)
    assert [one.table.rows() for one in told] == [[(2, "a", "b"), (3, "c", "d")], [(2, "torn", None)], [(2, "x\ny", "z")], [], [(2, "e", "f")]]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(cells, cells), min_size=1, max_size=8), st.sampled_from([",", ";", "\t"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])
)
def test_whatever_a_csv_writer_writes_is_read_back_with_right_lines(rows: list[tuple[str, str]], delimiter: str, encoding: str) -> None:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(["Track URI", "Track Name", "Album Name"])
    lines = []
    for name, album in rows:
        lines.append(len(list(io.StringIO(written.getvalue(), newline=""))) + 1)
        writer.writerow([FIRST, name, album])
    read = read_one(written.getvalue().encode(encoding))
    names = [name.strip() or None for name, _ in rows]
    assert read.rejects.is_empty()
    assert rows_of(read)["line_number"].to_list() == lines
    assert [name and name.strip() for name in rows_of(read)["track_name"]] == names
