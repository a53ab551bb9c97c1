"""What somebody does in a scenario who goes by habit and never judges."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from casebank.graph import Choice
from casebank.scenario import Scenario
from casebank.vocab import Act

Habit = Callable[[Sequence[Choice], frozenset[Act]], Choice]
"""From the choices on offer and the acts done so far, the one that it takes."""

VERIFIED = frozenset({Act.VERIFY_KNOWN_CHANNEL, Act.CHECK_ACCOUNT, Act.CONSULT})
"""What settles whether a request is genuine."""
GOING_ALONG = (Act.COMPLY, Act.PROCEED_BY_RULE, Act.PARTIAL, Act.TALK, Act.VERIFY_GIVEN_CHANNEL, Act.LOOK)
TURNING_DOWN = (
    Act.REFUSE,
    Act.HANG_UP,
    Act.HOLD_OWN_TRANSACTION,
    Act.WAIT,
    Act.REPORT,
    Act.CALL_110,
    Act.CALL_96110,
    Act.ESCALATE,
    Act.KEEP_EVIDENCE,
)
_LISTENING = (Act.TALK, Act.ASK, Act.LOOK)


def _by_act(wanted: Sequence[Act]) -> Habit:
    """The first choice of the most wanted act on offer, else the first of all."""
    order = {act: n for n, act in enumerate(wanted)}
    return lambda choices, done: min(choices, key=lambda choice: order.get(choice.act, len(order)))


def _verify_then(default: Habit) -> Habit:
    """Verify in each way once, listen until that can be done, then the default whatever came back."""

    def habit(choices: Sequence[Choice], done: frozenset[Act]) -> Choice:
        for choice in choices:
            if choice.act in VERIFIED and choice.act not in done:
                return choice
        waiting = () if done & VERIFIED else tuple(c for c in choices if c.act in _LISTENING)
        return waiting[0] if waiting else default(choices, done)

    return habit


COMPLY, REFUSE = _by_act(GOING_ALONG), _by_act(TURNING_DOWN)
HABITS: Mapping[str, Habit] = {
    "comply": COMPLY,
    "refuse": REFUSE,
    "verify_then_comply": _verify_then(COMPLY),
    "verify_then_refuse": _verify_then(REFUSE),
    "longest": lambda choices, done: max(choices, key=lambda choice: len(choice.text)),
    "first": lambda choices, done: choices[0],
    "last": lambda choices, done: choices[-1],
}


def play(scenario: Scenario, habit: Habit) -> list[str]:
    """The choices of the walk that a habit takes, to the end."""
    story = scenario.story
    node, values = story.start, story.first_values()
    taken: list[str] = []
    done: frozenset[Act] = frozenset()
    while offered := story.on_offer(node, values):
        choice = habit(offered, done)
        step = story.follow(choice, values)
        node, values = step.to, step.values
        taken.append(choice.id)
        done |= {choice.act}
    return taken
