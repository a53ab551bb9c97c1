"""What the pairs cover together: every type of the ministry's list, every skin, the counter and the lobby."""

from __future__ import annotations

from collections import Counter

import yaml

from casebank import DATA, load_bank
from casebank.vocab import Skin

BANK = load_bank()
PAIRS = [tuple(BANK.scenarios[name] for name in pair.scenarios) for pair in BANK.pairs.values()]


def test_there_are_eighteen_pairs_each_of_a_fraud_and_genuine_business() -> None:
    assert len(PAIRS) == 18
    assert len(BANK.scenarios) == 36
    assert all({first.genuine, second.genuine} == {True, False} for first, second in PAIRS)


def test_the_genuine_one_is_as_often_the_first_as_the_second() -> None:
    first = sum(pair[0].genuine for pair in PAIRS)
    assert 7 <= first <= 11


def test_every_type_of_the_ministrys_list_has_a_pair() -> None:
    listed = yaml.safe_load((DATA / "ministry.yaml").read_text(encoding="utf-8"))["types"]
    assert len(listed) == 10
    assert set(listed) <= {first.mps_type for first, _ in PAIRS}


def test_every_skin_the_counter_four_times_and_the_lobby() -> None:
    skins = Counter(first.skin for first, _ in PAIRS)
    assert set(skins) == set(Skin)
    assert skins[Skin.COUNTER] >= 4
    assert skins[Skin.LOBBY] >= 1
