"""The scenario player from Python's side: what the browser would set, set by hand."""

from typing import Any

from widgets import ScenarioPlayer

SPEC: dict[str, Any] = {
    "title": "新好友",
    "content_version": "1",
    "start": "n1",
    "nodes": {
        "n1": {
            "messages": [{"from": "peer", "text": "在吗？"}],
            "choices": [{"id": "a", "text": "核实", "to": "n2"}],
        },
        "n2": {"messages": [], "choices": [], "ending": {"title": "对话结束", "text": "已记下。"}},
    },
}
TRANSCRIPT = {
    "kind": "transcript",
    "schema": "shizha.transcript/1",
    "item": "01-p1",
    "content_version": "1",
    "events": [{"seq": 0, "node": "n1", "choice": "a", "at": "2026-11-22T17:00:00.000Z"}],
}


def test_a_walk_in_the_browser_arrives_as_one_new_answer() -> None:
    player = ScenarioPlayer(item="01-p1", spec=SPEC)
    heard: list[dict[str, Any]] = []
    player.observe(lambda change: heard.append(change["new"]), names="answer")
    player.set_state({"answer": TRANSCRIPT, "done": True})
    assert heard == [TRANSCRIPT]
    assert player.done


def test_a_damaged_answer_is_kept_as_it_came() -> None:
    player = ScenarioPlayer(item="01-p1", spec=SPEC, answer={"kind": "?", "events": 3})
    assert player.answer == {"kind": "?", "events": 3}
    assert not player.done
