"""Empty the columns that tell of a person, line for line, and leave what is wrong with a row visible; refuses to know which columns those are."""

import csv
import io
import re

from tasks.shared_headers import tell_personal
from tasks.shared_records import CUT_OFF, TOO_MANY_CELLS, Record, split_records
from tasks.shared_sniffing import Form, decode, tell_encoding

LINE_BREAK = re.compile(r"\s*[\r\n]\s*")
ONE_MORE = "…"


def empty_personal_columns(content: bytes, form: Form) -> bytes:
    """Give the file with those cells empty and every row on the line it stood on; rows of which nobody knows what stands where lose all cells."""
    text = decode(content, tell_encoding(content))
    personal = frozenset(tell_personal(form.header))
    kept = io.StringIO()
    writer = csv.writer(kept, delimiter=form.delimiter, lineterminator="\n")
    kept.write("\n" * (form.header_line - 1))
    writer.writerow([" ".join(cell.split()) for cell in form.header])
    line, is_cut = form.header_line + 1, False
    for record in split_records(text, form.delimiter, len(form.columns), form.first_line):
        kept.write("\n" * (record.line - line))
        writer.writerow(_empty(record, personal, len(form.columns)))
        line, is_cut = record.line + 1, record.flaw == CUT_OFF
    return kept.getvalue().removesuffix("\n" if is_cut else "").encode()


def _empty(record: Record, personal: frozenset[int], width: int) -> list[str]:
    """Empty the personal cells of a row; what spanned lines stands on one."""
    if record.flaw not in {None, CUT_OFF}:
        return [*[""] * width, *([ONE_MORE] if record.flaw == TOO_MANY_CELLS else [])]
    return ["" if place in personal else LINE_BREAK.sub(" ", cell) for place, cell in enumerate(record.cells)]
