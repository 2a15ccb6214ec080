"""Bad input: what can be read is kept, what cannot is named, nothing hangs, swells or leads astray."""

import errno
import io
import os
import time
import zipfile
from pathlib import Path

import pytest
from reading import FIRST, SECOND, Night, read_files, read_one, rows_of

from storage.errors import Refused
from tasks.pull.exports import WRONG_LETTERS, NothingReadable, land_exports, zips
from tasks.pull.land import land_sources
from tasks.pull.sources import Sources

HEADER = "Track URI,Track Name,Artist Name(s)\n"
GOOD = f"{FIRST},A Song,A Singer\n"
BESIDE = {"good.csv": HEADER + GOOD}


def zip_file(folder: Path, members: dict[str, bytes]) -> Path:
    file = folder / "all.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file


def land_beside(folder: Path, files: dict[str, bytes]) -> dict[str, str]:
    for name, content in {**files, "good.csv": (HEADER + GOOD).encode()}.items():
        (folder / name).write_bytes(content)
    landing = Night().land(folder)
    assert [file.name for file in landing.files] == ["good.csv"]
    return {left_out.name: left_out.reason for left_out in landing.skipped}


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    assert land_beside(tmp_path, {"empty.csv": b"", "blank.csv": b"\n \n"}) == {"blank.csv": "the file is empty", "empty.csv": "the file is empty"}


def test_a_binary_file_called_csv_is_named(tmp_path: Path) -> None:
    assert land_beside(tmp_path, {"song.csv": bytes(range(256)) * 40}) == {"song.csv": "it is not a text file"}


def test_a_header_alone_gives_no_rows() -> None:
    read = read_one(HEADER)
    assert rows_of(read).is_empty()
    assert read.source_files.select("file_name", "row_count", "accepted_count", "reject_count").rows() == [("Mix.csv", 0, 0, 0)]


def test_a_row_that_is_cut_off_at_the_end_is_refused() -> None:
    read = read_one(HEADER + GOOD + f"{SECOND},An Unfini")
    assert rows_of(read)["track_uri"].to_list() == [FIRST]
    assert read.rejects.rows() == [("exports", "Mix.csv", 3, "the last row is cut off", f"{SECOND},An Unfini")]


def test_a_quotation_mark_that_is_never_closed_costs_its_own_row_alone() -> None:
    read = read_one(HEADER + f'{FIRST},"An open one,A Singer\n' + f"{SECOND},Whole,B Singer\n" * 3)
    assert rows_of(read)["line_number"].to_list() == [3, 4, 5]
    assert read.rejects.select("line_number", "reason").rows() == [(2, "a quotation mark is opened and never closed")]


def test_many_torn_rows_are_read_in_reasonable_time() -> None:
    began = time.monotonic()
    read = read_one(HEADER + f'{FIRST},"torn,A Singer\n' * 20_001)
    assert read.source_files.select(left="row_count").item() == read.rejects.height + rows_of(read).height
    assert time.monotonic() - began < 20


def test_a_short_row_that_names_a_track_is_kept_and_a_long_one_refused() -> None:
    read = read_one("Track URI,Track Name,Tempo\n" + f"{FIRST}\n{SECOND},B,120,surplus\n{SECOND},C,121,,\n")
    assert rows_of(read).select("line_number", "track_name", "tempo_bpm").rows() == [(2, None, None), (4, "C", 121.0)]
    assert read.rejects.select("line_number", "reason").rows() == [(3, "it has more cells than the header")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter_is_found(delimiter: str) -> None:
    read = read_one((HEADER + GOOD).replace(",", delimiter))
    assert rows_of(read).select("track_uri", "track_name").rows() == [(FIRST, "A Song")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252"])
def test_any_encoding_is_read(encoding: str) -> None:
    read = read_one((HEADER + GOOD * 30).replace("A Singer", "Sigur Rós").encode(encoding))
    assert rows_of(read)["artist_names"].to_list() == [["Sigur Rós"]] * 30


EAST_ASIAN_NAMES = {
    "cp932": ("宇多田ヒカル", "椎名林檎", "東京事変", "米津玄師", "サカナクション", "きゃりーぱみゅぱみゅ", "くるり", "アイドル"),
    "cp949": ("방탄소년단", "소녀시대", "아이유", "레드벨벳", "블랙핑크", "잔나비", "주저하는 연인들을 위해", "다시 만난 세계"),
    "gb18030": ("周杰伦", "邓丽君", "月亮代表我的心", "林俊杰", "陈奕迅", "青花瓷", "告白气球", "说好不哭"),
    "big5": ("周杰倫", "鄧麗君", "月亮代表我的心", "林俊傑", "陳奕迅", "青花瓷", "告白氣球", "說好不哭"),
}


@pytest.mark.parametrize(("encoding", "names"), EAST_ASIAN_NAMES.items())
def test_what_an_east_asian_windows_saved_is_read(encoding: str, names: tuple[str, ...]) -> None:
    rows = [f"{FIRST},{name},B\n" for name in names * 3]
    read = read_one((HEADER + "".join(rows)).encode(encoding))
    assert rows_of(read)["track_name"].to_list() == [*names] * 3


def test_western_names_are_never_taken_for_east_asian_ones() -> None:
    names = (
        "Björk",
        "Sigur Rós",
        "Café Tacvba",
        "Mötley Crüe",
        "Håkan Hellström",
        "À la vie",
        "Straße",
        "Für Elise",
        "Ólafur Arnalds",
        "Señorita",
        "Noël",
    )
    for count in range(1, len(names) + 1):
        read = read_one((HEADER + "".join(f"{FIRST},{name},B\n" for name in names[:count])).encode("cp1252"))
        assert rows_of(read)["track_name"].to_list() == [*names[:count]]


OTHER_NAMES = {
    "cp1251": ("Кино", "Группа крови", "Земфира", "Сплин"),
    "cp1253": ("Χάρις Αλεξίου", "Δυνατά", "Ζορμπάς"),
    "cp1255": ("שלום חנוך", "מחכים למשיח", "עידן רייכל"),
    "cp1250": ("Czesław Niemen", "Dziwny jest świat", "Słońce", "Powiedz że będziesz", "Dlaczego Pawła", "Miłość", "Oddział Zamknięty"),
}


@pytest.mark.parametrize(("encoding", "names"), OTHER_NAMES.items())
def test_a_file_whose_letters_are_no_western_ones_is_read_and_named(tmp_path: Path, encoding: str, names: tuple[str, ...]) -> None:
    text = HEADER + "".join(f"{FIRST},{name},B\n" for name in names)
    (tmp_path / "Mix.csv").write_bytes(text.encode(encoding))
    (tmp_path / "Saved.csv").write_text(text, encoding="utf-8")
    assert [(file.name, file.reason) for file in Night().land(tmp_path).skipped] == [("Mix.csv", WRONG_LETTERS)]
    assert rows_of(read_one(text.encode(encoding))).height == len(names)


def test_western_words_of_accents_alone_and_signs_are_no_wrong_letters(tmp_path: Path) -> None:
    names = ("ÄÖÜ", "øøø", "É", "à", "été", "Œuvre", "¿Qué?", "m³", "x²", "Ÿ", "¡Ay!", "Ñu", "Þór", "Ísafjörður", "ÀÉ", "Años", "Être", "Motörhead")
    (tmp_path / "Mix.csv").write_bytes((HEADER + "".join(f"{FIRST},{name},B\n" for name in names * 3)).encode("cp1252"))
    assert Night().land(tmp_path).skipped == ()


def test_windows_quotation_marks_and_bytes_that_windows_does_not_know_are_read() -> None:
    read = read_one(HEADER.encode() + FIRST.encode() + b",\x93Hi\x94,B\n" + SECOND.encode() + b",\x81\xe9,B\n")
    assert rows_of(read)["track_name"].to_list() == ["“Hi”", "\ufffdé"]


def test_a_few_broken_bytes_do_not_turn_the_whole_file_into_another_alphabet() -> None:
    read = read_one((HEADER + GOOD * 20).replace("A Singer", "밤바다").encode() + SECOND.encode() + ",끊".encode()[:-1] + b",B\n")
    assert rows_of(read)["artist_names"].to_list()[:20] == [["밤바다"]] * 20


def test_nuls_and_lone_surrogates_are_cleaned() -> None:
    read = read_one((HEADER + GOOD).replace("A Song", "A\x00 Song \ud800").encode("utf-8", "surrogatepass"))
    assert rows_of(read)["track_name"].item().startswith("A Song")
    assert rows_of(read)["track_name"].item().isprintable()


def test_one_line_of_ten_megabytes_is_refused_and_the_rest_kept() -> None:
    read = read_one(HEADER + GOOD + f"{SECOND},{'x' * 10_000_000},B\n" + GOOD)
    assert rows_of(read)["line_number"].to_list() == [2, 4]
    assert read.rejects.select("line_number", "reason", text_length=read.rejects["raw_text"].str.len_chars()).rows() == [
        (3, "a cell is too long to be a name", 300)
    ]


def test_a_file_that_is_one_line_of_ten_megabytes_is_named(tmp_path: Path) -> None:
    assert land_beside(tmp_path, {"line.csv": b"x," * 5_000_000}) == {"line.csv": "its header names no columns of an export"}


def test_a_header_that_comes_twice_is_filled_from_both() -> None:
    read = read_one("Track URI,Explicit,Track Name,Explicit\n" + f"{FIRST},,A,true\n{SECOND},false,B,\n")
    assert rows_of(read)["is_explicit"].to_list() == [True, False]


def test_blank_lines_and_line_breaks_in_cells_keep_line_numbers_right() -> None:
    read = read_one(HEADER + "\n" + f'{FIRST},"A\nB\r\nC",D\n' + "\n,,\n" + GOOD)
    assert rows_of(read)["line_number"].to_list() == [3, 8]
    assert read.rejects.select("line_number", "reason").rows() == [(7, "it names no track")]


def test_old_line_endings_are_read() -> None:
    read = read_one((HEADER + GOOD + GOOD).replace("\n", "\r"))
    assert rows_of(read)["line_number"].to_list() == [2, 3]


def test_a_zip_bomb_is_stopped_before_it_swells(tmp_path: Path) -> None:
    swollen = (HEADER + GOOD).encode() + b"\n" * 300_000_000
    file = zip_file(tmp_path, {"good.csv": (HEADER + GOOD).encode(), "bomb.csv": swollen})
    del swollen
    began = time.monotonic()
    landing = Night().land(file)
    assert [landed.name for landed in landing.files] == ["all.zip/good.csv"]
    assert [(left_out.name, left_out.reason) for left_out in landing.skipped] == [("all.zip/bomb.csv", "it swells beyond all bounds when unpacked")]
    assert time.monotonic() - began < 15


def test_a_zip_that_lies_about_its_sizes_is_stopped_by_what_it_really_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "BYTES_OF_ANY_RATIO", 1_000)
    monkeypatch.setattr(zips, "RATIO_AT_MOST", 2)
    packed = bytearray(zip_file(tmp_path, {"a.csv": HEADER.encode() + GOOD.encode() * 200}).read_bytes())
    size = (len(HEADER) + 200 * len(GOOD)).to_bytes(4, "little")
    (tmp_path / "all.zip").write_bytes(packed.replace(size, (10).to_bytes(4, "little")))
    with pytest.raises(NothingReadable, match=r"all\.zip is no export that can be read"):
        Night().land(tmp_path / "all.zip")


def test_names_that_lead_out_of_a_zip_are_refused(tmp_path: Path) -> None:
    content = (HEADER + GOOD).encode()
    names = ["../evil.csv", "/etc/evil.csv", "x/../../evil.csv", "C:\\evil.csv", "..\\evil.csv"]
    landing = Night().land(zip_file(tmp_path, {"good.csv": content, **dict.fromkeys(names, content)}))
    assert [landed.name for landed in landing.files] == ["all.zip/good.csv"]
    assert {left_out.reason for left_out in landing.skipped} == {"its name leads out of the zip"}
    assert len(landing.skipped) == len(names)


def test_a_damaged_zip_is_named(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", HEADER + GOOD)
    assert land_beside(tmp_path, {"half.zip": packed.getvalue()[:60]}) == {"half.zip": "the zip is damaged: download it again"}


def test_a_member_whose_bytes_are_damaged_is_named(tmp_path: Path) -> None:
    packed = bytearray(zip_file(tmp_path, {"a.csv": HEADER.encode() + os.urandom(5_000).hex().encode()}).read_bytes())
    packed[2_000] ^= 0xFF
    (tmp_path / "all.zip").unlink()
    (reason,) = land_beside(tmp_path, {"bad.zip": bytes(packed)}).values()
    assert reason in ("it cannot be read to its end", "its header names no columns of an export")


def test_an_encrypted_member_is_named(tmp_path: Path) -> None:
    file = zip_file(tmp_path, {"a.csv": (HEADER + GOOD).encode()})
    packed = bytearray(file.read_bytes())
    packed[packed.index(b"PK\x03\x04") + 6] |= 1
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    file.unlink()
    assert land_beside(tmp_path, {"locked.zip": bytes(packed)}) == {"locked.zip/a.csv": "it is encrypted: unpack the zip first"}


def test_links_in_circles_and_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    (inside / "deep").mkdir(parents=True)
    (tmp_path / "secret.csv").write_text(HEADER + GOOD)
    (inside / "good.csv").write_text(HEADER + GOOD)
    (inside / "deep" / "loop").symlink_to(inside)
    (inside / "self.csv").symlink_to(inside / "self.csv")
    (inside / "out.csv").symlink_to(tmp_path / "secret.csv")
    (inside / "same.csv").symlink_to(inside / "good.csv")
    landing = Night().land(inside)
    assert [file.name for file in landing.files] == ["good.csv"]
    assert {left_out.name: left_out.reason for left_out in landing.skipped}["out.csv"] == "it is a link that leads out of the folder"
    assert "same.csv" not in {left_out.name for left_out in landing.skipped}


def test_a_pipe_in_the_folder_does_not_stop_the_run(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert land_beside(tmp_path, {}) == {"pipe.csv": "it is no regular file"}


def test_ten_thousand_irrelevant_files_are_passed_quickly_and_counted(tmp_path: Path) -> None:
    for number in range(10_000):
        (tmp_path / f"{number}.txt").write_bytes(b"nothing of interest\n")
    (tmp_path / "good.csv").write_text(HEADER + GOOD)
    began = time.monotonic()
    landing = Night().land(tmp_path)
    assert time.monotonic() - began < 20
    assert (len(landing.files), len(landing.skipped), landing.skipped[-1].name) == (1, 101, "and 9,900 more")


def test_a_file_beside_bad_ones_is_still_read() -> None:
    read = read_files({**BESIDE, "bad.csv": bytes(range(256)), "torn.csv": HEADER + '"'})
    assert rows_of(read)["file_name"].to_list() == ["good.csv"]
    assert read.source_files.select("file_name", "row_count", "accepted_count", "reject_count").rows() == [
        ("good.csv", 1, 1, 0),
        ("torn.csv", 1, 0, 1),
    ]


def test_addresses_do_not_come_out_in_rejects() -> None:
    read = read_one(HEADER + "spotify:episode:4uLU6hMCjMI75M1A2tKUQC,from me@example.org at 203.0.113.9,2001:db8::1 at 12:30:45\n")
    assert read.rejects["raw_text"].item() == "spotify:episode:4uLU6hMCjMI75M1A2tKUQC,from [removed] at [removed],[removed] at 12:30:45"


def test_a_full_disk_is_an_error_and_not_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text(HEADER + GOOD)

    def find_no_room(content: bytes, suffix: str) -> str:
        raise OSError(errno.ENOSPC, f"no room for {len(content)} bytes of {suffix}")

    with pytest.raises(OSError, match="no room for"):
        land_exports([tmp_path], find_no_room)


def test_a_path_in_the_home_of_somebody_unknown_is_a_sentence() -> None:
    with pytest.raises(Refused, match="it is not known where ~nobody-of-this-name is: write the whole path"):
        land_sources.fn(Sources(paths=("~nobody-of-this-name/exports",)))
