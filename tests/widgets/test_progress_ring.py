"""The progress ring from Python's side."""

import pytest

from widgets import Exercise, ProgressRing


def test_numbers_travel_and_may_change() -> None:
    ring = ProgressRing(done=3, total=8)
    assert ring.get_state(["spec"]) == {"spec": {"done": 3, "total": 8, "label": "已完成"}}
    ring.show(4, 8)
    assert ring.spec["done"] == 4
    assert not isinstance(ring, Exercise)
    assert not {"item", "mode", "answer", "done"} & set(ring.keys)


@pytest.mark.parametrize(("done", "total"), [(9, 8), (-1, 8)])
def test_numbers_that_cannot_be(done: int, total: int) -> None:
    with pytest.raises(ValueError, match="between none and all"):
        ProgressRing(done=done, total=total)
    with pytest.raises(ValueError, match="between none and all"):
        ProgressRing(done=0, total=8).show(done, total)
