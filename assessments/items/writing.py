"""What simulated trainees write where free text is asked for: short, of varying quality, often the same.

Each sentence of the item's model answer (of OWN where it has none) comes to mind with the chance
1 / (1 + exp(-(t - d))). Who has half of them or more writes these, in their order; who has fewer writes the
item's middling answer, where it has one; who has none, and everybody who answers at random, one of PLAIN. One
in twelve leaves the field empty. Of the trusting and the suspicious one in two begins with a sentence of
their own; the hurried stop after the first sentence. One in five leaves the last full stop off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assessments.items.item import TextItem
from assessments.items.simulated import Bias, Mind

OWN = (
    "先停一下，别急着办。",
    "打原来存着的电话，问问本人。",
    "截图不算数，看自己账户里的余额。",
    "别急，我陪你一起看。",
)
PLAIN = (
    "不太清楚。",
    "看情况吧。",
    "问问领导再说。",
    "小心一点。",
    "按规定办就行。",
    "没遇到过，不知道怎么说。",
)
_FIRST = {
    Bias.TRUSTING: ("应该没事的。", "人家也是为了工作。", "可以先办着。"),
    Bias.SUSPICIOUS: ("这肯定是骗子。", "别理他。", "谁说都别信。"),
}
_BLANK = 1 / 12
_UNSTOPPED = 1 / 5
_SENTENCE = re.compile(r"[^。！？]*[。！？]”?")


def written(item: TextItem, mind: Mind) -> str:
    """A text of at most as many characters as the item allows; it may be empty."""
    throws, bias = mind.throws, mind.trainee.bias
    if throws.happens(_BLANK):
        return ""
    sentences = _sentences(item, mind)
    if bias in _FIRST and throws.happens(0.5):
        sentences = [_one(_FIRST[bias], mind), *sentences]
    text = "".join(sentences[:1] if mind.trainee.hurried else sentences)
    text = text.removesuffix("。") if throws.happens(_UNSTOPPED) else text
    return text[: item.question.max_chars]


def _sentences(item: TextItem, mind: Mind) -> list[str]:
    if mind.trainee.bias is Bias.RANDOM:
        return [_one(PLAIN, mind)]
    sample = item.key.sample
    model = _SENTENCE.findall(sample.full) if sample else list(OWN)
    found = [sentence for sentence in model if mind.judges_rightly()]
    if 2 * len(found) >= len(model):
        return found
    if not found:
        return [_one(PLAIN, mind)]
    return _SENTENCE.findall(sample.middle) if sample else found


def _one(texts: Sequence[str], mind: Mind) -> str:
    return texts[mind.throws.weighed([1.0] * len(texts))]
