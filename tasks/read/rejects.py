"""Show refused rows as they were written, addresses of persons and machines removed; refuses to know why they were refused."""

import ipaddress
import re
from collections.abc import Callable, Sequence

import polars as pl

from storage.schemas import TABLES, LandedFile

FILE = "file"
REFUSED = {FILE: pl.UInt32(), "line_number": pl.Int64(), "reason": pl.String()}
LONGEST_RAW_TEXT = 300
LONGEST_LINE_READ = 4_000
REMOVED = "[removed]"
COLONS_OF_AN_ADDRESS = 6  # or three points, or both marks; all that is cheap to tell of a time
E_MAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
IPV4 = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")
IPV6 = re.compile(r"(?<![\w:])[0-9A-Fa-f:]{2,39}(?:\.\d{1,3}){0,3}(?![\w:])")


def list_rejects(refused: pl.DataFrame, files: Sequence[LandedFile], read: Callable[[LandedFile], Sequence[str]]) -> pl.DataFrame:
    """Give refused rows as rejects; `read` gives the rows of a file as they were written."""
    spec = TABLES["core.rejects"]
    told = []
    for place, lines, reasons in refused.group_by(FILE).agg("line_number", "reason").sort(FILE).iter_rows():
        file, written = files[place], read(files[place])
        told += [(file.source, file.name, line, reason, _show(written, line)) for line, reason in zip(lines, reasons, strict=True)]
    return pl.DataFrame(told, spec.dtypes, orient="row").sort(spec.key)


def scrub(text: str) -> str:
    """Remove addresses of persons and machines."""
    return IPV6.sub(_scrub_address, IPV4.sub(_scrub_address, E_MAIL.sub(REMOVED, text)))


def _scrub_address(match: re.Match[str]) -> str:
    """Remove what is an address indeed, not a time or a version."""
    written = match.group()
    if "::" not in written and written.count(":") + 2 * written.count(".") < COLONS_OF_AN_ADDRESS:
        return written
    try:
        ipaddress.ip_address(written)
    except ValueError:
        return written
    return REMOVED


def _show(lines: Sequence[str], line: int) -> str:
    """Give the line on which a row begins, shortened."""
    text = scrub(lines[line - 1][:LONGEST_LINE_READ]).rstrip("\r\n")
    return text if len(text) <= LONGEST_RAW_TEXT else f"{text[: LONGEST_RAW_TEXT - 1]}…"
