"""Give albums their record labels in one standard spelling; refuses to know slugs, pages and which labels exist in the world.

A label text may name several labels. It is cut where that is safe, and the library itself is the evidence:
always at a stroke or semicolon with space beside it and at phrases such as "distributed by"; at a bare stroke, semicolon or a
comma only when every piece ends in a word that only firms bear or is seen alone elsewhere, or, at a stroke, when one piece is
seen alone on several albums and no piece is as short as those of "AC/DC". What follows " - " is a sub-brand of a label known alone.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

import polars as pl

ALBUMS_OF_A_WELL_KNOWN_LABEL = 3
LETTERS_OF_A_NAME = 3
FORMS_IN_MEMORY = 100_000
FIRM_WORDS = r"records|recordings|labels?|music|entertainment|productions|enterprises|corporation|group|limited|llc|inc|ltd|gmbh|corp|co"
LEGAL_FORM = r"(?:llc|inc|ltd|limited|gmbh|corp|co|plc|s\.?a|b\.?v)\b\.?\s*(?:$|[,/;])"
PHRASE = re.compile(
    r"[\s,/;]*\b(?:(?:exclusively\s+)?(?:distributed|marketed)\s+(?:by|through|via)"
    r"|(?:exclusively\s+licen[sc]ed|licen[sc]ed\s+exclusively|under\s+(?:an?\s+)?(?:exclusive\s+)?licen[sc]e)\s+(?:to|from|by)"
    r"|a\s+division\s+of)\b[\s:]*",
    re.IGNORECASE,
)
SURE_CUT = re.compile(r"\s+[/;]\s*|[/;]\s+")
STROKE = re.compile(r"[/;]")
COMMA = re.compile(rf",\s+(?!{LEGAL_FORM})", re.IGNORECASE)
SUB_BRAND = re.compile(r"\s+[-\u2013\u2014]\s+")
LEADING_NOISE = re.compile(r"^(?:[\u2117\u00a9,;/\s]|\([pc]\)(?=[\s\d]))+", re.IGNORECASE)
LEADING_YEAR = re.compile(r"^(?:19\d\d|20[0-3]\d)\s+(?=\S)")
TRAILING_NOISE = re.compile(r"[\s,;/]+$")
SUFFIX = re.compile(r"(?:(?<=[\W_])(?:records|labels?|music|limited|llc|inc|ltd|gmbh|corp)|[\s*,.])$")
FIRM = re.compile(rf"\w.*[\W_](?:{FIRM_WORDS})\.?", re.IGNORECASE)
STRAIGHTENED = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2010": "-", "\u2011": "-"})


def standardise_labels(albums: pl.DataFrame) -> pl.DataFrame:
    """Give each album's labels in their standard spelling: the one that most albums carry, the smallest of equals."""
    labelled = albums.select("album_key", "raw_label").filter(pl.col("raw_label").str.strip_chars() != "").unique()
    texts = dict(labelled.group_by("raw_label").len().iter_rows())
    spellings = [(text, form_of(name), name) for text, names in cut_labels(texts).items() for name in names]
    spelled = labelled.join(
        pl.DataFrame(spellings, schema={"raw_label": pl.String(), "form": pl.String(), "label_name": pl.String()}, orient="row"),
        on="raw_label",
    )
    standard = (
        spelled.unique(["album_key", "label_name"])
        .group_by("form", "label_name")
        .len()
        .sort(pl.col("len"), pl.col("label_name"), descending=[True, False])
        .unique("form", keep="first", maintain_order=True)
    )
    named = spelled.select("album_key", "form", "raw_label").join(standard, on="form")
    return named.group_by("album_key", "label_name").agg(pl.col("raw_label").min()).sort("album_key", "label_name")


def cut_labels(texts: Mapping[str, int]) -> dict[str, list[str]]:
    """Give the names in each label text, by what the other texts of the library (and the number of albums each is on) show."""
    pieces = {text: _surely_cut(text) for text in texts}
    seen_alone: Counter[str] = Counter()
    for text, names in pieces.items():
        for name in names:
            if not any(cut.search(name) for cut in (STROKE, COMMA, SUB_BRAND)):
                seen_alone[form_of(name)] += texts[text]
    return {text: [part for name in names for part in _cut_by_evidence(name, seen_alone)] for text, names in pieces.items()}


@lru_cache(maxsize=FORMS_IN_MEMORY)
def form_of(name: str) -> str:
    """Give what spellings of one label share: no case, no legal form, none of the words that labels add at will."""
    folded = unicodedata.normalize("NFKC", name).translate(STRAIGHTENED).casefold()
    return _without_suffixes(folded) or folded


def clean_name(name: str) -> str:
    """Give a name without marks of copyright, years in front and what a cut leaves at its ends."""
    bare = ""
    shorter = name
    while shorter != bare:
        bare = TRAILING_NOISE.sub("", LEADING_NOISE.sub("", shorter))
        without_year = LEADING_YEAR.sub("", bare)
        is_more_than_a_year = without_year != bare and _without_suffixes(f" {without_year.casefold()}")
        shorter = without_year if is_more_than_a_year else bare
    return bare


def _without_suffixes(folded: str) -> str:
    """Give a folded name without what labels add at its end; nothing where no letter or digit is left."""
    form = folded
    while (shorter := SUFFIX.sub("", form)) != form:
        form = shorter
    return form if any(letter.isalnum() for letter in form) else ""


def _surely_cut(text: str) -> list[str]:
    """Give the names in a text that are certain without looking at others; the text itself where nothing is left."""
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    names = [clean_name(name) for part in PHRASE.split(spaced) for name in SURE_CUT.split(part)]
    return [name for name in names if name] or [spaced]


def _cut_by_evidence(name: str, seen_alone: Mapping[str, int]) -> list[str]:
    """Give the names in a piece that may be one name or several."""
    between_strokes = _cut_at(STROKE, name, seen_alone)
    between_commas = [part for piece in between_strokes for part in _cut_at(COMMA, piece, seen_alone)]
    return [brand for part in between_commas for brand in _cut_sub_brand(part, seen_alone)]


def _cut_at(sign: re.Pattern[str], name: str, seen_alone: Mapping[str, int]) -> list[str]:
    """Give the pieces between signs where they are names of their own, else the whole name."""
    if not sign.search(name):
        return [name]
    parts = [part for part in (clean_name(part) for part in sign.split(name)) if part]
    is_safe = all(form_of(part) in seen_alone or FIRM.fullmatch(part) for part in parts)
    return parts if len(parts) > 1 and (is_safe or (sign is STROKE and _has_a_well_known(parts, seen_alone))) else [name]


def _has_a_well_known(parts: list[str], seen_alone: Mapping[str, int]) -> bool:
    """Tell whether one piece is a label of several albums while none is too short to be a name."""
    forms = [form_of(part) for part in parts]
    is_long_enough = all(len(form) >= LETTERS_OF_A_NAME for form in forms)
    return is_long_enough and any(seen_alone.get(form, 0) >= ALBUMS_OF_A_WELL_KNOWN_LABEL for form in forms)


def _cut_sub_brand(name: str, seen_alone: Mapping[str, int]) -> list[str]:
    """Give a label known alone without the sub-brand behind it; the sub-brand too where that is known alone."""
    label, *rest = SUB_BRAND.split(name, maxsplit=1)
    if not rest or form_of(label) not in seen_alone:
        return [name]
    return [label, *(part for part in rest if form_of(part) in seen_alone)]
