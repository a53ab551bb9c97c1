"""The real bank: what it holds, and that it proves itself."""

import os
import re
import shutil
from pathlib import Path

import pytest

from casebank import DATA, CasebankError, FaultsError, load_bank
from casebank import frame as frames
from casebank.loader import forget, renew, survey
from casebank.provenance import digest, prove
from casebank.references import all_sources

DOCUMENTS = os.environ.get("SHIZHA_SOURCES", "")


# Read off the documents by eye: what was lost in yuan and in which direction, by case. Sums of bait, of several
# incidents together, and masked ones are no losses of a case.
LOSSES: dict[str, tuple[int | None, str]] = {
    "case-000-1": (1_050_000, "exact"),
    "case-000-2": (500_000, "exact"),
    "case-000-3": (200_000, "exact"),
    "case-000-4": (70_000, "exact"),
    "case-000-5": (30_000, "exact"),
    "case-001-1": (200_000, "exact"),
    "case-001-2": (2_500, "exact"),
    "case-001-3": (0, "none"),
    "case-002-1": (5_800_000, "exact"),
    "case-002-2": (270_000, "exact"),
    "case-002-3": (850_000, "exact"),
    "case-002-4": (860_000, "at_least"),
    "case-002-5": (110_000, "at_least"),
    "case-002-6": (10_000, "nearly"),
    "case-002-7": (None, "unknown"),
    "case-003-1": (140_000, "at_least"),
    "case-003-2": (0, "none"),
    "case-003-3": (200_000, "at_least"),
    "case-003-4": (None, "unknown"),
    "case-003-5": (None, "unknown"),
    "case-003-6": (None, "unknown"),
    "case-003-7": (None, "unknown"),
    "case-003-8": (None, "unknown"),
    "case-004-1": (None, "unknown"),
    "case-004-2": (20_000, "nearly"),
    "case-004-3": (None, "unknown"),
}


def test_every_incident_of_the_five_documents_is_there_with_its_loss() -> None:
    told = {case.id: (case.loss_cny, str(case.loss_precision)) for case in load_bank().cases.values()}
    assert told == LOSSES


def test_payments_are_those_that_are_told_one_by_one() -> None:
    itemised = {case.id: case.payments_cny for case in load_bank().cases.values() if case.payments_cny}
    assert itemised == {"case-000-1": (850_000, 200_000), "case-001-2": (2_500,)}


def test_a_doubled_telling_is_one_case_that_names_its_places() -> None:
    case = load_bank().cases["case-003-7"]
    assert [source.document for source in case.sources] == ["002", "003", "004"]
    assert [place[:3] for place in case.merged_from] == ["002", "003", "004"]
    assert (str(case.outcome), case.date, case.payments_cny) == ("frozen", None, ())


def test_a_solved_case_is_not_money_that_came_back() -> None:
    case = load_bank().cases["case-003-1"]
    assert (str(case.outcome), case.loss_cny) == ("solved", 140_000)


def test_the_ministrys_ten_types_are_covered_and_say_what_is_ours() -> None:
    bank = load_bank()
    assert len(bank.ministry.types) == 10
    covering = {p.mps_type: p for p in bank.playbooks.values() if p.mps_type}
    assert set(covering) == set(bank.ministry.types)
    assert str(covering["虚假征信"].provenance) == "constructed"
    assert covering["虚假征信"].sources == ()


def test_a_playbook_that_is_only_named_invents_nothing() -> None:
    named = [p for p in load_bank().playbooks.values() if p.detail == "named"]
    assert named
    for playbook in named:
        parts = (*playbook.stages, *playbook.cues, *playbook.safeguards)
        assert all(part.provenance == "constructed" for part in parts), playbook.id
        assert playbook.mps_type or not (parts or playbook.summary), playbook.id


# The items as the documents write them, read off by eye.
FIVE_QUESTIONS = [
    "转账汇款目的必问",
    "大额转账汇款必问",
    "异地转账汇款必问",
    "转账汇款对象认识与否必问",
    "形色匆匆、携带大量现金可能受骗人员必问",
]


def test_named_rules_are_spelled_as_the_documents_spell_them() -> None:
    rules = {rule.name_zh: rule for rule in load_bank().rules.values()}
    assert list(rules["五必问"].items) == FIVE_QUESTIONS
    assert rules["三问二看一核对"].items == ()
    assert rules["三问二看一核对"].given == "named_only"
    assert len(rules["一问二看三提醒"].items) == 3


def test_contradictions_go_both_ways_and_say_what_is_taught() -> None:
    rules = load_bank().rules
    for rule in rules.values():
        for other in rule.contradicts:
            assert rule.id in rules[other].contradicts, (
                f"{rule.id} contradicts {other}, which does not say so"
            )
        assert rule.taught or not rule.contradicts


def test_lost_figures_stay_lost() -> None:
    lost = [s for s in load_bank().statistics.values() if s.value is None]
    assert len(lost) > 20
    assert all(s.unknown for s in lost)


def test_records_are_frozen() -> None:
    case = load_bank().cases["case-000-1"]
    with pytest.raises(ValueError, match="frozen"):
        case.loss_cny = 1  # type: ignore[misc]


def test_without_documents_nothing_is_proved_and_nothing_is_a_fault() -> None:
    proof = prove(load_bank(), None)
    assert proof.faults == ()
    assert proof.proved == 0
    assert any("case-000-1" in line for line in proof.unproved)


if DOCUMENTS:  # they are not part of the project; CI has them

    def test_with_the_documents_every_passage_is_proved() -> None:
        proof = prove(load_bank(), Path(DOCUMENTS))
        assert proof.faults == ()
        assert proof.unproved == ()
        assert proof.proved == sum(1 for record in load_bank().records for _ in all_sources(record)) > 1000


def test_a_document_in_gbk_is_a_fault_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / "000_x.txt").write_bytes("冒充领导的骗局".encode("gbk"))
    faults = prove(load_bank(), tmp_path).faults
    told = [(f.path, f.message) for f in faults]
    assert told == [("sources.yaml", "document 000: 000_x.txt is not UTF-8 (perhaps GBK)")]
    assert faults[0].line == 5  # where it is registered


def test_another_document_under_the_number_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "001_x.txt").write_text("别的文字", encoding="utf-8")
    (fault,) = prove(load_bank(), tmp_path).faults
    assert "document 001: 001_x.txt is another text" in fault.message


@pytest.fixture
def bank_copy(tmp_path: Path) -> Path:
    """A bank that may be damaged, resting on a document of ours."""
    shutil.copytree(DATA, tmp_path / "bank")
    return tmp_path / "bank"


def spoil(path: Path, old: str, new: str) -> int:
    """Replace a piece of a file; the line on which it stood."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, old
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_every_fault_is_told_at_once_with_its_line(bank_copy: Path) -> None:
    cases, scenarios = bank_copy / "cases", bank_copy / "scenarios"
    sums = spoil(cases / "case-000-1.yaml", "[850000, 200000]", "[850000, 100000]")
    date = spoil(cases / "case-000-2.yaml", 'date: "2022-04-26"', 'date: "2022-13-26"')
    cue = spoil(cases / "case-000-3.yaml", "cues: [new-account,", "cues: [no-such-cue,")
    spoil(cases / "case-000-5.yaml", "schema_version: 1", "schema_version:\t1\n\t\tx: 1")
    (cases / "case-001-1.yaml").write_bytes("title: 镇里".encode("gbk"))
    lost = spoil(scenarios / "vice-president-new-number-a.yaml", "to: n12}", "to: n120}")
    with pytest.raises(FaultsError) as caught:
        load_bank(bank_copy)
    told = str(caught.value)
    assert f"cases/case-000-1.yaml:{sums}: payments sum to 950000, the loss is 1050000" in told
    assert f"cases/case-000-2.yaml:{date}: date '2022-13-26' does not fit 'day'" in told
    assert f"cases/case-000-3.yaml:{cue}: 'no-such-cue' is no cue of 'pass-through-advance'" in told
    assert "cases/case-000-5.yaml:" in told
    assert "cases/case-001-1.yaml:1: not UTF-8 (perhaps GBK)" in told
    where = f"scenarios/vice-president-new-number-a.yaml:{lost}"
    assert f"{where}: node 'n5': 'd' leads to 'n120', no such node; did you mean 'n12'?" in told
    assert isinstance(caught.value, CasebankError)


def test_a_wrong_type_names_the_very_line(bank_copy: Path) -> None:
    line = spoil(bank_copy / "cases" / "case-000-4.yaml", "outcome: lost", "outcome: vanished")
    with pytest.raises(FaultsError) as caught:
        load_bank(bank_copy)
    fault = caught.value.faults[0]
    assert (fault.path, fault.line) == ("cases/case-000-4.yaml", line)
    assert "'lost'" in fault.message
    assert "'vanished'" in fault.message


def test_doubled_keys_and_unknown_keys_are_faults(bank_copy: Path) -> None:
    spoil(bank_copy / "cases" / "case-000-4.yaml", "outcome: lost", "outcome: lost\noutcome: solved")
    spoil(bank_copy / "cases" / "case-000-2.yaml", "outcome: lost", "outcome: lost\nname: somebody")
    with pytest.raises(FaultsError) as caught:
        load_bank(bank_copy)
    told = str(caught.value)
    assert "duplicate key" in told
    assert "name: unknown field 'name'" in told


def test_a_misspelt_field_is_named_with_its_line(bank_copy: Path) -> None:
    line = spoil(bank_copy / "cases" / "case-000-4.yaml", "outcome: lost", "outcom: lost")
    with pytest.raises(FaultsError) as caught:
        load_bank(bank_copy)
    told = [(fault.line, fault.message) for fault in caught.value.faults]
    assert (line, "outcom: unknown field 'outcom'; did you mean 'outcome'?") in told
    assert (1, "field 'outcome' is missing") not in told  # it is one mistake, so it is one line


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("age: 69", 'age: "69"', "victim.age: Input should be a valid integer"),
        ("loss_cny: 70000", "loss_cny: 70000.0", "loss_cny: Input should be a valid integer"),
        ('date: "2022-04-23"', 'date: "2022-02-30"', "is on no calendar"),
        ("playbook: pass-through-advance", "playbook: pass-through", "near it: pass-through-advance"),
        ("span: [1527, 1706]", "span: [99527, 99600]", "lies outside document 000 (2250 characters)"),
        ("outcome: lost", "outcom: lost", "did you mean 'outcome'?"),
        ("audience: [", "audience: [pilot, ", "role 'pilot' is not in roles.yaml"),
        ("channel: chat", "channel: pigeon", "Input should be 'chat'"),
    ],
)
def test_one_mistake_is_one_line(bank_copy: Path, old: str, new: str, message: str) -> None:
    line = spoil(bank_copy / "cases" / "case-000-4.yaml", old, new)
    _, faults = survey(bank_copy, ())
    assert [(fault.path, fault.line) for fault in faults] == [("cases/case-000-4.yaml", line)]
    assert message in faults[0].message


def test_rough_payments_need_to_be_near_the_loss(bank_copy: Path) -> None:
    path = bank_copy / "cases" / "case-002-4.yaml"
    spoil(path, "payments_cny: []", "payments_cny: [860000, 860000]")
    spoil(path, "  payments_cny:", "  # payments_cny:")
    _, faults = survey(bank_copy, ())
    assert "payments sum to 1720000, the loss is 860000 (at_least)" in [fault.message for fault in faults]


def test_a_copied_file_says_where_the_id_stands_already(bank_copy: Path) -> None:
    statistics = bank_copy / "statistics.yaml"
    text = statistics.read_text(encoding="utf-8")
    first = text.index("  - id:")
    second = text.index("  - id:", first + 1)
    statistics.write_text(text[:second] + text[first:second] + text[second:], encoding="utf-8")
    _, faults = survey(bank_copy, ())
    assert len(faults) == 1
    assert re.search(r"id 'stat-.*' stands twice, also in statistics.yaml:\d+", faults[0].message)


def test_an_empty_field_needs_its_reason(bank_copy: Path) -> None:
    spoil(bank_copy / "cases" / "case-001-1.yaml", "  noticed: 文件没有写\n", "")
    with pytest.raises(FaultsError, match="'noticed' is empty and 'unknown' gives no reason"):
        load_bank(bank_copy)


def test_a_missing_twin_is_a_fault(bank_copy: Path) -> None:
    (bank_copy / "scenarios" / "vice-president-new-number-b.yaml").unlink()
    with pytest.raises(FaultsError, match="needs one genuine and one fraudulent scenario"):
        load_bank(bank_copy)


def test_twins_share_their_surface(bank_copy: Path) -> None:
    spoil(bank_copy / "scenarios" / "vice-president-new-number-b.yaml", "role: 办公室职员", "role: 出纳")
    with pytest.raises(FaultsError, match="the twins differ in 'role'"):
        load_bank(bank_copy)


def test_a_figure_that_its_passage_does_not_tell_is_found(bank_copy: Path, tmp_path: Path) -> None:
    """A small document of our own stands in for the real one, which is not part of the project."""
    passage = "某日，2022年4月23日下午，一位69岁的职工被骗7万元，对方说24小时到账。"
    document = tmp_path / "documents" / "000_ours.txt"
    document.parent.mkdir()
    document.write_text(passage, encoding="utf-8", newline="")
    for path in bank_copy.rglob("*.yaml"):
        if path.parent != bank_copy and path.name != "case-000-4.yaml":
            path.unlink()
    shutil.copytree(DATA / "playbooks", bank_copy / "playbooks", dirs_exist_ok=True)
    for sheet in ("statistics", "demands", "laws"):
        (bank_copy / f"{sheet}.yaml").write_text(f"schema_version: 1\n{sheet}: []\n", encoding="utf-8")
    case = load_bank().cases["case-000-4"]
    registered = load_bank().documents["000"]
    path = bank_copy / "cases" / "case-000-4.yaml"
    spoil(bank_copy / "sources.yaml", registered.sha256, digest(passage))
    told = path.read_text(encoding="utf-8")
    advice = told[told.index("response:") : told.index("audience:")]
    spoil(path, advice, "response: {text: 先核实再办, provenance: constructed}\n")
    spoil(path, str(list(case.sources[0].span)), f"[0, {len(passage)}]")
    spoil(path, case.sources[0].sha256, digest(passage))
    ours = [f for f in prove(load_bank(bank_copy), document.parent).faults if f.path.startswith("cases/")]
    assert ours == []
    line = spoil(path, "loss_cny: 70000", "loss_cny: 80000")
    spoil(path, "age: 69", "age: 96")
    spoil(path, "loss_precision: exact", "loss_precision: nearly")
    forget()
    told = [f for f in prove(load_bank(bank_copy), document.parent).faults if f.path.startswith("cases/")]
    assert [(f.line, f.message.split(" is ")[0]) for f in told if "loss" in f.message] == [
        (line, "loss_cny: no sum of 80000")
    ]
    assert any(f.message.startswith("victim.age: 96") for f in told)
    spoil(path, "loss_cny: 80000", "loss_cny: 70000")
    forget()
    told = [f for f in prove(load_bank(bank_copy), document.parent).faults if f.path.startswith("cases/")]
    assert "loss_precision: 'nearly', the passage says 'exact'" in [f.message for f in told]


def test_the_frame_is_typed() -> None:
    cases = frames.cases(load_bank())
    assert len(cases) == len(LOSSES)
    assert str(cases["loss_cny"].dtype) == "Int64"
    assert cases["channel"].cat.ordered
    assert cases.loc[cases["id"] == "case-001-3", "loss_cny"].item() == 0
    assert str(cases["age"].dtype) == "Int64"
    assert cases["date"].isna().sum() == sum(case.date is None for case in load_bank().cases.values())
    assert list(cases["loss_precision"].cat.categories) == ["exact", "at_least", "nearly", "unknown", "none"]


def test_every_frame_is_typed_and_complete() -> None:
    bank = load_bank()
    for frame, records in (
        (frames.playbooks(bank), bank.playbooks),
        (frames.rules(bank), bank.rules),
        (frames.statistics(bank), bank.statistics),
    ):
        assert list(frame["id"]) == list(records)
        assert "object" not in {str(dtype) for dtype in frame.dtypes}
    assert str(frames.statistics(bank)["value"].dtype) == "Float64"


def test_a_scenario_of_the_own_bank_is_walked_through_by_the_check_not_at_every_start(
    bank_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What no walk meets is told wherever a bank is surveyed; the shipped one has been surveyed before."""
    path = bank_copy / "scenarios" / "counter-own-card-a.yaml"
    text = path.read_text(encoding="utf-8")
    first = re.search(r"\n  n2:\n    messages:\n( +)- ", text)
    assert first, "the second node and its first message"
    never = "{by: narrator, text: 这一句没有人听得到。, when: {clock: {least: 4}}}"
    path.write_text(f"{text[: first.end()]}{never}\n{first[1]}- {text[first.end() :]}", encoding="utf-8")
    _, faults = survey(bank_copy, ())
    assert [fault.path for fault in faults] == ["scenarios/counter-own-card-a.yaml"]
    with pytest.raises(FaultsError):
        load_bank(bank_copy, ())
    monkeypatch.setattr("casebank.loader.DATA", bank_copy)
    assert "counter-own-card-a" in load_bank(bank_copy, ()).scenarios
    with pytest.raises(FaultsError):
        renew(bank_copy, ())
