"""A fixed share of the fault schedules that `make soak` runs: each ends in a correct state, and one night later nothing is left of it."""

import pytest
from soaking import soak


@pytest.mark.parametrize("seed", range(25))
def test_nights_of_failures_end_in_a_correct_state(seed: int) -> None:
    assert not soak(seed).problems
