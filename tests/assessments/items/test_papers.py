"""Papers: one variant a slot, another for the neighbour, the same again for oneself, never both twins."""

import json
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.items.form import Form, Slot, form_ids, load_form
from assessments.items.item import ScenarioItem
from assessments.items.itembank import load_items
from assessments.items.paper import NoPaper, Paper, drawn, lost, paper, rebuild

LEARNERS = [str(number) for number in range(1001, 1401)]


@pytest.fixture(scope="module")
def form(duo_items: Path) -> Form:
    return load_form("duo-a", duo_items)


def pairs(given_: Paper) -> list[str]:
    return [item.scenario.pair for item in given_.items if isinstance(item, ScenarioItem)]


def signature(given_: Paper) -> tuple[tuple[str, str], ...]:
    return tuple((item.id, item.variant) for item in given_.items)


def test_everybody_gets_each_slot_once_and_the_same_again(form: Form) -> None:
    for learner in LEARNERS[:50]:
        given_ = paper(form, learner)
        assert sorted(item.id for item in given_.items) == sorted(slot.id for slot in form.slots)
        assert signature(paper(form, learner)) == signature(given_)
        assert all(form.item(item.id, item.variant) == item for item in given_.items)


def test_neighbours_get_different_papers(form: Form) -> None:
    papers = [signature(paper(form, learner)) for learner in LEARNERS]
    assert all(one != other for one, other in pairwise(papers))
    assert len(set(papers)) > len(papers) * 0.9


def test_every_variant_and_every_place_is_met(form: Form) -> None:
    papers = [paper(form, learner) for learner in LEARNERS]
    met = Counter(item.variant for given_ in papers for item in given_.items)
    assert set(met) == {item.variant for item in form.items}
    assert min(met.values()) > len(papers) * 0.35
    first = Counter(given_.items[0].id for given_ in papers)
    assert set(first) == {slot.id for slot in form.slots}


@given(
    st.text(max_size=9),
    st.dictionaries(
        st.sampled_from(["s1", "s2", "s3", "q1"]),
        st.lists(st.sampled_from("tuvwxyz"), min_size=1, max_size=3, unique=True),
        min_size=1,
    ),
)
def test_any_slots_are_filled_without_taking_a_surface_twice(name: str, slots: dict[str, list[str]]) -> None:
    sorts = {slot: slot[0] for slot in slots}
    if not any(len({*taken}) == len(taken) for taken in product(*slots.values())):
        with pytest.raises(NoPaper):
            drawn(name, slots, sorts)
        return
    places = drawn(name, slots, sorts)
    assert sorted(place.slot for place in places) == sorted(place.home for place in places) == sorted(slots)
    assert all(sorts[place.slot] == sorts[place.home] for place in places)
    taken = [slots[place.home][place.number] for place in places]
    assert len(set(taken)) == len(taken)
    assert drawn(name, slots, sorts) == places


@pytest.mark.parametrize("form_id", [name for name in form_ids() if load_form(name).seed is not None])
def test_the_id_of_a_slot_does_not_say_what_stands_there(form_id: str) -> None:
    """Of everybody's papers each slot of scenarios or questions is fraud about as often as genuine business."""
    shipped = load_form(form_id)
    papers = [paper(shipped, f"{number}") for number in range(1000, 1400)]
    told = defaultdict[str, list[bool]](list)
    for sat in papers:
        sides = [item.genuine for item in sat.items if item.kind in ("scenario", "choice")]
        assert sides.count(True) == sides.count(False)
        for item in sat.items:
            if item.kind in ("scenario", "choice"):
                assert item.genuine is not None
                told[item.id].append(item.genuine)
    # 400 throws of a coin: four standard deviations are 0.1
    assert {slot: share for slot, sides in told.items() if abs((share := mean(sides)) - 0.5) > 0.1} == {}
    homes = [slot.variants[0].genuine for slot in shipped.slots if slot.variants[0].kind == "scenario"]
    assert sorted(homes, key=bool) == [False, False, True, True]


def test_where_families_stand_in_the_release_says_nothing_either() -> None:
    forms = [load_form(name) for name in form_ids() if load_form(name).seed is not None]
    kinds = ("scenario", "choice")
    told = {
        tuple(slot.variants[0].genuine for slot in form.slots if slot.variants[0].kind in kinds)
        for form in forms
    }
    assert len(told) > 2


@given(st.text(min_size=1, max_size=20))
def test_nobody_gets_both_twins(form: Form, learner: str) -> None:
    assert len(set(pairs(paper(form, learner)))) == 2


def test_the_paper_hangs_on_form_seed_version_and_learner_and_on_nothing_else(form: Form) -> None:
    changed = [replace(form, seed=8), replace(form, content_version="2027.1"), replace(form, id="duo-x")]
    for other in changed:
        assert [signature(paper(other, n)) for n in LEARNERS[:9]] != [
            signature(paper(form, n)) for n in LEARNERS[:9]
        ]
    # written down once: a paper that was handed out last year must come out the same this year
    assert " ".join(item.id for item in paper(form, "1001").items) == "q2 q1 m1 o1 s1 s3 p1"


def test_both_twins_in_one_form_are_kept_apart_by_the_draw(form: Form, duo_items: Path) -> None:
    """As in the forms of one role, whose genuine scenarios are the twins of its frauds."""
    frauds = next(slot for slot in form.slots if slot.id == "s1")
    items = {item.variant: item for item in load_items(duo_items).items.values()}
    twins = tuple(items[item.variant.replace("-1", "-2")].at("s3") for item in frauds.variants)
    mixed = replace(form, slots=(frauds, Slot("s3", twins)))
    drawn = {tuple(pairs(paper(mixed, learner))) for learner in LEARNERS}
    assert len(drawn) == 2
    assert all(one != other for one, other in drawn)
    assert lost(mixed) == []
    three = (replace(frauds, variants=frauds.variants[:1]), Slot("s3", twins))
    assert lost(replace(mixed, slots=three)) == [twins[0].variant]
    alone = (replace(frauds, variants=frauds.variants[:1]), Slot("s3", twins[:1]))
    with pytest.raises(NoPaper, match="without both twins"):
        paper(replace(mixed, slots=alone), "1001")


def test_a_paper_can_be_rebuilt_from_its_variants(form: Form) -> None:
    given_ = paper(form, "1001")
    again = rebuild(form, given_.variants)
    assert again is not None
    assert again.variants == given_.variants
    assert all(edition.endswith("@1") for edition in given_.variants.values())
    assert rebuild(form, {**given_.variants, "s1": "nobody-1@1"}) is None
    assert rebuild(form, {**given_.variants, "s9": given_.variants["s1"]}) is None
    assert rebuild(form, {}) is None


def test_no_paper_with_both_twins_can_be_rebuilt(form: Form, duo_items: Path) -> None:
    items = load_items(duo_items).items
    slots = (Slot("s1", (items["east-1"].at("s1"),)), Slot("s3", (items["east-2"].at("s3"),)))
    assert rebuild(replace(form, slots=slots), {"s1": "east-1@1", "s3": "east-2@1"}) is None
    assert rebuild(replace(form, slots=slots[:1]), {"s1": "east-1@1"}) is not None


def test_what_the_trainee_gets_names_no_variant_and_no_key(form: Form) -> None:
    shown = paper(form, "1001").view()
    assert [item["id"] for item in shown["items"]] == [item.id for item in paper(form, "1001").items]
    text = json.dumps(shown, ensure_ascii=False)
    for secret in ('"genuine"', '"weights"', '"rubric"', '"act"', '"stances"', '"tells"', "east-", "west-"):
        assert secret not in text
    with pytest.raises(ValueError, match="a paper for each learner"):
        form.view()


def test_a_fixed_form_is_the_same_for_everybody() -> None:
    fixed = load_form("lesson-01")
    assert fixed.is_fixed
    assert {signature(paper(fixed, learner)) for learner in LEARNERS[:20]} == {
        tuple((slot.id, f"lesson-01-{slot.id}") for slot in fixed.slots)
    }
    assert paper(fixed, "1001").view() == fixed.view()


@pytest.mark.parametrize("form_id", form_ids())
def test_the_real_forms_draw_no_twins_and_no_neighbours_alike(form_id: str) -> None:
    form = load_form(form_id)
    papers = [paper(form, learner) for learner in LEARNERS]
    if not form.is_fixed:
        assert all(len(pairs(given_)) == len(set(pairs(given_))) for given_ in papers)
        met = {item.variant for given_ in papers for item in given_.items}
        assert met == {item.variant for item in form.items}
        signs = [signature(given_) for given_ in papers]
        assert all(one != other for one, other in pairwise(signs))
