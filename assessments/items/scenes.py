"""What an assessed scenario must be like: a graph in which judgement earns and habit does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from assessments.items.item import ScenarioItem
from assessments.items.policy import HABITS, TURNING_DOWN, VERIFIED, play
from assessments.items.rubric import Moment, retrace
from assessments.items.walks import Twig, points_of, tree
from casebank.errors import Place
from casebank.scenario import Scenario
from casebank.studio.unfit import unfit_words
from casebank.vocab import Act, EndingKind

Lack = tuple[Literal["bank", "keys"], Place, str]

NODES = (4, 8)
CHOICES = 4
GOING_ON = frozenset({Act.COMPLY, Act.PROCEED_BY_RULE, Act.PARTIAL})
STOPPING = frozenset({*TURNING_DOWN, Act.LOCK_CUSTOMER_CARD})
REFUSING = frozenset({Act.REFUSE, Act.HANG_UP, Act.HOLD_OWN_TRANSACTION, Act.WAIT})
_OFFERED = {"comply": GOING_ON, "refuse": REFUSING, "verify": VERIFIED}
LIMITS = {
    False: {"comply": 0.2, "verify_then_comply": 0.2, "refuse": 0.6},
    True: {"comply": 0.6, "refuse": 0.2, "verify_then_refuse": 0.5},
}
"""What a habit may earn at the most, as a share of the points, in fraud and in genuine business."""
UNCHECKED = 0.7
"""What a walk without any check may earn at the most."""


def scenario_standard(item: ScenarioItem) -> Iterator[Lack]:
    """Everything in which a scenario item falls short."""
    yield from (("bank", ("scenario", *place), told) for place, told in _shape(item))
    for place, told in unfit_words(item.scenario):
        if "brand" not in told:  # brands are told of every text
            yield "bank", ("scenario", *place), told
    yield from (("bank", ("scenario", *place), told) for place, told in _decides_again(item.scenario))
    yield from (("keys", ("rubric", *place), told) for place, told in _credits(item))
    yield from (("keys", ("rubric",), told) for told in _worth(item))
    yield from (("bank", ("scenario", "nodes", node), told) for node, told in _costs(tree(item)))


def _shape(item: ScenarioItem) -> Iterator[tuple[Place, str]]:
    shown, scenario = item.shown, item.scenario
    least, most = NODES
    if not least <= len(scenario.nodes) <= most:
        yield ("nodes",), f"{len(scenario.nodes)} nodes (allowed: {least} to {most}, endings included)"
    if scenario.id not in (f"{scenario.pair}-a", f"{scenario.pair}-b"):
        yield ("id",), f"id '{scenario.id}' must be '{scenario.pair}-a' or '{scenario.pair}-b'"
    if scenario.practice:
        yield ("practice",), "an assessed scenario has no practice texts"
    for field, own, of_item in (
        ("genuine", scenario.genuine, shown.genuine),
        ("channel", scenario.channel, shown.channel),
        ("mps_type", scenario.mps_type, shown.fraud_type),
    ):
        if own != of_item:
            yield (field,), f"{field} '{own}' differs from the item's '{of_item}'"
    acts = {choice.act for node in scenario.nodes.values() for choice in node.choices}
    for word, wanted in _OFFERED.items():
        if not acts & wanted:
            yield ("nodes",), f"nothing to {word} with ({', '.join(sorted(wanted))})"
    for key, node in scenario.nodes.items():
        if len(node.choices) > CHOICES:
            yield ("nodes", key), f"node '{key}' has {len(node.choices)} choices (allowed: 2 to {CHOICES})"


def _decides_again(scenario: Scenario) -> Iterator[tuple[Place, str]]:
    """After a check the answer is known, and one decides: to go on or to stop."""
    story = scenario.story
    for key, node in scenario.nodes.items():
        for n, choice in enumerate(node.choices):
            if choice.act not in VERIFIED:
                continue
            place: Place = ("nodes", key, "choices", n)
            ahead = frozenset[Act]().union(*(_ahead(scenario, to) for to in choice.targets()))
            if any(story.nodes[to].ending for to in choice.targets()):
                yield (
                    place,
                    f"'{key}.{choice.id}' verifies and ends: one decides again when the answer is known",
                )
            elif not ahead & GOING_ON or not ahead & STOPPING:
                yield (
                    place,
                    f"after '{key}.{choice.id}' one can only {'stop' if ahead & STOPPING else 'go on'}",
                )


def _ahead(scenario: Scenario, node: str) -> frozenset[Act]:
    """Every act that may still follow from a node."""
    choices = scenario.nodes[node].choices
    further = (_ahead(scenario, to) for choice in choices for to in choice.targets())
    return frozenset(choice.act for choice in choices).union(*further)


def _credits(item: ScenarioItem) -> Iterator[tuple[Place, str]]:
    """Verifying earns in whatever way it is done, at most half, and is never an error."""
    rubric = item.rubric
    acts = {choice.act for node in item.scenario.nodes.values() for choice in node.choices}
    earned = {act for credit in rubric.credits for act in credit.when.acts}
    for act in sorted(acts & VERIFIED - earned):
        yield ("credits",), f"'{act}' stands in the graph and earns nothing"
    total = sum(credit.points for credit in rubric.credits if set(credit.when.acts) & VERIFIED)
    if not 0.3 * item.points <= total <= 0.5 * item.points:
        yield ("credits",), f"verifying earns {total:g} of {item.points:g} (allowed: 3 to 5 tenths)"
    for n, credit in enumerate(rubric.credits):
        if Act.VERIFY_GIVEN_CHANNEL in credit.when.acts:
            yield ("credits", n), "calling a number that the other side gave proves nothing"
    for n, error in enumerate(rubric.critical):
        if set(error.when.acts) & VERIFIED:
            yield ("critical", n), "verifying never costs anything"


def _worth(item: ScenarioItem) -> Iterator[str]:
    """What a habit or a bad ending earns too much."""
    scenario, points = item.scenario, item.points
    for habit, share in LIMITS[scenario.genuine].items():
        made, last = retrace(scenario, play(scenario, HABITS[habit]))
        if (earned := points_of(item, made, last)) > share * points:
            yield f"'{habit}' earns {earned:g} (allowed: {share * points:g}): {_walk(made, last)}"
    for end in tree(item).ends():
        checked = any(act in VERIFIED for _, _, act in end.made)
        ending = scenario.nodes[end.node].ending
        most = _most(ending.kind if ending else None, checked)
        if end.points > most * points:
            yield f"a walk earns {end.points:g} (allowed: {most * points:g}): {_walk(end.made, end.node)}"


def _most(kind: EndingKind | None, checked: bool) -> float:
    """The share that a walk may earn by how it ends and whether anything was checked."""
    bad = {EndingKind.LOSS: 0.2, EndingKind.PARTIAL_LOSS: 0.4, EndingKind.MISSED: 0.5 if checked else 0.2}
    return min(bad.get(kind, 1.0) if kind else 1.0, 1.0 if checked else UNCHECKED)


def _costs(twig: Twig) -> Iterator[tuple[str, str]]:
    """Checks after which less can be reached than before."""
    for onward in twig.onward:
        node, choice, act = onward.made[-1]
        if act in VERIFIED and onward.best < twig.best:
            before = " ".join(f"{n}.{c}" for n, c, _ in twig.made) or "the start"
            told = f"'{node}.{choice}' verifies, and the best falls from {twig.best:g} to {onward.best:g}"
            yield node, f"{told} (after {before})"
        yield from _costs(onward)


def _walk(made: tuple[Moment, ...] | list[Moment], last: str) -> str:
    return " ".join(f"{node}.{choice}" for node, choice, _ in made) + f" to {last}"
