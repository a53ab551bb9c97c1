"""The case library from Python's side: something to look at, with nothing in it that comes back."""

from typing import Any

from widgets import CaseLibrary, Exercise, static_files

SPEC: dict[str, Any] = {"cases": [], "filters": [], "overview": {"rows": [], "note": ""}}


def test_only_the_spec_travels() -> None:
    library = CaseLibrary(spec=SPEC)
    assert library.get_state(["spec"]) == {"spec": SPEC}
    assert not {"item", "mode", "answer", "done"} & set(library.keys)
    assert not isinstance(library, Exercise)
    assert CaseLibrary.__module__ == "widgets.case_library"


def test_bundle_and_styles_travel_with_the_widget() -> None:
    state = CaseLibrary(spec=SPEC).get_state(["_esm", "_css"])
    assert state["_esm"] == (static_files() / "case_library.js").read_text(encoding="utf-8")
    places = [state["_css"].index(rule) for rule in ("--sz-accent:", ".sz .sz-bubble", ".sz .sz-way__one")]
    assert places == sorted(places)
