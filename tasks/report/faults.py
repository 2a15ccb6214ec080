"""Tell a page that cannot be written from a night that cannot go on; refuses to know any page."""

from typing import Final

from jinja2 import TemplateError
from polars.exceptions import PolarsError

# what a page's own content can bring about; a full disk, a lost blob or an interrupt concerns the whole night
FAULTS: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
    TemplateError,
    PolarsError,
)
