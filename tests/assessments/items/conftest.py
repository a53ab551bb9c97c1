"""Folders of made-up items, all of them sound, for tests to read and to damage."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from assessments.items.itembank import Shelf
from assessments.items.plan import build_forms

SIGNS = "天地山水风云花草鸟鱼春夏秋冬东南西北早晚桥路门窗书纸笔墨茶米油盐杯碗灯船马牛羊鹿松竹梅兰江河湖海"
PAIRS = ("east", "west", "north", "south")


def words(of: str, length: int) -> str:
    """A text of that many hanzi that no other item says: nonsense, always the same for the same name."""
    digest = hashlib.sha256(of.encode()).digest() * (length // 32 + 1)
    return "".join(SIGNS[(byte * 7 + n) % len(SIGNS)] for n, byte in enumerate(digest[:length]))


@dataclass
class ItemFolder:
    """A folder of made-up items that are all sound, to be damaged by a test before it is read."""

    folder: Path
    records: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    blueprint: dict[str, Any] = field(default_factory=dict)

    def write(self) -> Path:
        """Write every file; the folder."""
        for (part, name), record in self.records.items():
            (self.folder / part).mkdir(parents=True, exist_ok=True)
            self._dump(self.folder / part / f"{name}.yaml", record)
        if self.blueprint:
            self._dump(self.folder / "blueprint.yaml", self.blueprint)
        return self.folder

    def _dump(self, path: Path, record: dict[str, Any]) -> None:
        path.write_text(
            yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=900), encoding="utf-8"
        )

    def bank(self, name: str) -> dict[str, Any]:
        """What an item shows, to be changed."""
        return self.records["bank", name]

    def key(self, name: str) -> dict[str, Any]:
        """Its key, to be changed."""
        return self.records["keys", name]

    def add(
        self, name: str, slot: str, kind: str, shown: dict[str, Any], key: dict[str, Any], **more: Any
    ) -> None:
        """An item with its key."""
        self.records["bank", name] = {
            "schema_version": 1,
            "id": name,
            "version": 1,
            "kind": kind,
            "slot": slot,
            "genuine": "mixed",
            "fraud_type": "虚假贷款",
            "channel": "chat",
            "roles": ["office-staff"],
            "levers": ["urgency"],
            "cue": words(f"{name} cue", 6),
            "difficulty": {"level": "middle", "why": words(f"{name} why", 9)},
            "based_on": None,
            "constructed": "全部是教学构造。",
            "title": words(f"{more.get('pair', name)} title", 5),
            **{field: value for field, value in more.items() if field != "pair"},
            **shown,
        }
        self.records["keys", name] = {"schema_version": 1, "item": name, "version": 1, **key}


def make_items(folder: Path) -> ItemFolder:
    """Four parallel items in each of seven families, and a blueprint of two parallel forms."""
    kit = ItemFolder(folder)
    for n, pair in enumerate(PAIRS):
        for genuine in (False, True):
            scenario, rubric = _scene(pair, genuine, n)
            name, slot = f"{pair}-{1 + genuine}", "duo-s3" if genuine else "duo-s1"
            kit.add(
                name, slot, "scenario", {"scenario": scenario}, {"rubric": rubric}, genuine=genuine, pair=pair
            )
        for genuine in (False, True):
            name, slot = f"{pair}-ask-{1 + genuine}", "duo-q2" if genuine else "duo-q1"
            kit.add(name, slot, "choice", *_choice(name, genuine, n), genuine=genuine)
        kit.add(f"{pair}-mark-1", "duo-m1", "marks", *_marks(f"{pair}-mark-1"))
        kit.add(f"{pair}-match-1", "duo-p1", "compare", *_compare(f"{pair}-match-1", n))
        kit.add(f"{pair}-order-1", "duo-o1", "order", *_order(f"{pair}-order-1"), genuine=False)
    slots = [{"id": s, "family": f"duo-{s}", "take": 2} for s in ("s1", "s3", "m1", "p1", "q1", "q2", "o1")]
    kit.blueprint = {
        "schema_version": 1,
        "content_version": "2026.11",
        "parity": {"difficulty": 0.1, "minutes": 0.5, "share": 0.05, "types": 1, "channels": 1},
        "forms": [_plan(form, slots) for form in ("duo-a", "duo-b")],
    }
    return kit


def _plan(form: str, slots: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": form,
        "title": words(f"{form} title", 4),
        "intro": words(f"{form} intro", 12),
        "seed": 7,
        "minutes": 12,
        "pass_share": 0.7,
        "parallel": "duo",
        "genuine_share": 0.5,
        "kinds": {"scenario": 2, "marks": 1, "compare": 1, "choice": 2, "order": 1},
        "types": {"虚假贷款": 8},
        "channels": {"chat": 8},
        "slots": [dict(slot) for slot in slots],
    }


def _node(of: str, turn: int, *choices: tuple[str, str]) -> dict[str, Any]:
    """A moment; `turn` moves the choices round, so that no place is always the right one."""
    turned = [*choices[turn % len(choices) :], *choices[: turn % len(choices)]]
    return {
        "messages": [{"by": "peer", "text": words(f"{of} said", 14)}],
        "choices": [
            {
                "id": "abcd"[n],
                "act": act,
                "text": words(f"{of} {act}", 8 + SIGNS.index(words(f"{of} {act}", 1)) % 4),
                "to": to,
            }
            for n, (act, to) in enumerate(turned)
        ],
    }


def _end(of: str, kind: str) -> dict[str, Any]:
    lost = {"lost_cny": 900} if kind == "loss" else {}
    told = {"kind": kind, "title": words(f"{of} end", 4), "text": words(f"{of} told", 10), **lost}
    return {"messages": [{"by": "narrator", "text": words(f"{of} so", 8)}], "ending": told}


def _scene(pair: str, genuine: bool, turn: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Whoever checks knows, and decides then: the last word is n3's."""
    of, go = f"{pair} {genuine}", "proceed_by_rule" if genuine else "comply"
    verify = ("verify_known_channel", "n3")
    nodes = {
        "n1": _node(pair, turn, ("talk", "n2"), ("refuse", "n4"), verify),
        "n2": _node(f"{of} n2", turn + 1, (go, "n5"), ("refuse", "n4"), verify),
        "n3": _node(
            f"{of} n3",
            turn,
            (go, "n6" if genuine else "n5"),
            ("refuse", "n4"),
            ("report", "n4" if genuine else "n6"),
        ),
        "n4": _end(f"{of} n4", "missed" if genuine else "safe"),
        "n5": _end(f"{of} n5", "served" if genuine else "loss"),
        "n6": _end(f"{of} n6", "served" if genuine else "safe"),
    }
    good, best, bad = (["n5", "n6"], "n6", "n4") if genuine else (["n4", "n6"], "n6", "n5")
    says = {key: words(f"{of} {key}", 9) for key in ("checked", "decided", "more", "error")}
    rubric = {
        "credits": [
            {"points": 4, "when": {"acts": ["verify_known_channel"]}, "reason": says["checked"]},
            {"points": 5, "when": {"endings": good}, "reason": says["decided"]},
            {"points": 1, "when": {"endings": [best]}, "reason": says["more"]},
        ],
        "critical": [{"cap": 1, "when": {"endings": [bad]}, "reason": says["error"]}],
    }
    scenario = {
        "schema_version": 1,
        "id": f"{pair}-{'b' if genuine else 'a'}",
        "content_version": "2026.11",
        "title": words(f"{pair} title", 5),
        "genuine": genuine,
        "pair": pair,
        "based_on": None,
        "constructed": "全部是教学构造。",
        "mps_type": "虚假贷款",
        "channel": "chat",
        "skin": "chat",
        "role": "办公室人员",
        "brief": words(f"{pair} brief", 30),
        "stake_cny": 900,
        "promises": ["served", "missed"] if genuine else ["safe", "loss"],
        "cast": {"peer": {"name": words(f"{pair} peer", 3)}},
        "start": "n1",
        "nodes": nodes,
    }
    return scenario, rubric


def _choice(name: str, genuine: bool, turn: int) -> tuple[dict[str, Any], dict[str, Any]]:
    stances = dict(
        zip(
            "abcd",
            ["comply", "refuse", "verify", "other"][turn:] + ["comply", "refuse", "verify", "other"][:turn],
            strict=True,
        )
    )
    right = next(
        option
        for option, stance in stances.items()
        if stance == ("comply" if genuine and turn % 2 else "verify")
    )
    options = [{"id": i, "text": words(f"{name} {i}", 14 if stances[i] == "refuse" else 12)} for i in "abcd"]
    question = {
        "title": words(f"{name} head", 4),
        "prompt": words(f"{name} asks", 30),
        "type": "single",
        "options": options,
    }
    key = {
        "weights": {right: 1.0},
        "reasons": {option: words(f"{name} because {option}", 9) for option in stances},
        "stances": stances,
    }
    return {"question": question}, key


def _marks(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    parts = [{"id": f"w{n}", "text": words(f"{name} w{n}", 6)} for n in range(1, 9)]
    marking = {
        "title": words(f"{name} head", 4),
        "prompt": words(f"{name} asks", 12),
        "cast": {who: {"name": words(f"{name} {who}", 3)} for who in ("one", "two")},
        "lines": [{"by": "one", "parts": parts[:4]}, {"by": "two", "parts": parts[4:]}],
    }
    cues = {part["id"]: words(f"{name} why {part['id']}", 7) for part in parts}
    key = {
        "marks": {i: cues[i] for i in ("w5", "w6", "w8")},
        "innocent": {i: cues[i] for i in ("w1", "w2", "w3", "w4", "w7")},
    }
    return {"marking": marking}, key


def _compare(name: str, turn: int) -> tuple[dict[str, Any], dict[str, Any]]:
    ids = [f"w{n}" for n in range(1, 6)]
    rows = [{"id": i, **{side: words(f"{name} {i} {side}", 7) for side in ("what", "a", "b")}} for i in ids]
    pair = {"title": words(f"{name} head", 4), "prompt": words(f"{name} asks", 12), "rows": rows}
    tells = {i: {"tells": i in ("w2", "w4"), "why": words(f"{name} why {i}", 8)} for i in ids}
    return {"pair": pair}, {"genuine": "ab"[turn % 2], "rows": tells}


def _order(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    options = [{"id": i, "text": words(f"{name} {i}", 9)} for i in "abcd"]
    question = {
        "title": words(f"{name} head", 4),
        "prompt": words(f"{name} asks", 12),
        "type": "ordering",
        "options": options,
    }
    return {"question": question}, {
        "order": list("bdac"),
        "reasons": {i: words(f"{name} why {i}", 7) for i in "abcd"},
    }


@pytest.fixture
def kit(tmp_path: Path) -> ItemFolder:
    """Sound items that no test has damaged yet."""
    return make_items(tmp_path / "items")


@pytest.fixture(scope="session")
def duo_items(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A written folder of sound items, with the forms that its blueprint makes. Not to be changed."""
    folder = make_items(tmp_path_factory.mktemp("items")).write()
    build_forms(Shelf(folder))
    return folder
