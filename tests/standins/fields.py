"""Choose fields of an answer as the `fields` word of playlists does: `total,items(added_at,item(!album))`."""

from typing import Any


def choose_fields(told: Any, wanted: str | None) -> Any:
    """Give what was asked for; everything without a wish."""
    return told if not wanted else _choose(told, wanted)


def _choose(told: Any, wanted: str) -> Any:
    if isinstance(told, list):
        return [_choose(each, wanted) for each in told]
    if not isinstance(told, dict):
        return told
    words = _split(wanted)
    kept = {name: value for name, value in told.items() if f"!{name}" not in words} if any(word[0] == "!" for word in words) else {}
    for word in words:
        name, inner = _open(word)
        if name in told:
            kept[name] = _choose(told[name], inner) if inner else told[name]
    return kept


def _split(wanted: str) -> list[str]:
    """Split at commas outside parentheses."""
    words, depth = [""], 0
    for letter in wanted.replace(" ", ""):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            words.append("")
        else:
            words[-1] += letter
    return [word for word in words if word]


def _open(word: str) -> tuple[str, str]:
    """Part the name of a field from what is wanted inside it."""
    for place, letter in enumerate(word):
        if letter == "(":
            return word[:place], word[place + 1 : -1]
        if letter == ".":
            return word[:place], word[place + 1 :]
    return word, ""
