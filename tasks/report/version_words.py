"""What versions of a recording are called in many languages; refuses to know which tracks are compared."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# words in brackets or after a dash that make another recording of a song
MARKED_WORDS: Final = {
    "live": (
        *("live", "session", "sessions", "unplugged", "concert", "en vivo", "en directo", "ao vivo", "en public", "dal vivo", "in concerto"),
        *("na żywo", "naživo", "živě", "uživo", "v živo", "canlı", "konser", "konzert", "konsert", "élő", "élőben", "ζωντανά", "вживую", "концерт"),
        *("в живую", "наживо", "حي", "مباشر", "בהופעה", "ライブ", "ライヴ", "生演奏", "라이브", "콘서트", "现场", "現場", "演唱会", "演唱會"),
    ),
    "acoustic": (
        *("acoustic", "unplugged", "stripped", "acoustique", "acústico", "acústica", "acustico", "acustica", "akustik", "akustisch", "akustisk"),
        *("akoestisch", "akustyczna", "akustycznie", "akusticky", "akustinen", "акустика", "акустическая", "акустична", "ακουστικό", "أكوستيك"),
        *("アコースティック", "어쿠스틱", "原声", "不插电", "不插電", "木吉他"),
    ),
    "remix": (
        *("remix", "remixes", "remixed", "rmx", "mix", "mixed", "edit", "rework", "reworked", "bootleg", "vip", "dub", "flip", "mashup", "remezcla"),
        *("remezclas", "ремикс", "ремікс", "ρεμίξ", "ريمكس", "רמיקס", "リミックス", "ミックス", "리믹스", "믹스", "混音", "重混"),
    ),
    "instrumental": (
        *(
            "instrumental",
            "instrumentals",
            "instrumentale",
            "instrumentală",
            "instrumentaal",
            "instrumentalna",
            "instrumentalt",
            "strumentale",
            "inst",
        ),
        *("enstrümantal", "orchestral", "piano", "mr", "инструментал", "инструментальная", "інструментал", "ορχηστρικό", "インストゥルメンタル"),
        *("インスト", "オルゴール", "연주", "연주곡", "반주", "伴奏", "纯音乐", "純音樂", "器乐"),
    ),
    "karaoke": (
        *("karaoke", "karaokê", "off vocal", "minus one", "playback", "backing track", "sing along", "singalong", "караоке", "καραόκε", "كاريوكي"),
        *("קריוקי", "カラオケ", "オフボーカル", "노래방", "卡拉ok", "卡拉"),
    ),
    "demo": (
        "demo",
        "demos",
        "maqueta",
        "maquette",
        "rough",
        "outtake",
        "take",
        "rehearsal",
        "демо",
        "демоверсия",
        "デモ",
        "데모",
        "小样",
        "試聽",
        "试听",
    ),
    "a cappella": ("a cappella", "acapella", "a capella", "acappella", "vocals only", "акапелла", "アカペラ", "아카펠라", "清唱", "无伴奏", "無伴奏"),
    "speed": ("sped up", "speed up", "slowed", "nightcore", "reverb", "8d", "acelerada", "ralentie", "加速", "减速", "스페드 업"),
}
# words anywhere in the name of an album that tell the same of all its tracks
ALBUM_WORDS: Final = {
    "live": (
        *("live at", "live in", "live from", "live on", "live aus", "in concert", "unplugged", "en vivo", "en directo", "ao vivo", "en concert"),
        *("dal vivo", "na żywo", "ライブ", "ライヴ", "라이브", "演唱会", "演唱會"),
    ),
    "acoustic": ("unplugged", "acoustic sessions", "acoustic versions", "acústico mtv"),
    "remix": ("remixes", "the remixes", "remixed", "remix album", "dj mix", "リミックス", "리믹스"),
    "instrumental": ("instrumentals", "instrumental versions", "instrumental version"),
    "karaoke": ("karaoke", "караоке", "カラオケ", "노래방"),
    "demo": ("demos", "the demos"),
    "a cappella": ("acapellas", "a cappellas"),
    "speed": ("sped up", "nightcore"),
}
BRACKETED: Final = re.compile(r"[(\[{【「『〈《<]([^)\]}】」』〉》>]*)")
AFTER_DASH: Final = re.compile(r"\s[-‐-―~]\s(.*)")
FIRST_UNSPACED: Final = "\u0e00"  # scripts from Thai on write words without spaces, so a word is found inside others
REMEMBERED_NAMES: Final = 1 << 16


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Find any of these words, whole where their script parts words."""
    parted = "|".join(re.escape(word) for word in words if word < FIRST_UNSPACED)
    unparted = "|".join(re.escape(unicodedata.normalize("NFKC", word)) for word in words if word >= FIRST_UNSPACED)
    return re.compile("|".join(part for part in (rf"\b(?:{parted})\b" if parted else "", unparted) if part))


MARKED: Final = {kind: _pattern(words) for kind, words in MARKED_WORDS.items()}
OF_ALBUMS: Final = {kind: _pattern(words) for kind, words in ALBUM_WORDS.items()}


@lru_cache(maxsize=REMEMBERED_NAMES)
def version_kinds(track_name: str | None, album_name: str | None) -> str:
    """Tell what kinds of version a track is by its name and its album's: empty for a plain one."""
    track, album = (unicodedata.normalize("NFKC", name or "").casefold() for name in (track_name, album_name))
    marked = " | ".join(part for name in (track, album) for find in (BRACKETED, AFTER_DASH) for part in find.findall(name))
    found = {kind for kind, pattern in MARKED.items() if marked and pattern.search(marked)}
    found |= {kind for kind, pattern in OF_ALBUMS.items() if pattern.search(album)}
    return ", ".join(sorted(found))
