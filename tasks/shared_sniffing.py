"""Find out how a text file is written: encoding, delimiter, header; refuses to know what its rows say."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

from charset_normalizer import from_bytes

from storage.errors import Refused
from storage.schemas import FileKind
from tasks.shared_headers import TRACK_LINK, is_sample_truth, name_columns, tell_kind

HEAD_BYTES = 65_536
DELIMITERS = (",", ";", "\t", "|")
BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
WESTERN, EAST_ASIAN = "cp1252", ("cp932", "cp949", "gb18030", "big5")
FOREIGN_LINES = range(4, 400)  # fewer are no evidence: measured on names of real libraries, no Western text of so many is taken for another
FOREIGN_WORD = re.compile(r"[^\W\d_]*[^\W\d_\x00-\x7f][^\W\d_]*")
WESTERN_WORD = re.compile(r"[A-Za-z]|^..?$")  # accents stand beside plain letters, but in the shortest words
BROKEN_WORD = re.compile(r"[A-Za-z]*[a-z][¹³¿\ufffd][a-z][A-Za-z]*")  # Polish letters, as they look when read as Western ones
WRONG_WORDS, SHARE_OF_WRONG_WORDS = 3, 0.5
PROBE_BYTES = 4_096
NUL_SHARE_OF_UTF16 = 0.3
CONTROL_SHARE_OF_BINARY = 0.01
CONTROLS_OF_ANY_TEXT = 8
CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1a\x1b"))
WRONG_SHARE_OF_UTF8 = 0.1
LINK_SHARE_OF_LIST = 0.9
SURROGATES = re.compile("[\ud800-\udfff]")
LONGEST_LINK = 400
COLUMNS_OF_A_SURE_HEADER = 6
LINES_BEFORE_HEADER = 3


@dataclass(frozen=True)
class Form:
    """How a recognised file is written; a list of links has no header and starts at line 1."""

    encoding: str
    delimiter: str
    header: tuple[str, ...]
    columns: tuple[str | None, ...]
    kind: FileKind
    header_line: int
    first_line: int
    has_wrong_letters: bool = False


class NoExport(Refused):
    """The file holds nothing that can be read here; the text says why."""


class SampleTruth(NoExport):
    """The key to the invented library: to be left out without a word."""


def sniff(head: bytes) -> Form:
    """Give the form of a file from its first bytes."""
    if not head.strip():
        raise NoExport("the file is empty")
    encoding = tell_encoding(head)
    if not encoding.startswith(("utf-16", "utf-32")) and _is_binary(head):
        raise NoExport("it is not a text file")
    text = decode(head, encoding)
    best = _choose(_try_delimiter(text, delimiter) for delimiter in DELIMITERS)
    if is_sample_truth(best.header):
        raise SampleTruth("the planted groups of the sample library are not an export")
    kind = tell_kind(best.columns, text)
    if kind is not None:
        has_wrong_letters = encoding == WESTERN and _has_wrong_letters(text)
        return Form(encoding, best.delimiter, best.header, best.columns, kind, best.header_line, best.first_line, has_wrong_letters)
    if _is_list_of_links(text):
        return Form(encoding, "\t", ("Track URI",), ("track_uri",), "tracks", 0, 1)
    raise NoExport("its header names no columns of an export")


def tell_encoding(content: bytes) -> str:
    """Give the encoding that content is most likely written in."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return encoding
    probe = content[:PROBE_BYTES]
    if probe[1::2].count(0) > NUL_SHARE_OF_UTF16 * len(probe) / 2:
        return "utf-16-le"
    if probe[::2].count(0) > NUL_SHARE_OF_UTF16 * len(probe) / 2:
        return "utf-16-be"
    return "utf-8" if _is_mostly_utf8(content) else _tell_legacy(content)


def _tell_legacy(content: bytes) -> str:
    """Give the encoding of what is no Unicode: one of East Asia where whole lines of foreign letters say so, else the Western one."""
    foreign = [line for line in content[:HEAD_BYTES].split(b"\n")[:-1] if not line.isascii()][: FOREIGN_LINES.stop]
    if len(foreign) < FOREIGN_LINES.start:
        return WESTERN
    likely = from_bytes(b"\n".join(foreign), cp_isolation=[WESTERN, *EAST_ASIAN]).best()
    return likely.encoding if likely is not None and likely.encoding in EAST_ASIAN else WESTERN


def _has_wrong_letters(text: str) -> bool:
    """Tell a text that was read as Western and whose words no Western language writes: Cyrillic, Greek, Hebrew, Arabic, or Polish."""
    foreign = set(FOREIGN_WORD.findall(text))
    without_plain_letters = [word for word in foreign if not WESTERN_WORD.search(word)]
    is_foreign = len(without_plain_letters) >= max(WRONG_WORDS, SHARE_OF_WRONG_WORDS * len(foreign))
    return is_foreign or len(set(BROKEN_WORD.findall(text))) >= WRONG_WORDS


def decode(content: bytes, encoding: str) -> str:
    """Give the text; what is wrong in it becomes a replacement mark, NULs and surrogates go."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = _decode_torn(content, encoding)
    return text.removeprefix("\ufeff").replace("\x00", "")


def _is_binary(head: bytes) -> bool:
    return len(head) - len(head.translate(None, CONTROLS)) > CONTROLS_OF_ANY_TEXT + CONTROL_SHARE_OF_BINARY * len(head)


def _decode_torn(content: bytes, encoding: str) -> str:
    """Decode what is not quite in its encoding."""
    try:
        return SURROGATES.sub("\ufffd", content.decode(encoding, errors="surrogatepass"))
    except UnicodeDecodeError:
        return content.decode(encoding, errors="replace")


def _is_mostly_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8", errors="surrogatepass")
    except UnicodeDecodeError:
        wrong = content.decode("utf-8", errors="replace").count("\ufffd")
        foreign = len(content.translate(None, bytes(range(128))))
        return wrong <= 1 + WRONG_SHARE_OF_UTF8 * foreign and foreign > 1 + wrong
    return True


@dataclass(frozen=True)
class _Attempt:
    delimiter: str
    header: tuple[str, ...]
    columns: tuple[str | None, ...]
    header_line: int
    first_line: int


def _try_delimiter(text: str, delimiter: str) -> _Attempt:
    """Read the header as if cells were parted by this delimiter."""
    attempts = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    before = 0
    try:
        for cells in reader:
            header = tuple(cells)
            if any(cell.strip() for cell in header):
                attempts.append(_Attempt(delimiter, header, name_columns(header), before + 1, reader.line_num + 1))
                if _is_sure(attempts[-1]):
                    break
            before = reader.line_num
            if len(attempts) == LINES_BEFORE_HEADER:
                break
    except csv.Error:
        pass
    return max(attempts, key=_weigh, default=_Attempt(delimiter, (), (), 0, 1))


def _choose(attempts: Iterable[_Attempt]) -> _Attempt:
    """Give the first attempt that leaves no doubt, else the best."""
    tried = []
    for attempt in attempts:
        if _is_sure(attempt):
            return attempt
        tried.append(attempt)
    return max(tried, key=_weigh)


def _is_sure(attempt: _Attempt) -> bool:
    """Tell a header that no row of values and no wrong delimiter could be taken for."""
    return len(set(attempt.columns) - {None}) >= COLUMNS_OF_A_SURE_HEADER


def _weigh(attempt: _Attempt) -> tuple[int, int, int]:
    known = {column for column in attempt.columns if column is not None}
    return len(known), len(attempt.header), -attempt.header_line


def _is_list_of_links(text: str) -> bool:
    """Tell a file that is nothing but links to tracks, one on a line."""
    lines = [line.strip() for line in text.splitlines()[:-1] or [text]]
    told = [line for line in lines if line]
    links = sum(len(line) < LONGEST_LINK and TRACK_LINK.search(line) is not None for line in told)
    return bool(told) and links >= LINK_SHARE_OF_LIST * len(told)
