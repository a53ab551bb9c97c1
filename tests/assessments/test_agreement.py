"""Agreement of two markers, each expected value worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.grading.agreement import agreement, weighted_kappa


def test_a_worked_example() -> None:
    """First 0 1 2 2, second 0 1 2 1: found 1/4; by chance (6 + 2 + 6 + 6) / 16 = 5/4; 1 - (1/4) / (5/4)."""
    found = agreement([(0, 0), (1, 1), (2, 2), (2, 1)])
    assert (found.pairs, found.equal, found.share) == (4, 3, 0.75)
    assert found.kappa == pytest.approx(0.8)


def test_far_apart_weighs_more_than_near() -> None:
    """Found 4/4 = 1 against 1/4; by chance from 0 1 2 2 and 0 1 2 0: (5 + 3 + 9 + 9) / 16 = 26/16."""
    assert weighted_kappa([(0, 0), (1, 1), (2, 2), (2, 0)]) == pytest.approx(1 - 16 / 26)


def test_half_points_count_as_half() -> None:
    """0 0.5, 1 1, 2 2: found 0.25; all nine by chance: (.25+1+4) + (.25+0+1) + (2.25+1+0) = 9.75; 1 - 3*.25/9.75."""
    assert weighted_kappa([(0, 0.5), (1, 1), (2, 2)]) == pytest.approx(1 - 0.75 / 9.75)


@pytest.mark.parametrize(
    ("points", "kappa"),
    [
        ([(0, 1), (1, 0)], -1.0),  # found 1, by chance (0 + 1 + 1 + 0) / 4
        ([(2, 1), (2, 2), (2, 3)], 0.0),  # one who gives everybody the same tells nothing apart
        ([(2, 4), (2, 4)], 0.0),
        ([(1, 1), (4, 4)], 1.0),
    ],
)
def test_the_ends(points: list[tuple[float, float]], kappa: float) -> None:
    assert weighted_kappa(points) == pytest.approx(kappa)


@pytest.mark.parametrize("points", [[], [(3, 3)], [(3, 3), (3, 3)]])
def test_where_there_is_none(points: list[tuple[float, float]]) -> None:
    assert weighted_kappa(points) is None


def test_nothing_marked_twice() -> None:
    found = agreement([])
    assert (found.pairs, found.equal, found.share, found.kappa) == (0, 0, None, None)


POINTS = st.sampled_from([0, 0.5, 1, 2, 3, 4.5, 5])


@given(st.lists(st.tuples(POINTS, POINTS), min_size=1))
def test_who_is_first_does_not_matter(points: list[tuple[float, float]]) -> None:
    there, back = weighted_kappa(points), weighted_kappa([(second, first) for first, second in points])
    assert (there is None) == (back is None)
    if there is not None:
        assert there == pytest.approx(back)
        assert there <= 1
