"""What all widgets owe: one stem for module, asset and test; five traits; no key in an assessed item."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
import traitlets

import widgets
from widgets import (
    CaseLibrary,
    CueMarker,
    Exercise,
    FirstMinutes,
    MoneyTimeline,
    PairComparer,
    ProgressRing,
    QuestionCard,
    ScenarioPlayer,
    SummaryCard,
    View,
    static_files,
)
from widgets.exercise import SHEETS

ROOT = Path(__file__).resolve().parents[2]
STEMS = {
    "scenario_player": ScenarioPlayer,
    "cue_marker": CueMarker,
    "question_card": QuestionCard,
    "pair_comparer": PairComparer,
    "money_timeline": MoneyTimeline,
    "first_minutes": FirstMinutes,
}
VIEWS = {"progress_ring": ProgressRing, "summary_card": SummaryCard, "case_library": CaseLibrary}
KINDS = list(STEMS.values())
BUNDLES = [*STEMS, *VIEWS]
STYLE_FILES = {"tokens.css", "widgets.css", "scenario_player.css", "practice.css", "case_library.css"}


@pytest.mark.parametrize("stem", BUNDLES)
def test_one_stem_names_module_source_bundle_and_tests(stem: str) -> None:
    assert {**STEMS, **VIEWS}[stem].__module__ == f"widgets.{stem}"
    for path in (
        f"widgets/{stem}.py",
        f"widgets/src/{stem}.js",
        f"widgets/static/{stem}.js",
        f"tests/widgets/test_{stem}.py",
        f"tests/js/{stem}.test.js",
    ):
        assert (ROOT / path).is_file(), path


def test_no_bundle_without_a_widget() -> None:
    assert {path.stem for path in static_files().glob("*.js")} == set(BUNDLES)
    sheets = {path.name for path in static_files().glob("*.css")}
    assert sheets == STYLE_FILES


def test_the_public_door() -> None:
    assert sorted(widgets.__all__) == [
        "CaseLibrary",
        "CueMarker",
        "Exercise",
        "FirstMinutes",
        "MoneyTimeline",
        "PairComparer",
        "ProgressRing",
        "QuestionCard",
        "ScenarioPlayer",
        "SummaryCard",
        "View",
        "WIDGETS",
        "static_files",
    ]
    assert set(widgets.WIDGETS) == set(STEMS)


@pytest.mark.parametrize("kind", KINDS)
def test_traits_of_the_contract(kind: type[Exercise]) -> None:
    widget = kind(item="01-p1", spec={"title": "题"})
    state = widget.get_state(["item", "mode", "spec", "answer", "done"])
    assert state == {
        "item": "01-p1",
        "mode": "practice",
        "spec": {"title": "题"},
        "answer": {},
        "done": False,
    }


@pytest.mark.parametrize("kind", [ProgressRing, SummaryCard])
def test_what_is_only_looked_at_is_no_exercise(kind: type[View]) -> None:
    assert issubclass(kind, View)
    assert not issubclass(kind, Exercise)


@pytest.mark.parametrize("kind", KINDS)
def test_bundle_and_styles_travel_with_the_widget(kind: type[Exercise]) -> None:
    state = kind(item="01-p1", spec={}).get_state(["_esm", "_css"])
    assert state["_esm"] == (static_files() / f"{kind.__module__.rpartition('.')[2]}.js").read_text(
        encoding="utf-8"
    )
    assert state["_css"].index("--sz-accent:") < state["_css"].index(".sz .sz-bubble")


@pytest.mark.parametrize("stem", BUNDLES)
def test_each_bundle_is_one_small_file_without_addresses(stem: str) -> None:
    text = (static_files() / f"{stem}.js").read_text(encoding="utf-8")
    assert len(gzip.compress(text.encode())) < 30_000
    assert not re.search(r"https?://|^\s*import\b", text, re.MULTILINE)


def test_an_answer_from_before_is_taken_over_as_a_copy() -> None:
    before: dict[str, Any] = {"kind": "text", "text": "先别转账"}
    widget = QuestionCard(item="t1", spec={"type": "text"}, mode="assessed", answer=before)
    before["text"] = ""
    assert widget.answer == {"kind": "text", "text": "先别转账"}


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(traitlets.TraitError):
        QuestionCard(item="q1", spec={}, mode="exam")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("spec", "hint"),
    [
        ({"feedback": {}}, "feedback"),
        ({"nodes": {"n1": {"choices": [{"id": "a", "act": "comply"}]}}}, r"nodes\.n1\.choices\[0\]\.act"),
        ({"nodes": {"n9": {"ending": {"title": "完", "kind": "loss"}}}}, r"nodes\.n9\.ending\.kind"),
        ({"genuine": True}, "genuine"),
        ({"stake": 206000}, "stake"),
        (
            {"nodes": {"n1": {"choices": [{"id": "a", "safety": "报告主管"}]}}},
            r"nodes\.n1\.choices\[0\]\.safety",
        ),
        ({"nodes": {"n9": {"ending": {"title": "完", "lost": 1}}}}, r"nodes\.n9\.ending\.lost"),
        ({"options": [{"id": "a", "place": 1}], "order": ["a"]}, r"options\[0\]\.place, order"),
    ],
)
def test_an_assessed_spec_may_not_hint(spec: dict[str, Any], hint: str) -> None:
    with pytest.raises(ValueError, match=hint):
        ScenarioPlayer(item="s1", spec=spec, mode="assessed")
    assert ScenarioPlayer(item="s1", spec=spec).spec == spec


def test_what_an_exhibit_is_stays_allowed_when_assessed() -> None:
    spec = {"exhibits": {"x1": {"kind": "slip", "title": "凭证", "rows": []}}}
    assert ScenarioPlayer(item="s1", spec=spec, mode="assessed").mode == "assessed"


def test_every_widget_brings_all_sheets_of_the_exercises_in_one_order() -> None:
    """In a notebook the sheet that comes last counts: it must hold all that the others hold."""
    bundle = "\n".join((static_files() / name).read_text(encoding="utf-8") for name in SHEETS)
    for kind in KINDS:
        assert kind(item="01-p1", spec={}).get_state(["_css"])["_css"].startswith(bundle)
