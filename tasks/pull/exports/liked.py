"""Know what exporters call the liked songs in many languages; refuses to decide by the name alone."""

import re

from tasks.shared_headers import flatten_header

COPY_NUMBER = re.compile(r"(?: (?:copy|kopie|copie|copia))?(?: \d+)?$")
NAMES = (
    *("Liked", "Liked Songs", "Liked Tracks", "My Liked Songs", "Your Liked Songs", "Saved Songs", "Saved Tracks", "Your Music", "My Library"),
    *(
        "Favorite Songs",
        "Favourite Songs",
        "Favorite Tracks",
        "Favourite Tracks",
        "My Favorite Songs",
        "My Favorite Tracks",
        "Favorites",
        "Favourites",
    ),
    *("Lieblingssongs", "Deine Lieblingssongs", "Meine Lieblingssongs", "Titres likés", "Titres aimés", "Coups de coeur", "Mes titres likés"),
    *("Canciones que te gustan", "Tus me gusta", "Canciones que me gustan", "Tus Me Gusta de canciones", "Brani che ti piacciono", "Brani preferiti"),
    *("Músicas Curtidas", "Músicas de que gostas", "Músicas favoritas", "Nummers die je leuk vindt", "Gelikete nummers", "Gelikte nummers"),
    *("Favoriete nummers", "Gillade låtar", "Låtar du gillar", "Likt musikk", "Likte sanger", "Sanger du liker", "Sange, du synes om"),
    *("Likede numre", "Tykätyt kappaleet", "Polubione utwory", "Ulubione utwory", "Beğenilen Şarkılar", "Beğendiğin Şarkılar", "Любимые треки"),
    *("Вподобані треки", "Oblíbené skladby", "Kedvelt dalok", "Melodii apreciate", "Τραγούδια που σου αρέσουν", "お気に入りの曲"),
    *("좋아요 표시한 곡", "좋아요 표시한 노래", "已点赞的歌曲", "已點讚的歌曲", "按讚的歌曲", "已按讚的歌曲", "喜歡的歌曲", "喜欢的歌曲"),
    *("الأغاني التي أعجبتك", "الأغاني المفضلة", "שירים שאהבתי", "Lagu yang Disukai", "Bài hát ưa thích", "เพลงที่ถูกใจ"),
)
LIKED_NAMES = frozenset(flatten_header(name) for name in NAMES)


def is_liked_name(stem: str) -> bool:
    """Tell a file's name that exporters give to the liked songs, copies of it included."""
    name = flatten_header(stem)
    return name in LIKED_NAMES or COPY_NUMBER.sub("", name) in LIKED_NAMES
