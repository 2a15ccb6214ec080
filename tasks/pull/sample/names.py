"""Invent names in many scripts; refuses to know what bears them. Any likeness to a real artist is chance."""

import numpy as np

from .draws import Names, flag

SYLLABLES = {
    "latin": "va lo ren mi qua tor el shi bra den ou ly fa nes ko ri zan the mar u bel pho ix gra sol wen ja cre du tha",
    "hangul": "새 벽 달 빛 구 름 바 람 노 을 하 늘 숲 길 강 물 꽃 비 눈 별 온 기 마 루",
    "hiragana": "よ る の う み か ぜ そ ら ゆ め あ め ひ か り つ き は な く も",
    "katakana": "ア オ ル カ シ ネ ト ミ ラ レ ノ ヴ ェ ン ソ リ タ",
    "han": "雨 夜 河 海 山 雲 光 影 風 月 星 城 花 鳥 雪 舟 橋 火",
    "hebrew": "אור לי מת נא של גש רח בו כס הר ים דר",
    "arabic": "لي نو قم رح با سم هو شر كل مد صا",
    "cyrillic": "си не лё да во кру га ми ро свет ле бо ста рый",
}
SCRIPTS = tuple(SYLLABLES)
SCRIPT_SHARES = (0.78, 0.06, 0.03, 0.03, 0.03, 0.02, 0.02, 0.03)
GLUE = {"hangul": " ", "hebrew": " ", "arabic": " ", "cyrillic": " ", "latin": " "}
# fmt: off
PLAIN_WORDS = (
    "Glass", "Harbour", "Lantern", "Paper", "Slow", "Copper", "Winter", "Orchard", "Signal", "Velvet", "Quiet", "Mirror", "Salt",
    "Tender", "Hollow", "Static", "Morning", "Ember", "Thirteen", "Window", "Saffron", "Distant", "Garden", "Borrowed", "Silver", "Kite",
    "Gravel", "Honey", "Parade", "Cinder", "Northern", "Ribbon", "Tidal", "Feather", "Marble", "Unfinished", "Letters", "Rooftop",
    "Satellite", "Juniper", "Falling", "Anchor", "Cobalt", "Wild", "Thread", "Sundays", "Ghost", "Lemon", "Empty", "Stairs", "Ivory",
)
# fmt: on
LINKS = (" ", " ", " ", " of ", " in ", " & ", " without ", " for the ", ", ")
SUFFIXES = (" - Remastered 2011", " (Live)", " - Radio Edit", " (Deluxe)", " - Acoustic Version", " (Remix)", " (Original Soundtrack)")
SUFFIX_SHARE = 0.06
STYLES = ("pop", "folk", "house", "rock", "drift", "rap", "soul", "noise", "jazz", "techno", "ballad", "choir", "wave", "swing")
SYLLABLES_IN_A_WORD = (2, 4)


def coin_words(rng: np.random.Generator, script: str, count: int) -> Names:
    """Coin words of two or three syllables of a script."""
    syllables = SYLLABLES[script].split()
    lengths = rng.integers(*SYLLABLES_IN_A_WORD, size=count)
    picks = rng.integers(0, len(syllables), size=(count, SYLLABLES_IN_A_WORD[1]))
    words = ("".join(syllables[pick] for pick in row[:length]) for row, length in zip(picks, lengths, strict=True))
    return np.array([word.capitalize() for word in words], dtype=object)


def invent_titles(rng: np.random.Generator, count: int) -> Names:
    """Invent titles of works: plain words mostly, other scripts, sometimes an edition."""
    titles = _pair(rng, np.array(PLAIN_WORDS, dtype=object), count)
    scripts = rng.choice(len(SCRIPTS), size=count, p=SCRIPT_SHARES)
    for place, script in enumerate(SCRIPTS[1:], start=1):
        chosen = np.flatnonzero(scripts == place)
        words = coin_words(rng, script, 60)
        titles[chosen] = words[rng.integers(0, 60, len(chosen))] + GLUE.get(script, "") + words[rng.integers(0, 60, len(chosen))]
    edited = np.flatnonzero(flag(rng, count, SUFFIX_SHARE))
    titles[edited] += np.array(SUFFIXES, dtype=object)[rng.integers(0, len(SUFFIXES), len(edited))]
    return titles


def _pair(rng: np.random.Generator, words: Names, count: int) -> Names:
    """Join two words, or keep the first alone."""
    first, second = words[rng.integers(0, len(words), (2, count))]
    links = np.array(LINKS, dtype=object)[rng.integers(0, len(LINKS), count)]
    return np.asarray(np.where(flag(rng, count, 0.25), first, first + links + second))


def invent_people(rng: np.random.Generator, count: int) -> list[str]:
    """Invent distinct names for artists or persons, coined from syllables."""
    scripts = rng.choice(len(SCRIPTS), size=count, p=SCRIPT_SHARES)
    words = {script: coin_words(rng, script, 2 * count) for script in SCRIPTS}
    names = [GLUE.get(SCRIPTS[place], "").join(words[SCRIPTS[place]][2 * index : 2 * index + 2]) for index, place in enumerate(scripts)]
    return make_distinct(names)


def invent_styles(rng: np.random.Generator, count: int) -> list[str]:
    """Invent distinct names of genres."""
    kinds = rng.integers(0, len(STYLES), count)
    words = rng.integers(0, len(PLAIN_WORDS), count)
    return make_distinct([f"{PLAIN_WORDS[word]} {STYLES[kind]}".lower() for word, kind in zip(words, kinds, strict=True)])


def make_distinct(names: list[str]) -> list[str]:
    """Add a number to names that were given before."""
    seen: dict[str, int] = {}
    distinct = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        distinct.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return distinct


def mix_in(rng: np.random.Generator, names: list[str], odd_names: tuple[str, ...], among_first: int) -> list[str]:
    """Put odd names at random places among the first, best placed names."""
    places = rng.permutation(min(among_first, len(names)))[: len(odd_names)]
    mixed = list(names)
    for place, odd_name in zip(places, odd_names, strict=False):
        mixed[place] = odd_name
    return mixed
