"""Landing exports: what is recognised, what is emptied, what is refused."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from storage.schemas import Landing
from tasks.pull.exports import NothingReadable, TwoOwners, land_exports

ID = "4uLU6hMCjMI75M1A2tKUQC"
HEADER = "Track URI,Track Name,Artist Name(s),Added By,Added At\n"
ROW = f"spotify:track:{ID},A Song,A Singer,{{}},2024-05-06T07:08:09Z\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"
Blobs = dict[str, bytes]
Lander = Callable[..., Landing]


@pytest.fixture
def blobs() -> Blobs:
    return {}


@pytest.fixture
def land(blobs: Blobs) -> Lander:
    def keep(content: bytes, suffix: str) -> str:
        name = hashlib.sha256(content).hexdigest() + suffix
        blobs[name] = content
        return name

    return lambda *paths: land_exports(paths, keep)


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def reasons(landing: Landing) -> dict[str, str]:
    return {left_out.name: left_out.reason for left_out in landing.skipped}


def test_a_playlist_is_landed_byte_for_byte_and_named_after_its_file(tmp_path: Path, land: Lander, blobs: Blobs) -> None:
    content = HEADER + ROW.format("me")
    write(tmp_path, {"deep/My_Mix.csv": content})
    (file,) = land(tmp_path).files
    assert (file.name, file.kind, file.playlist_name, file.is_liked) == ("deep/My_Mix.csv", "tracks", "My_Mix", False)
    assert blobs[file.blob] == content.encode()
    assert file.original_digest == hashlib.sha256(content.encode()).hexdigest()


def test_files_are_recognised_by_content_whatever_they_are_called(tmp_path: Path, land: Lander) -> None:
    write(tmp_path, {"a.txt": HEADER + ROW, "b": HEADER + ROW, "c.tsv": "title\tartist\tisrc\nx\ty\t\n", "notes.csv": "shopping,amount\nmilk,2\n"})
    landing = land(tmp_path)
    assert [file.name for file in landing.files] == ["a.txt", "b", "c.tsv"]
    assert reasons(landing) == {"notes.csv": "its header names no columns of an export"}


def test_liked_songs_need_the_name_and_nobody_who_added_them(tmp_path: Path, land: Lander) -> None:
    write(
        tmp_path,
        {
            "Liked_Songs.csv": HEADER + ROW.format(""),
            "Lieblingssongs (2).csv": HEADER + ROW.format("spotify:user:"),
            "liked.csv": HEADER + ROW.format("somebody"),
            "Mix.csv": HEADER + ROW.format(""),
        },
    )
    assert {file.name: file.is_liked for file in land(tmp_path).files} == {
        "Liked_Songs.csv": True,
        "Lieblingssongs (2).csv": True,
        "liked.csv": False,
        "Mix.csv": False,
    }


@pytest.mark.parametrize(
    "stem", ["Titres likés", "Canciones_que_te_gustan", "Músicas Curtidas", "Polubione utwory", "좋아요 표시한 곡", "お気に入りの曲", "LIKED-SONGS"]
)
def test_liked_songs_are_known_in_many_languages(tmp_path: Path, land: Lander, stem: str) -> None:
    write(tmp_path, {f"{stem}.csv": HEADER + ROW.format("")})
    assert land(tmp_path).files[0].is_liked


def test_a_column_of_playlists_leaves_the_files_name_out(tmp_path: Path, land: Lander) -> None:
    write(tmp_path, {"all.csv": "Track name,Artist name,Album,Playlist name,Type,ISRC,Spotify - id\n"})
    assert land(tmp_path).files[0].playlist_name is None


def test_a_header_without_rows_is_an_empty_playlist_and_said(tmp_path: Path, land: Lander) -> None:
    write(tmp_path, {"Empty.csv": HEADER})
    landing = land(tmp_path)
    assert [file.name for file in landing.files] == ["Empty.csv"]
    assert reasons(landing) == {"Empty.csv": "it has a header and no rows: a playlist without tracks"}


def test_personal_columns_are_emptied_and_every_row_stays_on_its_line(tmp_path: Path, land: Lander, blobs: Blobs) -> None:
    content = (
        "ts,Track Name,Artist Name,IP Address,user_agent,E-Mail\n"
        '2024-01-01T00:00:00Z,A,"B\nC",203.0.113.9,Mozilla,me@example.org\n'
        "2024-01-02T00:00:00Z,too,few,203.0.113.9\n"
        "2024-01-03T00:00:00Z,D,E,203.0.113.9,Mozilla,me@example.org\n"
        "2024-01-04T00:00:00Z,one,too,many,203.0.113.9,Mozilla,me@example.org\n"
        '2024-01-05T00:00:00Z,"torn,E,203.0.113.9,Mozilla,me@example.org\n'
        "2024-01-06T00:00:00Z,F,G,203.0.113.9,Mozil"
    )
    write(tmp_path, {"plays.csv": content})
    (file,) = land(tmp_path).files
    assert blobs[file.blob].decode().split("\n") == [
        "ts,Track Name,Artist Name,IP Address,user_agent,E-Mail",
        "2024-01-01T00:00:00Z,A,B C,,,",
        "",
        "2024-01-02T00:00:00Z,too,few,",
        "2024-01-03T00:00:00Z,D,E,,,",
        ",,,,,,…",
        ",,,,,",
        "2024-01-06T00:00:00Z,F,G,,",
    ]
    assert file.original_digest == hashlib.sha256(content.encode()).hexdigest()


@pytest.mark.parametrize(
    "header", ["ip_addr_decrypted", "ipAddr", "User Agent", "Birth Date", "metro_code", "Longitude", "conn_country", "City", "Username", "eMail"]
)
def test_personal_columns_are_known_in_any_spelling(tmp_path: Path, land: Lander, blobs: Blobs, header: str) -> None:
    write(tmp_path, {"a.csv": f"Track URI,{header}\nspotify:track:{ID},secret\n"})
    (file,) = land(tmp_path).files
    assert b"secret" not in blobs[file.blob]


def test_personal_account_data_is_never_opened(tmp_path: Path, land: Lander) -> None:
    write(tmp_path, {"a.csv": HEADER, "Userdata.json": HEADER + ROW})
    assert reasons(land(tmp_path))["Userdata.json"] == "personal, not opened"


def test_hidden_files_and_the_samples_truth_are_passed_over_without_a_word(tmp_path: Path, land: Lander) -> None:
    write(
        tmp_path,
        {"a.csv": HEADER + ROW, ".b.csv": HEADER, "__MACOSX/._a.csv": b"\x00\x05", "truth.csv": f"track_uri,planted_group\nspotify:track:{ID},3\n"},
    )
    landing = land(tmp_path)
    assert ([file.name for file in landing.files], landing.skipped) == (["a.csv"], ())


def test_zips_are_entered_one_level_deep(tmp_path: Path, land: Lander) -> None:
    inner = zipped({"b.csv": HEADER + ROW, "deeper.zip": zipped({"c.csv": HEADER + ROW})})
    write(tmp_path, {"all.zip": zipped({"x/a.csv": HEADER + ROW, "inner.zip": inner})})
    landing = land(tmp_path)
    assert [file.name for file in landing.files] == ["all.zip/inner.zip/b.csv", "all.zip/x/a.csv"]
    assert reasons(landing) == {"all.zip/inner.zip/deeper.zip": "it is a zip in a zip in a zip: unpack it first"}
    assert [file.name for file in land(tmp_path / "all.zip").files] == ["all.zip/inner.zip/b.csv", "all.zip/x/a.csv"]


def test_covers_that_rows_name_are_landed_and_no_others(tmp_path: Path, land: Lander, blobs: Blobs) -> None:
    covers = ("covers/a.png", "../outside.png", "covers/fake.png", "covers/big.png", "https://x.example/a.png")
    rows = "".join(f"spotify:track:{ID},{cover}\n" for cover in covers)
    write(tmp_path, {"in/a.csv": "Track URI,Album Image URL\n" + rows, "outside.png": PNG})
    write(tmp_path / "in/covers", {"a.png": PNG, "other.png": PNG, "fake.png": b"no picture", "big.png": PNG + bytes(1 << 20)})
    landing = land(tmp_path / "in")
    assert list(landing.images) == ["covers/a.png"]
    assert blobs[landing.images["covers/a.png"]] == PNG
    assert reasons(landing)["covers/other.png"] == "no row names this picture"


def test_covers_inside_a_zip_are_landed(tmp_path: Path, land: Lander) -> None:
    write(tmp_path, {"all.zip": zipped({"x/a.csv": f"Track URI,Cover\nspotify:track:{ID},../c/a.png\n", "c/a.png": PNG})})
    assert list(land(tmp_path / "all.zip").images) == ["all.zip/c/a.png"]


def test_equal_names_under_two_paths_are_told_apart_in_any_order_of_the_paths(tmp_path: Path, land: Lander) -> None:
    write(tmp_path, {"one/a.csv": HEADER + ROW, "two/a.csv": HEADER + ROW + ROW})
    there, back = land(tmp_path / "one", tmp_path / "two"), land(tmp_path / "two", tmp_path / "one")
    assert [file.name for file in there.files] == ["a.csv", "two/a.csv"]
    assert there == back


def test_a_path_that_does_not_exist_is_said(tmp_path: Path, land: Lander) -> None:
    with pytest.raises(NothingReadable, match=r"there is no .*nowhere"):
        land(tmp_path / "nowhere")


def test_a_folder_with_nothing_readable_is_an_error_of_one_sentence(tmp_path: Path, land: Lander) -> None:
    write(tmp_path, {"letter.txt": "Dear me"})
    with pytest.raises(NothingReadable, match=r"nothing in .* is an export that can be read .*: give a folder, zip or file of CSV exports"):
        land(tmp_path)


def test_a_file_that_is_no_export_is_an_error_when_given_directly_even_beside_a_good_path(tmp_path: Path, land: Lander) -> None:
    write(tmp_path, {"good.csv": HEADER + ROW, "letter.txt": "Dear me"})
    with pytest.raises(NothingReadable, match=r"letter\.txt is no export that can be read"):
        land(tmp_path / "good.csv", tmp_path / "letter.txt")


def test_every_path_that_holds_nothing_readable_is_said_with_its_own_reason(tmp_path: Path, land: Lander) -> None:
    write(tmp_path, {"good.csv": HEADER + ROW, "letters/a.txt": "Dear me", "sheets/a.xlsx": "x", "sheets/b.xlsx": "x", "notes": "Dear you"})
    with pytest.raises(NothingReadable) as refusal:
        land(*(tmp_path / name for name in ("good.csv", "letters", "notes", "nowhere", "sheets")))
    letters, notes, nowhere, sheets = str(refusal.value).split("; ")
    assert f"nothing in {tmp_path / 'letters'} is an export" in letters
    assert f"{tmp_path / 'notes'} is no export" in notes
    assert f"there is no {tmp_path / 'nowhere'}: check" in nowhere
    assert f"nothing in {tmp_path / 'sheets'} is an export" in sheets
    assert ["spreadsheet" in sentence for sentence in (letters, notes, sheets)] == [False, False, True]


def test_two_owners_named_in_columns_are_refused_by_name(tmp_path: Path, land: Lander) -> None:
    plays = "played_at,track_name,artist_name,username\n2024-01-01T00:00:00Z,A,B,{}\n"
    write(tmp_path, {"a.csv": plays.format("ann"), "b.csv": plays.format("bob")})
    with pytest.raises(TwoOwners, match="two persons, ann and bob: give the files of one"):
        land(tmp_path)


def test_liked_songs_of_two_persons_are_refused_by_who_filled_their_playlists(tmp_path: Path, land: Lander) -> None:
    for person in ("ann", "bob"):
        write(tmp_path, {f"{person}/Liked_Songs.csv": HEADER + ROW.format(""), f"{person}/Mix.csv": HEADER + ROW.format(person) * 2})
    with pytest.raises(TwoOwners, match="ann and bob"):
        land(tmp_path)
    both = {file.relative_to(tmp_path).as_posix(): file.read_bytes() for file in tmp_path.rglob("*.csv")}
    (tmp_path / "both.zip").write_bytes(zipped(both))
    with pytest.raises(TwoOwners, match="ann and bob"):
        land(tmp_path / "both.zip")


def test_two_exports_of_one_person_merge_and_followed_playlists_are_legal(tmp_path: Path, land: Lander) -> None:
    for export in ("2023", "2024"):
        files = {"Liked_Songs.csv": HEADER + ROW.format(""), "Mix.csv": HEADER + ROW.format("ann") * 2, "Followed.csv": HEADER + ROW.format("bob")}
        write(
            tmp_path / export,
            {name: content + (ROW.format("ann") if export == "2024" else "") for name, content in files.items() if "Liked" not in name},
        )
        write(tmp_path / export, {"Liked_Songs.csv": files["Liked_Songs.csv"]})
    assert len(land(tmp_path).files) == 6


def test_a_playlist_of_another_owner_is_no_second_person(tmp_path: Path, land: Lander) -> None:
    mix = "Track URI,Playlist Name,Playlist Owner\nspotify:track:%s,Mix,{}\n" % ID  # noqa: UP031
    write(tmp_path, {"a.csv": mix.format("ann"), "b.csv": mix.format("bob")})
    assert len(land(tmp_path).files) == 2
