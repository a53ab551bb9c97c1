"""Words that have no place in a scene: names of brands, and in genuine business what is always fraud."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casebank.errors import Place
from casebank.scenario import Scenario
from casebank.studio.texts import reasons, texts

_BRANDS = re.compile(
    r"微信|支付宝|淘宝|天猫|京东|拼多多|抖音|快手|美团|滴滴|[Qq]{2}(?![A-Za-z])|腾讯|阿里|百度|华为|小米|银联|"
    r"(?:工商|建设|农业|交通|招商|邮政储蓄|光大|民生|浦发|兴业|平安|中信|华夏|广发)银行|中国银行"
)
_ALWAYS_FRAUD = re.compile(
    r"安全账户|刷单|解冻费|(?:共享屏幕|屏幕共享)|验证码(?:告诉|发给?|念给?|报给?)我|跟谁都别说"
)


def unfit_words(scenario: Scenario) -> Iterator[tuple[Place, str]]:
    """Places with the name of a brand, and what the other side of a genuine matter would never say."""
    for place, text in (*texts(scenario), *reasons(scenario)):
        yield from ((place, told) for told in brands(text))
    for key, node in scenario.nodes.items() if scenario.genuine else ():
        for n, message in enumerate(node.messages):
            person = scenario.cast.get(message.by)
            if message.text and person is not None and person.side == "them":
                for found in _ALWAYS_FRAUD.finditer(message.text):
                    told = f"'{found.group()}' is always fraud, and this scenario is genuine"
                    yield ("nodes", key, "messages", n), told


def brands(text: str) -> Iterator[str]:
    """The names of brands in a text."""
    return (f"'{found.group()}' is the name of a brand" for found in _BRANDS.finditer(text))
