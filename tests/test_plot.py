"""Figures: legible at every size, equal to the byte, nothing covered."""

import io

import numpy as np
import polars as pl
import pytest
from matplotlib import font_manager
from matplotlib.figure import Figure
from PIL import Image

from storage.schemas import TABLES, Axis
from tasks.plot.placing import NUMBERS_APART, move_apart
from tasks.plot.scatter import draw_clusters
from tasks.plot.style import COLOURS, HEIGHT_PX, MARKERS, WIDTH_PX, font_families, png_bytes

AXES = (Axis(label="Energetic, Happy, Electronic", variance_share=0.312), Axis(label="Danceable, Quiet", variance_share=0.175))
MOST_CLUSTERS = 10
SMALL_BYTES = 100_000
COLOUR_STEP = 8


def members_of(track_count: int, cluster_count: int) -> pl.DataFrame:
    """Give points in blobs, numbered by size as clusters are."""
    rng = np.random.default_rng(track_count)
    cluster = np.sort(np.minimum(rng.exponential(2.0, track_count).astype(int), cluster_count - 1))
    cluster[:cluster_count] = np.arange(cluster_count)
    centres = rng.normal(0, 2, (cluster_count, 2))
    places = centres[cluster] + rng.normal(0, 0.6, (track_count, 2))
    schema = TABLES["step.cluster_members"].dtypes
    columns = {
        "track_uri": [f"spotify:track:{number:05d}" for number in range(track_count)],
        "cluster_number": cluster + 1,
        "distance": np.zeros(track_count),
        "distance_rank": np.ones(track_count, dtype=int),
        "silhouette": np.zeros(track_count),
        "x": places[:, 0],
        "y": places[:, 1],
    }
    return pl.DataFrame(columns).cast(dict(schema))  # type: ignore[arg-type]


def png_of(members: pl.DataFrame) -> bytes:
    """Give a drawn figure's bytes."""
    return png_bytes(draw_clusters(members, AXES))


@pytest.mark.parametrize("track_count", [11, 300])
def test_equal_members_in_any_order_give_equal_bytes(track_count: int) -> None:
    members = members_of(track_count, 4)
    assert png_of(members) == png_of(members.sample(fraction=1, shuffle=True, seed=3)) == png_of(members.reverse())


def test_other_members_give_other_bytes() -> None:
    members = members_of(60, 4)
    assert png_of(members) != png_of(members.with_columns(pl.col("x") + pl.col("y")))


def test_a_picture_is_small_has_a_palette_and_says_nothing_of_its_making() -> None:
    written = png_of(members_of(10_000, 10))
    picture = Image.open(io.BytesIO(written))
    assert (picture.size, picture.mode, picture.info) == ((WIDTH_PX, HEIGHT_PX), "P", {})
    assert len(written) < SMALL_BYTES


def test_the_palette_keeps_paper_white_and_the_colours_of_all_clusters() -> None:
    pixels = np.asarray(Image.open(io.BytesIO(png_of(members_of(3000, MOST_CLUSTERS)))).convert("RGB")).reshape(-1, 3).astype(int)
    for colour in ("#ffffff", *COLOURS):
        wanted = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])
        assert np.abs(pixels - wanted).max(axis=1).min() <= COLOUR_STEP, colour


def test_axes_say_in_words_what_differs_and_how_much_of_it() -> None:
    axes = draw_clusters(members_of(11, 3), AXES).axes[0]
    assert axes.get_xlabel().startswith("Energetic, Happy, Electronic  (31 % of what differs)")
    assert axes.get_ylabel().startswith("Danceable, Quiet  (18 % of what differs)")


def legend_names(figure: Figure) -> list[str]:
    """Give the names in the legend."""
    legend = figure.axes[0].get_legend()
    assert legend is not None
    return [name.get_text() for name in legend.get_texts()]


def test_the_legend_counts_every_track_once() -> None:
    members = members_of(300, 4)
    sizes = members["cluster_number"].value_counts().sort("cluster_number")["count"].to_list()
    assert legend_names(draw_clusters(members, AXES)) == [f"Cluster {number} ({size})" for number, size in enumerate(sizes, start=1)]


def test_the_legend_covers_no_point_and_is_not_cut_off() -> None:
    figure = draw_clusters(members_of(20_000, MOST_CLUSTERS), AXES)
    legend = figure.axes[0].get_legend()
    assert legend is not None
    legend.get_texts()[0].set_text("Cluster 10 (123456)")
    figure.canvas.draw()
    box = legend.get_window_extent()
    assert box.x0 > figure.axes[0].get_window_extent().x1
    assert box.x1 <= WIDTH_PX
    assert box.y0 >= 0


def test_every_cluster_has_a_colour_and_a_shape_of_its_own() -> None:
    lines = [line for line in draw_clusters(members_of(500, MOST_CLUSTERS), AXES).axes[0].lines if line.get_linestyle() == "None"]
    assert len({line.get_color() for line in lines}) == len({line.get_marker() for line in lines}) == MOST_CLUSTERS
    assert len(set(COLOURS)) == len(set(MARKERS)) == MOST_CLUSTERS


def test_more_points_are_smaller_and_fainter() -> None:
    drawn = [draw_clusters(members_of(count, 3), AXES).axes[0].lines[0] for count in (11, 60, 300, 3000, 10_000)]
    sizes, alphas = [line.get_markersize() for line in drawn], [line.get_alpha() or 0 for line in drawn]
    assert sizes == sorted(set(sizes), reverse=True)
    assert alphas == sorted(set(alphas), reverse=True)


def test_smaller_clusters_are_drawn_above_larger_ones() -> None:
    lines = draw_clusters(members_of(300, 3), AXES).axes[0].lines[:3]
    assert [line.get_marker() for line in lines] == list(MARKERS[:3])


def test_all_points_stand_inside_the_plot() -> None:
    members = members_of(300, 3)
    axes = draw_clusters(members, AXES).axes[0]
    for column, (low, high) in (("x", axes.get_xlim()), ("y", axes.get_ylim())):
        assert members[column].is_between(low, high, closed="none").all()


def test_tracks_that_are_all_alike_can_be_drawn() -> None:
    members = members_of(120, 3).with_columns(x=pl.lit(0.25), y=pl.lit(-1.0))
    assert Image.open(io.BytesIO(png_of(members))).size == (WIDTH_PX, HEIGHT_PX)


def test_numbers_of_clusters_with_one_middle_are_moved_apart() -> None:
    moved = move_apart(np.full((4, 2), 0.5))
    heights = np.sort(moved[:, 1])
    assert (np.diff(heights) > 0.8 * NUMBERS_APART[1]).all()


def test_numbers_that_are_apart_stay_where_they_are() -> None:
    places = np.array([[0.1, 0.1], [0.5, 0.12], [0.1, 0.9]])
    assert (move_apart(places) == places).all()


def test_only_installed_faces_are_named_and_latin_comes_first() -> None:
    families = font_families()
    assert families[0] == "DejaVu Sans"
    assert set(families) <= set(font_manager.get_font_names())
