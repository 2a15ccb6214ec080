"""Empty the columns that tell of a person, line for line; refuses to know which columns those are."""

import csv
import io

from tasks.shared_headers import tell_personal
from tasks.shared_records import Record, split_records
from tasks.shared_sniffing import Form, decode, tell_encoding

LINE_BREAKS = ("\n", "\r")


def empty_personal_columns(content: bytes, form: Form) -> bytes:
    """Give the file with those cells empty and every row on the line it stood on; rows that do not fit the header lose all cells."""
    text = decode(content, tell_encoding(content))
    personal = frozenset(tell_personal(form.header))
    kept = io.StringIO()
    writer = csv.writer(kept, delimiter=form.delimiter, lineterminator="\n")
    kept.write("\n" * (form.header_line - 1))
    writer.writerow([" ".join(cell.split()) for cell in form.header])
    line = form.header_line + 1
    for record in split_records(text, form.delimiter, len(form.columns), form.first_line):
        kept.write("\n" * (record.line - line))
        writer.writerow(_empty(record, personal, len(form.columns)))
        line = record.line + 1
    return kept.getvalue().encode()


def _empty(record: Record, personal: frozenset[int], width: int) -> list[str]:
    """Empty the personal cells of a row, and those that span lines."""
    if record.flaw or len(record.cells) != width:
        return [""] * width
    return ["" if place in personal or any(mark in cell for mark in LINE_BREAKS) else cell for place, cell in enumerate(record.cells)]
