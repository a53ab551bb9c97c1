"""What one reaches in a scenario by habit: a check that no habit stands in for judgement."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from casebank.graph import Choice
from casebank.scenario import Scenario
from casebank.story import Story, Values
from casebank.vocab import Act, EndingKind

Policy = Callable[[Sequence[Choice], frozenset[Act]], Sequence[Choice]]
"""From the choices on offer, and the acts done so far, those that it takes: each with the same chance."""

_GO_ALONG = (Act.COMPLY, Act.PROCEED_BY_RULE, Act.PARTIAL, Act.TALK, Act.VERIFY_GIVEN_CHANNEL)
_TURN_DOWN = (Act.REFUSE, Act.HANG_UP, Act.WAIT, Act.HOLD_OWN_TRANSACTION)


def _by_act(wanted: Sequence[Act]) -> Policy:
    """The first choice of the most wanted act on offer, else the first of all."""

    def policy(choices: Sequence[Choice], done: frozenset[Act]) -> Sequence[Choice]:
        order = {act: n for n, act in enumerate(wanted)}
        return (min(choices, key=lambda choice: order.get(choice.act, len(order))),)

    return policy


def _verify_then(then: Policy) -> Policy:
    """Verify once over a known channel where one can; for the rest, the default."""

    def policy(choices: Sequence[Choice], done: frozenset[Act]) -> Sequence[Choice]:
        checks = [choice for choice in choices if choice.act is Act.VERIFY_KNOWN_CHANNEL]
        return checks[:1] if checks and Act.VERIFY_KNOWN_CHANNEL not in done else then(choices, done)

    return policy


POLICIES: Mapping[str, Policy] = {
    "comply": _by_act(_GO_ALONG),
    "refuse": _by_act(_TURN_DOWN),
    "verify_then_default": _verify_then(lambda choices, done: choices[:1]),
    "longest": lambda choices, done: (max(choices, key=lambda choice: len(choice.text)),),
    "first": lambda choices, done: choices[:1],
    "last": lambda choices, done: choices[-1:],
    "random": lambda choices, done: choices,
}
"""The habits by name. `random` gives each choice the same chance; the result is its expectation."""


@dataclass(frozen=True)
class Result:
    """What a policy may expect of one or more scenarios; shares from 0 to 1."""

    saved: Fraction
    """The share of the money at risk in frauds that stays."""
    served: Fraction
    """The share of the genuine business that is done."""
    harms: Fraction
    """How often somebody is harmed: humiliated, tipped off, refused, left alone."""


def result(policy: Policy, scenarios: Sequence[Scenario]) -> Result:
    """What the policy reaches: money saved by yuan at risk, business served by scenario, harms in sum."""
    frauds = [scenario for scenario in scenarios if not scenario.genuine]
    genuine = [scenario for scenario in scenarios if scenario.genuine]
    risk = sum(scenario.stake_cny or 0 for scenario in frauds)
    lost, harms = Fraction(0), Fraction(0)
    for scenario in frauds:
        cost, harm, _ = _expect(policy, scenario)
        lost, harms = lost + cost, harms + harm
    served = Fraction(0)
    for scenario in genuine:
        _, harm, good = _expect(policy, scenario)
        served, harms = served + good, harms + harm
    return Result(1 - lost / risk if risk else Fraction(1), served / max(1, len(genuine)), harms)


def _expect(policy: Policy, scenario: Scenario) -> tuple[Fraction, Fraction, Fraction]:
    """Money lost, harms done and chance of a served ending, from the start."""
    story = scenario.story
    known: dict[tuple[str, Values, frozenset[Act]], tuple[Fraction, Fraction, Fraction]] = {}

    def at(node: str, values: Values, done: frozenset[Act]) -> tuple[Fraction, Fraction, Fraction]:
        key = (node, values, done)
        if key not in known:
            known[key] = _weigh(story, policy, key, at)
        return known[key]

    return at(story.start, story.first_values(), frozenset())


def _weigh(
    story: Story,
    policy: Policy,
    key: tuple[str, Values, frozenset[Act]],
    at: Callable[[str, Values, frozenset[Act]], tuple[Fraction, Fraction, Fraction]],
) -> tuple[Fraction, Fraction, Fraction]:
    node, values, done = key
    ending = story.nodes[node].ending
    if ending is not None:
        return Fraction(ending.lost_cny), Fraction(0), Fraction(ending.kind is EndingKind.SERVED)
    taken = policy(story.on_offer(node, values), done)
    lost = harms = served = Fraction(0)
    for choice in taken:
        step = story.follow(choice, values)
        cost, harm, good = at(step.to, step.values, done | {choice.act})
        lost, harms, served = lost + cost, harms + harm + len(choice.harms), served + good
    return lost / len(taken), harms / len(taken), served / len(taken)
