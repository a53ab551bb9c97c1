"""What an author hears of a scenario that is sound as a graph: each check on a small one, by hand."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from casebank import Scenario, load_bank
from casebank.studio import studio_faults
from casebank.studio.giveaway import LIMIT, giveaways, habits
from casebank.studio.harmless import unsafe_texts
from casebank.studio.likeness import copies
from casebank.studio.outlook import outlook
from casebank.studio.policy import POLICIES, Result, result
from casebank.studio.surface import surface_problems
from casebank.studio.unfit import unfit_words
from casebank.vocab import Act


def node(*choices: tuple[str, str, str, str]) -> dict[str, Any]:
    return {"choices": [dict(zip(("id", "act", "text", "to"), each, strict=True)) for each in choices]}


def ending(kind: str, lost: int = 0) -> dict[str, Any]:
    return {"ending": {"kind": kind, "title": "完", "text": "完。", "lost_cny": lost}}


def small(**changes: Any) -> Scenario:
    """Three walks: aa loses all, ab saves, b loses a quarter."""
    record: dict[str, Any] = {
        "schema_version": 1,
        "id": "small-a",
        "content_version": "2026.11",
        "title": "小题（一）",
        "genuine": False,
        "pair": "small",
        "based_on": None,
        "constructed": "全部是教学构造。",
        "mps_type": None,
        "channel": "chat",
        "skin": "chat",
        "role": "职员",
        "brief": "来了一条消息。",
        "stake_cny": 400,
        "promises": ["safe", "partial_loss", "loss"],
        "cast": {"peer": {"name": "对方"}},
        "start": "n1",
        "nodes": {
            "n1": {
                "messages": [{"by": "peer", "text": "在吗？"}],
                **node(("a", "talk", "在的。", "n2"), ("b", "partial", "先给你一部分，可以吗？", "n5")),
            },
            "n2": node(
                ("a", "comply", "好，这就转过去。", "n3"), ("b", "verify_known_channel", "打旧号。", "n4")
            ),
            "n3": ending("loss", 400),
            "n4": ending("safe"),
            "n5": ending("partial_loss", 100),
        },
        **changes,
    }
    return Scenario.model_validate(record)


def twin(**changes: Any) -> Scenario:
    """The genuine twin: aa serves, ab serves too, b is missed."""
    nodes = small().model_dump(mode="json")["nodes"]
    nodes |= {"n3": ending("served"), "n4": ending("served"), "n5": ending("missed")}
    told = {"id": "small-b", "title": "小题（二）", "genuine": True, "promises": ["served", "missed"]}
    return small(**{**told, "nodes": nodes, **changes})


def test_the_share_of_walks_that_end_well() -> None:
    assert outlook(small()) == {
        "n1": {"a": Fraction(1, 2), "b": Fraction(0)},
        "n2": {"a": Fraction(0), "b": Fraction(1)},
    }


def test_how_often_the_best_choice_is_first_last_or_longest() -> None:
    # n1: the best is a, the first; n2: it is b, the last; the longest is right at neither
    half = Fraction(1, 2)
    assert habits([small()]) == (
        2,
        {"first": half, "last": half, "longest": Fraction(0), "shortest": Fraction(1)},
    )
    # in the twin, n2 decides nothing
    found = {"first": Fraction(1), "last": Fraction(0), "longest": Fraction(0), "shortest": Fraction(1)}
    assert habits([twin()]) == (1, found)


def test_a_choice_that_is_always_the_longest_is_told() -> None:
    nodes: dict[str, Any] = {
        f"n{n}": node(("a", "comply", "好。", "n9"), ("b", "ask", "先问清楚是谁。", f"n{n + 1}"))
        for n in range(1, 5)
    }
    nodes |= {"n5": ending("safe"), "n9": ending("loss", 400)}
    told = list(giveaways(small(nodes=nodes, promises=["safe", "loss"])))
    assert told == [
        "the best choice is the last one in 100% of 4 nodes (allowed: 55%)",
        "the best choice is the longest one in 100% of 4 nodes (allowed: 55%)",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "打13800138000找我",
        "卡号6222 0212 3456 7890",
        "点www.example.com",
        "写到a@b.cn",
        "回拨95588",
        "拨10086",
        "座机0755-12345678",
        "打400-800",
        "转到1234567",
    ],
)
def test_what_might_work_is_told(text: str) -> None:
    nodes = small().model_dump(mode="json")["nodes"]
    nodes["n2"]["choices"][0]["text"] = text
    found = list(unsafe_texts(small(nodes=nodes)))
    assert found
    assert {place for place, _ in found} == {("nodes", "n2", "choices", 0)}
    assert "that works" in found[0][1]


@pytest.mark.parametrize(
    "text",
    ["拨96110", "打110", "12,000元", "12000元", "¥ 206,000.00", "尾号**37", "13*********", "2026年11月"],
)
def test_what_cannot_work_is_not_told(text: str) -> None:
    nodes = small().model_dump(mode="json")["nodes"]
    nodes["n2"]["choices"][0]["text"] = text
    assert list(unsafe_texts(small(nodes=nodes))) == []


def _first_choice(nodes: dict[str, Any]) -> None:
    nodes["n1"]["choices"][0]["text"] = "你是谁？"


def _long(nodes: dict[str, Any]) -> None:
    nodes["n2"]["messages"] = [{"by": "peer", "text": "长" * 90}]


def _many(nodes: dict[str, Any]) -> None:
    nodes["n2"]["choices"] += [
        {"id": letter, "act": "talk", "text": letter, "to": f"n1{n}"} for n, letter in enumerate("cdef")
    ]
    nodes |= {f"n1{n}": ending("served") for n in range(4)}
    nodes["n1"]["choices"].append({"id": "c", "act": "talk", "text": "嗯。", "to": "n20"})
    nodes["n20"] = ending("served")


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (_first_choice, "the first choices differ from the twin's"),
        (_long, "characters to read, the twin has"),
        (_many, "10 nodes, the twin has 5 (allowed: 4 more or fewer)"),
    ],
)
def test_twins_that_differ_on_their_surface(harm: Callable[[dict[str, Any]], None], told: str) -> None:
    nodes = twin().model_dump(mode="json")["nodes"]
    harm(nodes)
    assert any(told in message for _, message in surface_problems(small(), twin(nodes=nodes)))


def test_twins_that_are_alike_on_their_surface() -> None:
    assert list(surface_problems(small(), twin())) == []
    assert list(surface_problems(small(), twin(title="真事（二）"))) != []
    mood = {"mood": {"label": "心情", "high": 1, "words": ["急", "缓"]}}
    nodes = twin().model_dump(mode="json")["nodes"]
    nodes["n2"]["choices"][0]["effects"] = {"mood": 1}
    assert [field for field, _ in surface_problems(small(), twin(nodes=nodes, gauges=mood))] == ["gauges"]


@pytest.mark.parametrize(
    ("text", "told"), [("加我微信", "'微信' is the name of a brand"), ("工商银行", "'工商银行' is the name")]
)
def test_names_of_brands_are_told(text: str, told: str) -> None:
    nodes = small().model_dump(mode="json")["nodes"]
    nodes["n2"]["choices"][0]["text"] = text
    ((_, message),) = list(unfit_words(small(nodes=nodes)))
    assert told in message


def test_what_is_always_fraud_is_told_in_genuine_business_only() -> None:
    nodes = {True: twin().model_dump(mode="json")["nodes"], False: small().model_dump(mode="json")["nodes"]}
    for each in nodes.values():
        each["n2"]["messages"] = [{"by": "peer", "text": "转进安全账户。"}]
    assert list(unfit_words(small(nodes=nodes[False]))) == []
    ((place, message),) = list(unfit_words(twin(nodes=nodes[True])))
    assert place == ("nodes", "n2", "messages", 0)
    assert message == "'安全账户' is always fraud, and this scenario is genuine"


def test_a_story_that_grows_beyond_reading_is_refused() -> None:
    """Twelve gauges of ten values, each moved on the way: the search ends, and says so."""
    names = "abcdefghijkl"
    gauges = {name: {"label": name, "high": 9} for name in names}
    nodes: dict[str, Any] = {}
    for n in range(1, 31):
        moved = [names[(n * 5 + k) % 12] for k in range(6)]
        nodes[f"n{n}"] = {
            "choices": [
                {"id": i, "act": "talk", "text": i, "to": f"n{n + 1}", "effects": {name: 1}}
                for i, name in zip("abcdef", moved, strict=True)
            ]
        }
    asked = {name: {"least": 1} for name in names}
    nodes["n30"]["choices"][0]["branches"] = [{"when": asked, "to": "n32"}]
    nodes |= {"n31": ending("safe"), "n32": ending("loss", 400)}
    with pytest.raises(ValidationError, match="more than 50,000 states"):
        small(gauges=gauges, nodes=nodes, promises=["safe", "loss"])


def test_more_nodes_than_anybody_reads_are_refused() -> None:
    nodes: dict[str, Any] = {
        f"n{n}": node(("a", "talk", "嗯", f"n{n + 1}"), ("b", "ask", "啊", f"n{n + 1}")) for n in range(1, 70)
    }
    nodes["n70"] = ending("safe")
    with pytest.raises(ValidationError, match=r"70 nodes \(allowed: up to 60\)"):
        small(nodes=nodes, promises=["safe", "safe"])


def test_a_copy_under_another_name_is_told() -> None:
    bank = load_bank()
    some = [each for each in bank.scenarios.values() if each.pair == "vice-president-new-number"]
    copied = [each.model_copy(update={"pair": "another"}) for each in some]
    ((one, other, share),) = list(copies({"one": some, "another": copied}))
    assert (one, other, share) == ("another", "one", 1.0)
    assert list(copies({"one": some, "small": [small(), twin()]})) == []


def test_what_the_habits_reach_worked_by_hand() -> None:
    both = [small(), twin()]
    reached = {name: result(policy, both) for name, policy in POLICIES.items()}
    assert reached["comply"] == Result(Fraction(3, 4), Fraction(0), Fraction(0))  # 先给一部分: b, b
    assert reached["verify_then_default"] == Result(Fraction(1), Fraction(1), Fraction(0))  # a, then b
    assert reached["first"] == Result(Fraction(0), Fraction(1), Fraction(0))  # aa, aa
    assert reached["last"] == Result(Fraction(3, 4), Fraction(0), Fraction(0))  # b, b
    # half of the time b (100 lost), a quarter each aa (400 lost) and ab
    assert reached["random"] == Result(1 - Fraction(150, 400), Fraction(1, 2), Fraction(0))


def test_harms_are_counted_where_they_are_done() -> None:
    nodes = twin().model_dump(mode="json")["nodes"]
    nodes["n1"]["choices"][1]["harms"] = ["humiliate", "refuse_lawful"]
    rude = twin(nodes=nodes)
    assert result(POLICIES["last"], [rude]).harms == 2
    assert result(POLICIES["random"], [rude]).harms == 1
    assert result(POLICIES["first"], [rude]).harms == 0


def test_the_bank_holds_no_fault_of_this_kind() -> None:
    assert [str(fault) for fault in studio_faults(load_bank())] == []


def test_over_the_whole_bank_no_place_and_no_length_gives_the_good_choice_away() -> None:
    nodes, shares = habits(load_bank().scenarios.values())
    assert nodes >= 60
    assert max(shares.values()) < LIMIT - Fraction(1, 10)


def test_no_habit_stands_in_for_judgement() -> None:
    """Whoever goes by habit loses money, or leaves genuine business undone, or harms somebody."""
    scenarios = tuple(load_bank().scenarios.values())
    for name, policy in POLICIES.items():
        reached = result(policy, scenarios)
        won = reached.saved >= Fraction(4, 5) and reached.served >= Fraction(4, 5)
        assert not won, f"{name}: {float(reached.saved):.0%} saved, {float(reached.served):.0%} served"


def test_what_a_teller_may_do_is_practised() -> None:
    used = {
        choice.act
        for scenario in load_bank().scenarios.values()
        for each in scenario.nodes.values()
        for choice in each.choices
    }
    assert {Act.HOLD_OWN_TRANSACTION, Act.ESCALATE, Act.LOCK_CUSTOMER_CARD, Act.CALL_110, Act.HANG_UP} <= used
