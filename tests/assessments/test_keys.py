"""Keys stay with the instructor: nothing of them is in a release, and no name of an item gives it away."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

from assessments.authoring import SOURCE
from assessments.coursedir import make_course, open_form
from assessments.exchange import outbound
from assessments.items.form import JUDGED, form_ids, load_form
from assessments.items.item import ScenarioItem
from assessments.items.itembank import load_items
from course.authoring import TEXT
from course.practice import PRACTICE

Sentences = Mapping[str, list[str]]
FIELDS = re.compile(
    r'"(act|genuine|pair|weights|reasons|rubric|innocent|tells|why|stances|criteria|cue|levers|difficulty|'
    r'fraud_type|based_on|constructed|key|critical|credits|order)\\?"\s*:'
)
TELLING = re.compile(
    r"(^|-)(fraud|scam|fake|forged|genuine|real|true|false|trap|safe|legit|honest|bad|good|swindle|loss)(-|$)"
)


def faults(text: str, sentences: Sentences) -> list[str]:
    """What of a key stands in a text: its sentences, and the fields that only keys have."""
    told = [sentence for each in sentences.values() for sentence in each if sentence in text]
    return [*told, *(found[0] for found in FIELDS.finditer(text))]


@pytest.mark.parametrize("form_id", form_ids())
def test_the_public_part_of_a_source_holds_no_key(form_id: str, key_sentences: Sentences) -> None:
    text = (SOURCE / form_id / "form.json").read_text(encoding="utf-8")
    assert faults(text, key_sentences) == []
    scenes = [item.scenario for item in load_form(form_id).items if isinstance(item, ScenarioItem)]
    assert scenes
    for name in {name for scene in scenes for name in (scene.id, scene.pair)}:
        assert f'"{name}"' not in text


@pytest.mark.slow
def test_no_released_and_no_open_folder_holds_a_key(
    made_course: Path, course_dir: Path, key_sentences: Sentences
) -> None:
    for form_id in form_ids():
        open_form(course_dir, form_id)
        for folder in (course_dir / "release" / form_id, outbound(course_dir, form_id)):
            files = [path for path in folder.rglob("*") if path.is_file()]
            assert {path.name for path in files} == {f"{form_id}.ipynb", "form.json"}
            for path in files:
                text = path.read_text(encoding="utf-8")
                assert faults(text, key_sentences) == []
                assert not re.search("HIDDEN TESTS|MARK SCHEME|score_item", text)


@pytest.mark.slow
def test_the_private_folder_is_searched_too(
    tmp_path: Path, private_items: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHIZHA_ITEMS", str(private_items))
    make_course(tmp_path / "course")
    noted = (tmp_path / "course" / "private_items.txt").read_text(encoding="utf-8")
    assert noted == f"{private_items}\n"
    reasons = [text for item in load_form("own-test").items for text in item.key.reasons.values()]  # type: ignore[union-attr]
    assert len(reasons) == 8
    text = "".join(
        path.read_text(encoding="utf-8") for path in (tmp_path / "course" / "release" / "own-test").iterdir()
    )
    assert [reason for reason in reasons if reason in text] == []


def test_the_search_finds_what_it_looks_for(key_sentences: Sentences) -> None:
    assert len(key_sentences) > 60
    item = load_form("lesson-01").items[0]
    secret = key_sentences[item.variant][0]
    assert faults(json.dumps({"x": secret}, ensure_ascii=False), key_sentences) == [secret]
    assert faults('{"genuine": true}', key_sentences) == ['"genuine":']


def test_the_name_of_an_item_does_not_say_what_it_is() -> None:
    items = [item for item in load_items().items.values() if item.kind in JUDGED and item.public]
    assert [item.variant for item in items if TELLING.search(item.variant)] == []
    sides: defaultdict[tuple[str, str], Counter[bool | None]] = defaultdict(Counter)
    for item in items:
        sides[item.kind, item.variant.rpartition("-")[2]][item.genuine] += 1
    alone = [
        key for key, counts in sides.items() if counts.total() > 1 and len(counts) == 1 and None not in counts
    ]
    assert alone == []


def test_the_ids_within_an_item_do_not_say_what_is_right() -> None:
    """In no kind is the right option, the telling row or the good ending mostly of one name."""
    right: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for item in load_items().items.values():
        if item.kind == "choice":
            right["choice"].update(option for option, weight in item.key.weights.items() if weight == 1)  # type: ignore[union-attr]
        if item.kind == "compare":
            right["compare"][item.key.genuine] += 1  # type: ignore[union-attr]
    for kind, counts in right.items():
        assert max(counts.values()) < 0.7 * counts.total(), (kind, counts)


def test_no_lesson_says_in_a_keys_words_why_an_answer_is_right() -> None:
    length = 12
    keys = (getattr(item.key, "reasons", {}) for item in load_items().items.values())
    reasons = [text for each in keys for text in each.values()]
    known = {text[n : n + length] for text in reasons for n in range(len(text) - length + 1)}
    assert len(known) > 1000
    for path in (*PRACTICE.rglob("*.yaml"), *TEXT.glob("*.md")):
        taught = path.read_text(encoding="utf-8")
        said = [taught[n : n + length] for n in range(len(taught) - length + 1)]
        assert [each for each in said if each in known] == [], path.name
