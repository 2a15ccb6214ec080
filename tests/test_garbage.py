"""Looking for garbage seldom: for the night alone, and what was there before it is looked at again after it."""

import gc

import pytest

from storage.garbage import YOUNG_AT_MOST, collecting_seldom


def night_that_fails() -> None:
    """Be a night in which something goes wrong."""
    with collecting_seldom():
        assert gc.get_threshold()[0] == YOUNG_AT_MOST
        assert gc.get_freeze_count() > 0
        raise KeyError


def test_what_was_there_before_is_left_out_until_the_night_ends_however_it_ends() -> None:
    before = gc.get_threshold()
    with pytest.raises(KeyError):
        night_that_fails()
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)
