"""The cue marker from Python's side."""

from widgets import CueMarker

SPEC = {
    "title": "破绽",
    "prompt": "点一点",
    "cast": {},
    "lines": [{"id": "l1", "from": "peer", "parts": [{"id": "w1", "text": "保密。"}]}],
}


def test_marks_arrive_as_an_answer() -> None:
    marker = CueMarker(item="m1", spec=SPEC, mode="assessed")
    marker.set_state({"answer": {"kind": "marks", "marks": ["w1"], "checked": False}, "done": True})
    assert marker.answer["marks"] == ["w1"]
    assert marker.done


def test_taking_every_mark_back_is_no_answer() -> None:
    marker = CueMarker(item="m1", spec=SPEC, answer={"kind": "marks", "marks": ["w1"], "checked": False})
    marker.set_state({"answer": {}, "done": False})
    assert marker.answer == {}
