"""Numbers and addresses that might work: nothing that is shown may be dialled, opened or paid to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casebank.errors import Place
from casebank.scenario import Scenario
from casebank.studio.texts import reasons, texts

_OPEN_LINES = ("110", "96110", "12381", "119", "120", "122", "114")
_WORKING = re.compile(
    r"""(?P<address>https?:|www\.|[\w.-]+@[\w-]+\.\w+|[a-z0-9-]+\.(?:com|cn|net|org|top|xyz|cc|vip)\b)
    |(?P<number>\d{4}(?:[ -]\d{4}){2,}|\d{3,4}-\d{7,8}|[48]00-?\d{3}|\d{7,})
    |(?P<line>(?<![\d,.])(?:9[56]\d{3}|1[0-2]\d{3})(?![\d,.]|[余多]?[元块]))""",
    re.VERBOSE | re.IGNORECASE,
)


def unsafe_texts(scenario: Scenario) -> Iterator[tuple[Place, str]]:
    """Places whose text holds an address, a telephone, card or account number that is not masked."""
    for place, text in (*texts(scenario), *reasons(scenario)):
        yield from ((place, told) for told in working(text))


def working(text: str) -> Iterator[str]:
    """What of a text may be dialled, opened or paid to."""
    for found in _WORKING.finditer(text):
        if found.group() not in _OPEN_LINES:
            kind = {"address": "an address", "number": "a number"}.get(found.lastgroup or "", "a hotline")
            yield f"'{found.group()}' may be {kind} that works (allowed: masked with *, or 110, 96110)"
