"""Invent artists with their styles, labels and genres, which lean towards planted groups; refuses to know their works."""

from dataclasses import dataclass

import numpy as np

from . import names, odd_names
from .draws import Names, Whole, draw_heavy_tailed, draw_ids, flag
from .groups import Groups

LEAN_TO_OWN_STYLE = 0.75
RARE_LABEL_SHARE = 0.02
GENRES_OF_AN_ARTIST = 3
NO_GENRE_SHARE, SECOND_GENRE_SHARE, THIRD_GENRE_SHARE = 0.2, 0.6, 0.3


@dataclass(frozen=True)
class Artists:
    """Artists by rank, the most frequent first."""

    uris: Names
    names: Names
    styles: Whole
    labels: Names
    genres: Names


def invent_artists(rng: np.random.Generator, groups: Groups, track_count: int) -> Artists:
    """Invent artists, the most frequent first, enough for so many tracks."""
    count = max(12, round(0.75 * track_count**0.8))
    styles = rng.choice(len(groups.weights), size=(count, GENRES_OF_AN_ARTIST), p=groups.weights)
    called = names.mix_in(rng, names.invent_people(rng, count), odd_names.ODD_ARTISTS, among_first=90)
    return Artists(
        uris=draw_ids(rng, "spotify:artist:", count),
        names=np.array(names.make_distinct(called), dtype=object),
        styles=styles,
        labels=_sign_to_labels(rng, styles[:, 0], track_count),
        genres=_give_genres(rng, styles, track_count),
    )


def _sign_to_labels(rng: np.random.Generator, main_styles: Whole, track_count: int) -> Names:
    """Sign each artist to a label that mostly puts out its style."""
    count = max(24, round(0.9 * track_count**0.75))
    coined = names.make_distinct([f"{name} Records" for name in names.invent_people(rng, count)])
    common = names.mix_in(rng, coined, odd_names.ODD_LABELS, among_first=60)
    labels = np.array([*common, *odd_names.RARE_LABELS], dtype=object)
    rare = len(common) + rng.integers(0, len(odd_names.RARE_LABELS), len(main_styles))
    places = np.where(flag(rng, len(main_styles), RARE_LABEL_SHARE), rare, _lean(rng, main_styles, count))
    return np.asarray(labels[places])


def _lean(rng: np.random.Generator, styles: Whole, count: int) -> Whole:
    """Draw for each style a thing by rank: mostly one whose own style (its number modulo the styles) is that one."""
    style_count = int(styles.max()) + 1
    ranks = draw_heavy_tailed(rng, len(styles), -(-count // style_count), head=1.5)
    leaning = np.where(flag(rng, len(styles), LEAN_TO_OWN_STYLE), styles, rng.integers(0, style_count, len(styles)))
    return np.asarray((ranks * style_count + leaning) % count)


def _give_genres(rng: np.random.Generator, styles: Whole, track_count: int) -> Names:
    """Give each artist up to three genres that lean towards its styles, joined by commas."""
    count = max(14, round(5 * track_count**0.3))
    coined = names.invent_styles(rng, count)
    genres = np.array(names.mix_in(rng, coined, odd_names.ODD_GENRES, among_first=count), dtype=object)
    first, second, third = (genres[_lean(rng, styles[:, place], count)] for place in range(GENRES_OF_AN_ARTIST))
    joined = first + np.where(flag(rng, len(styles), SECOND_GENRE_SHARE) & (second != first), "," + second, "")
    joined += np.where(flag(rng, len(styles), THIRD_GENRE_SHARE) & (third != first) & (third != second), "," + third, "")
    return np.where(flag(rng, len(styles), NO_GENRE_SHARE), "", joined)
