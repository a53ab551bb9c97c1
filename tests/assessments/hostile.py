"""What somebody could hand in who wants marks, harm, or a look at what is not theirs: one function each.

Each takes a sound submission and spoils it; what it must come to was reasoned from what counts: the answers
under the learner's own number, and nothing else. Used by the tests and by `benchmarks/hostile.py`.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from assessments.grading.responses import Answers
from assessments.items.form import load_form
from assessments.items.simulated import Bias, Trainee
from assessments.items.sitting import Room

FORM = "counter"
VICTIM = "zz-honest"
STAMP = "2026-11-22 04:00:00.000000 UTC"
SECRET = "TOP-SECRET-7391"
PRIVATE = "只给老师看的一句话5512"
SCRIPT = '<script>alert("sz-xss")</script><img src=x onerror="alert(1)"><svg/onload=alert(2)>'

Outcome = Literal["same", "waits", "zero", "refused"]
"""same: the marks of the untouched submission; victim: those of the answers that were copied; waits: the
same, but for the graded cell that is gone; zero: nothing was answered; refused: no mark, and why."""


@dataclass(frozen=True)
class Scene:
    """Where an attack takes place."""

    course: Path
    learner: str
    outside: Path
    """A folder beside the course, with a secret in it."""

    @property
    def folder(self) -> Path:
        return self.course / "submitted" / self.learner / FORM

    @property
    def victim(self) -> Path:
        return self.course / "submitted" / VICTIM / FORM

    @property
    def mark(self) -> Path:
        """The file that code of this attack would write."""
        return self.outside / f"written-by-{self.learner}"


@dataclass(frozen=True)
class Attack:
    """One hostile submission."""

    about: str
    spoil: Callable[[Scene], object]
    outcome: Outcome
    told: str = ""
    """What the reason of a refusal must name."""


@cache
def _room() -> Room:
    return Room(load_form(FORM), date(2026, 11, 2), 1)


def honest(learner: str) -> Answers:
    """The answers of somebody simulated: the victim is good at it, all others are not."""
    sitting = _room().sit(learner, Trainee(30.0 if learner == VICTIM else 0.0, Bias.EVEN))
    form = load_form(FORM)
    answers = Answers(
        form=FORM,
        content_version=form.content_version,
        learner=learner,
        items=dict(sitting.answers),
        variants=dict(sitting.variants),
    )
    if learner != VICTIM:
        return answers
    text = {"kind": "text", "text": PRIVATE}
    raw = answers.model_dump(mode="json")
    return Answers.model_validate_json(json.dumps({**raw, "items": {**raw["items"], "t1": text}}))


def hand_in(course: Path, answers: Answers, stamp: str = STAMP) -> Path:
    """A sound submission, as it stands there after it was collected."""
    folder = course / "submitted" / answers.learner / FORM
    folder.mkdir(parents=True, exist_ok=True)
    for path in (course / "release" / FORM).iterdir():
        shutil.copyfile(path, folder / path.name)
    answers.write(folder)
    (folder / "timestamp.txt").write_text(stamp, encoding="utf-8")
    return folder


def prepare(course: Path, outside: Path, learner: str) -> Scene:
    """A sound submission of this learner, and a secret outside the course."""
    outside.mkdir(exist_ok=True)
    (outside / "secret.txt").write_text(SECRET, encoding="utf-8")
    hand_in(course, honest(learner))
    return Scene(course, learner, outside)


# --- notebooks -----------------------------------------------------------------------------------------


def _notebook(change: Callable[[dict[str, Any], Scene], object]) -> Callable[[Scene], None]:
    def spoil(scene: Scene) -> None:
        path = scene.folder / f"{FORM}.ipynb"
        value = json.loads(path.read_text(encoding="utf-8"))
        made = change(value, scene)
        path.write_text(json.dumps(made if isinstance(made, dict) else value), encoding="utf-8")

    return spoil


def _raw_notebook(make: Callable[[str], str | bytes]) -> Callable[[Scene], None]:
    def spoil(scene: Scene) -> None:
        path = scene.folder / f"{FORM}.ipynb"
        made = make(path.read_text(encoding="utf-8"))
        path.write_bytes(made if isinstance(made, bytes) else made.encode())

    return spoil


def _cells(change: Callable[[dict[str, Any], Scene], object]) -> Callable[[Scene], None]:
    """A change of every cell that gives marks."""

    def of_all(notebook: dict[str, Any], scene: Scene) -> None:
        for cell in notebook["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade"):
                change(cell, scene)

    return _notebook(of_all)


def _code(source: str, **told: object) -> dict[str, Any]:
    metadata = {"nbgrader": told} if told else {}
    blank = {"cell_type": "code", "execution_count": None, "outputs": []}
    return {**blank, "id": "mine", "metadata": metadata, "source": source}


def _added_first(source: Callable[[Scene], str]) -> Callable[[Scene], None]:
    return _notebook(lambda notebook, scene: notebook["cells"].insert(0, _code(source(scene))))


def own_graded_cell(notebook: dict[str, Any], _: Scene) -> None:
    flags = {"grade": True, "solution": False, "task": False, "locked": True, "schema_version": 3}
    notebook["cells"].append(
        _code("1000.0", **flags, grade_id="bonus", points=1000, cell_type="code", checksum="0" * 32)
    )


def writes(scene: Scene) -> str:
    """Code that writes beside the course, and gives everybody else nothing."""
    return (
        f"open({str(scene.mark)!r}, 'w').write('x')\nimport sqlite3\n"
        f"book = sqlite3.connect({str(scene.course / 'gradebook.db')!r}, timeout=5)\n"
        "book.execute('update grade set auto_score = 0, manual_score = 0')\nbook.commit()"
    )


def steals(scene: Scene) -> str:
    """Code that takes another's answers and empties them."""
    return (
        f"from pathlib import Path\nother = Path({str(scene.victim / 'answers.json')!r})\n"
        "told = other.read_text().replace('zz-honest', "
        f"{scene.learner!r})\nPath('answers.json').chmod(0o644)\nPath('answers.json').write_text(told)\n"
        "other.write_text(other.read_text().replace('\"n1\"', '\"n2\"'))"
    )


def stays(scene: Scene) -> str:
    """Code that leaves a program running."""
    script = f"import time; time.sleep(8); open({str(scene.mark)!r}, 'w')"
    return (
        "import subprocess, sys\n"
        f"subprocess.Popen([sys.executable, '-c', {script!r}], start_new_session=True)"
    )


def patches(_: Scene) -> str:
    """Code that puts another scorer in the place of ours: what is no number earns everything."""
    return "import assessments.grading as scorer\nscorer.score_item = lambda slot: object()"


def edits(cell: dict[str, Any], scene: Scene) -> None:
    cell["source"] = f"open({str(scene.mark)!r}, 'w').write('x')\n10.0"


def unflags(cell: dict[str, Any], _: Scene) -> None:
    flags = {"grade": False, "solution": True, "locked": False, "task": True}
    cell["metadata"]["nbgrader"] |= flags
    cell["source"] = "10.0"


def unlocks(cell: dict[str, Any], _: Scene) -> None:
    """Graded, and no longer locked: whoever believes the flags runs what the trainee wrote."""
    cell["metadata"]["nbgrader"] |= {"solution": True, "locked": False}
    cell["source"] = "10.0"


def fakes(cell: dict[str, Any], _: Scene) -> None:
    result = {"data": {"text/plain": "10.0"}, "metadata": {}, "execution_count": 1}
    cell["outputs"] = [{"output_type": "execute_result", **result}]


def raises(cell: dict[str, Any], _: Scene) -> None:
    cell["metadata"]["nbgrader"]["points"] = 1000


def renames(cell: dict[str, Any], _: Scene) -> None:
    cell["metadata"]["nbgrader"]["schema_version"] = 99


def duplicates(notebook: dict[str, Any], _: Scene) -> None:
    for cell in list(notebook["cells"]):
        notebook["cells"].append({**cell, "id": f"again-{cell['id']}", "source": "10.0"})


def drops_first_graded(notebook: dict[str, Any], _: Scene) -> None:
    notebook["cells"] = [cell for cell in notebook["cells"] if _name(cell) != f"{FORM}-s1"]


def drops_the_rest(notebook: dict[str, Any], _: Scene) -> None:
    notebook["cells"] = [
        cell
        for cell in notebook["cells"]
        if {"grade", "task"} & _true(cell) or _name(cell) == f"{FORM}-paper"
    ]


def _name(cell: dict[str, Any]) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id"))


def _true(cell: dict[str, Any]) -> set[str]:
    return {key for key, value in cell["metadata"].get("nbgrader", {}).items() if value is True}


def scripted(notebook: dict[str, Any], _: Scene) -> None:
    """Script wherever a notebook has room for words."""
    said = {"cell_type": "markdown", "id": "<script>", "metadata": {"tags": [SCRIPT]}, "source": SCRIPT}
    notebook["cells"].insert(0, said)
    notebook["cells"].append({"cell_type": "raw", "id": "r", "metadata": {}, "source": SCRIPT})
    for cell in notebook["cells"]:
        cell["metadata"]["name"] = SCRIPT
        cell["metadata"].setdefault("nbgrader", {})["cell_type"] = SCRIPT
    language = {"name": SCRIPT, "pygments_lexer": SCRIPT, "mimetype": SCRIPT}
    notebook["metadata"] |= {"title": SCRIPT, "authors": [{"name": SCRIPT}], "language_info": language}
    notebook["metadata"]["kernelspec"] = {"name": SCRIPT, "display_name": SCRIPT, "language": SCRIPT}


def commanded(notebook: dict[str, Any], scene: Scene) -> None:
    """A kernel of one's own: a command, a name with a path in it, and a file that says how to start it."""
    kernel = scene.folder / "kernels" / "mine"
    kernel.mkdir(parents=True)
    argv = ["/bin/sh", "-c", f"touch '{scene.mark}'"]
    spec = {"argv": argv, "display_name": "x", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    notebook["metadata"]["kernelspec"] = {"name": "../../mine", **spec}


def huge_outputs(notebook: dict[str, Any], _: Scene) -> None:
    text = {"output_type": "stream", "name": "stdout", "text": "x" * 60_000_000}
    next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")["outputs"] = [text]


def of_three(notebook: dict[str, Any], _: Scene) -> dict[str, Any]:
    sheet = {"cells": notebook["cells"], "metadata": {}}
    return {"metadata": notebook["metadata"], "nbformat": 3, "nbformat_minor": 0, "worksheets": [sheet]}


# --- answers -------------------------------------------------------------------------------------------


def _answers(change: Callable[[dict[str, Any], Scene], object]) -> Callable[[Scene], None]:
    def spoil(scene: Scene) -> None:
        path = scene.folder / "answers.json"
        value = json.loads(path.read_text(encoding="utf-8"))
        change(value, scene)
        path.write_text(json.dumps(value), encoding="utf-8")

    return spoil


def _raw_answers(make: Callable[[str], str | bytes]) -> Callable[[Scene], None]:
    def spoil(scene: Scene) -> None:
        path = scene.folder / "answers.json"
        made = make(path.read_text(encoding="utf-8"))
        path.write_bytes(made if isinstance(made, bytes) else made.encode())

    return spoil


def _set(**told: object) -> Callable[[Scene], None]:
    return _answers(lambda value, _: value.update(told))


def _items(change: Callable[[dict[str, Any]], object]) -> Callable[[Scene], None]:
    return _answers(lambda value, _: change(value["items"]))


def impossible(items: dict[str, Any]) -> None:
    """A walk through a door that is not there."""
    walk = next(answer for answer in items.values() if answer["kind"] == "transcript")
    walk["events"][0]["node"] = "n99"


def dated(at: str) -> Callable[[dict[str, Any]], None]:
    def change(items: dict[str, Any]) -> None:
        for answer in items.values():
            for event in answer.get("events", []):
                event["at"] = at

    return change


def scripted_text(items: dict[str, Any]) -> None:
    items["t1"] = {"kind": "text", "text": SCRIPT}


def copies(value: dict[str, Any], scene: Scene) -> None:
    """Another's answers under one's own number."""
    theirs = json.loads((scene.victim / "answers.json").read_text(encoding="utf-8"))
    value |= {**theirs, "learner": scene.learner}


def twins(value: dict[str, Any], _: Scene) -> None:
    """Both twins of a pair on one paper: who has seen one knows the other."""
    value["variants"] |= {"s1": "daily-limit-2@2", "s3": "daily-limit-1@1"}


# --- files ---------------------------------------------------------------------------------------------


def _put(name: str, content: str | bytes) -> Callable[[Scene], None]:
    def spoil(scene: Scene) -> None:
        path = scene.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return spoil


def _linked(name: str, to: Callable[[Scene], Path]) -> Callable[[Scene], None]:
    def spoil(scene: Scene) -> None:
        (scene.folder / name).unlink(missing_ok=True)
        (scene.folder / name).symlink_to(to(scene))

    return spoil


def _pipe(name: str) -> Callable[[Scene], None]:
    def spoil(scene: Scene) -> None:
        (scene.folder / name).unlink(missing_ok=True)
        os.mkfifo(scene.folder / name)

    return spoil


def device(scene: Scene) -> None:
    """/dev/zero, itself or, where that is not allowed, by a link."""
    path = scene.folder / "answers.json"
    path.unlink()
    try:
        os.mknod(path, 0o20666, os.makedev(1, 5))
    except OSError:
        path.symlink_to("/dev/zero")


def hard_link(scene: Scene) -> None:
    path = scene.folder / "answers.json"
    path.unlink()
    path.hardlink_to(scene.victim / "answers.json")


def folder_link(scene: Scene) -> None:
    shutil.rmtree(scene.folder)
    scene.folder.symlink_to(scene.victim)


def home_link(scene: Scene) -> None:
    shutil.rmtree(scene.folder.parent)
    scene.folder.parent.symlink_to(scene.victim.parent)


def shadows(scene: Scene) -> None:
    """Packages beside the notebook that are called as ours and nbgrader's are."""
    harm = f"open({str(scene.mark)!r}, 'w').write('x')\nscore_item = lambda slot: object()\nPaper = object\n"
    names = (
        "assessments/__init__.py",
        "assessments/grading/__init__.py",
        "course/__init__.py",
        "course/paper.py",
    )
    for name in (*names, "nbgrader.py", "sitecustomize.py", "usercustomize.py", "course.py", "json.py"):
        _put(name, harm)(scene)
    _put("nbgrader_config.py", f"{harm}c = get_config()\nc.Autograde.force = True\n")(scene)
    _put(".ipython/profile_default/startup/00.py", harm)(scene)


def many_files(scene: Scene) -> None:
    (scene.folder / "many").mkdir()
    for number in range(10_000):
        (scene.folder / "many" / f"{number}.txt").touch()


def large_files(scene: Scene) -> None:
    """Each of them small enough, all of them 1.9 GB; they take no room on the disk."""
    for number in range(190):
        with (scene.folder / f"{number}.bin").open("wb") as stream:
            stream.truncate(9_999_999)


def read_only(scene: Scene) -> None:
    for path in scene.folder.iterdir():
        path.chmod(0o444)
    scene.folder.chmod(0o555)


def odd_names(scene: Scene) -> None:
    """Names that turn the line, break it, colour it, or are no text at all."""
    for name in (
        b"a\nb.txt",
        b"\x1b[31mred.txt",
        "\u202etxt.exe".encode(),
        b"\xff\xfe.txt",
        b"\x7f",
        b"a;rm -rf .txt",
    ):
        (scene.folder / os.fsdecode(name)).write_bytes(b"x")


def other_case(scene: Scene) -> None:
    (scene.folder / "answers.json").rename(scene.folder / "ANSWERS.JSON")


def twice_but_for_case(scene: Scene) -> None:
    for name in ("Form.json", "Timestamp.TXT", f"{FORM}.IPYNB"):
        _put(name, "{}")(scene)


_ADDED = {
    "own-graded-cell": Attack("an added cell that is graded, worth 1000", _notebook(own_graded_cell), "same"),
    "writing-cell": Attack(
        "an added cell writes a file, and 0 into everybody's rows", _added_first(writes), "same"
    ),
    "stealing-cell": Attack(
        "an added cell takes another's answers, and spoils them", _added_first(steals), "same"
    ),
    "staying-program": Attack("an added cell leaves a program running", _added_first(stays), "same"),
    "other-scorer": Attack(
        "an added cell replaces the scorer: it returns an object", _added_first(patches), "same"
    ),
    "endless-cell": Attack(
        "an added cell that never ends", _added_first(lambda _: "while True: pass"), "same"
    ),
    "shadow-packages": Attack("packages beside the notebook: assessments, nbgrader, json …", shadows, "same"),
    "edited-cells": Attack("locked graded cells are edited", _cells(edits), "same"),
    "gone-flags": Attack("graded cells become solutions, ungraded", _cells(unflags), "same"),
    "unlocked-cells": Attack("graded cells become unlocked", _cells(unlocks), "same"),
    "more-points": Attack("every graded cell says 1000 points", _cells(raises), "same"),
    "other-schema": Attack("graded cells of schema version 99", _cells(renames), "same"),
    "made-up-outputs": Attack("outputs that say 10.0", _cells(fakes), "same"),
    "doubled-ids": Attack("every cell twice, the copy with 10.0", _notebook(duplicates), "same"),
    "cell-gone": Attack("a graded cell is deleted", _notebook(drops_first_graded), "waits"),
    "words-gone": Attack(
        "all locked cells but the graded ones are deleted", _notebook(drops_the_rest), "same"
    ),
    "scripts-in-notebook": Attack("script in cells, ids, tags, title, kernel", _notebook(scripted), "same"),
    "kernel-command": Attack("the kernel is a command of one's own", _notebook(commanded), "same"),
}
CRUMBS = "[" * 50 + "0, " * 100_000 + "0" + "]" * 50
_NOTEBOOKS = {
    "huge-outputs": Attack("a notebook with 60 MB of output", _notebook(huge_outputs), "refused", "太大"),
    "old-format": Attack("a notebook of format 3", _notebook(of_three), "refused", "nbformat"),
    "deep-notebook": Attack(
        "a notebook 100,000 levels deep",
        _raw_notebook(lambda _: f'{{"cells": {"[" * 100_000}{"]" * 100_000}}}'),
        "refused",
        "层",
    ),
    "crumbs": Attack(
        "a notebook of 100,000 zeros: thirty times as long where each has a line",
        _raw_notebook(lambda raw: raw.replace('"kernelspec":', f'"x": {CRUMBS}, "kernelspec":', 1)),
        "refused",
        "太碎",
    ),
    "key-twice-in-notebook": Attack(
        "a notebook with its cells twice",
        _raw_notebook(lambda raw: raw.replace('"nbformat":', '"cells": [], "nbformat":', 1)),
        "refused",
        "写了两次",
    ),
    "infinite-points": Attack(
        "points of Infinity in the notebook",
        _raw_notebook(lambda raw: raw.replace('"points": 10.0', '"points": Infinity')),
        "refused",
        "Infinity",
    ),
}
_ANSWERS = {
    "not-a-number": Attack(
        "NaN in the answers",
        _raw_answers(lambda raw: raw.replace('"seq": 0', '"seq": NaN', 1)),
        "refused",
        "NaN",
    ),
    "infinite": Attack(
        "1e999 in the answers",
        _raw_answers(lambda raw: raw.replace('"seq": 0', '"seq": 1e999', 1)),
        "refused",
        "太大",
    ),
    "long-number": Attack(
        "a number of 500,000 digits in the answers",
        _raw_answers(lambda raw: raw.replace('"seq": 0', f'"seq": {"9" * 500_000}', 1)),
        "refused",
        "500000 位",
    ),
    "large-answers": Attack(
        "answers of 60 MB", _raw_answers(lambda raw: raw + " " * 60_000_000), "refused", "太大"
    ),
    "deep-answers": Attack(
        "answers 100,000 levels deep", _raw_answers(lambda _: "[" * 100_000 + "]" * 100_000), "refused", "层"
    ),
    "key-twice": Attack(
        "two learners in the answers",
        _raw_answers(lambda raw: raw.replace("{", f'{{"learner": "{VICTIM}",', 1)),
        "refused",
        "写了两次",
    ),
    "half-an-emoji": Attack(
        "half a character in the free text",
        _raw_answers(
            lambda raw: raw.replace('"items": {', '"items": {"t9": {"kind": "text", "text": "\\ud83d"},', 1)
        ),
        "refused",
        "不完整的字符",
    ),
    "anothers-number": Attack("another's number in the answers", _set(learner=VICTIM), "refused", VICTIM),
    "copied-answers": Attack(
        "another's answers under one's own number", _answers(copies), "refused", "不是发给 copied-answers 的"
    ),
    "impossible-walk": Attack(
        "a walk that the story does not allow", _items(impossible), "refused", "没有这样的作答"
    ),
    "clock-1970": Attack("every decision made in 1970", _items(dated("1970-01-01T00:00:00Z")), "same"),
    "clock-9999": Attack(
        "every decision made at the end of time", _items(dated("9999-12-31T23:59:59-12:00")), "same"
    ),
    "other-paper": Attack(
        "items of another form",
        _answers(lambda value, _: value["variants"].update(s1="class-trip-2@2")),
        "refused",
        "发不出来",
    ),
    "both-twins": Attack("both twins of a pair", _answers(twins), "refused", "发不出来"),
    "other-version": Attack(
        "answers to another version", _set(content_version="2025.1"), "refused", "2025.1"
    ),
    "other-kind": Attack(
        "a choice where words are asked for",
        _items(lambda items: items.update(t1={"kind": "choice", "chosen": ["a"]})),
        "same",
    ),
    "script-in-words": Attack("script as free text", _items(scripted_text), "same"),
    "script-as-form": Attack("script as the form's name", _set(form=SCRIPT[:60]), "refused", "<script>"),
    "script-as-version": Attack(
        "script as the version", _set(content_version=SCRIPT[:20]), "refused", "<script>"
    ),
    "script-as-learner": Attack("script as the number", _set(learner="<script>x"), "refused", "<script>"),
    "script-as-variant": Attack("script as an item", _set(variants={"s1": SCRIPT}), "refused", "variants"),
}
_FILES = {
    "linked-folder": Attack("the folder is a link to another's", folder_link, "refused", "链接"),
    "linked-home": Attack("the folder above is a link to another's", home_link, "refused", "链接"),
    "linked-notebook": Attack(
        "the notebook is a link to another's",
        _linked(f"{FORM}.ipynb", lambda scene: scene.victim / f"{FORM}.ipynb"),
        "refused",
        "链接",
    ),
    "linked-answers": Attack(
        "the answers are a link to another's",
        _linked("answers.json", lambda scene: scene.victim / "answers.json"),
        "refused",
        "链接",
    ),
    "linked-passwd": Attack(
        "the answers are a link to /etc/passwd",
        _linked("answers.json", lambda _: Path("/etc/passwd")),
        "refused",
        "链接",
    ),
    "linked-secret": Attack(
        "a file beside is a link to a secret",
        _linked("notes.txt", lambda scene: scene.outside / "secret.txt"),
        "refused",
        "链接",
    ),
    "hard-link": Attack("the answers are a hard link to another's", hard_link, "refused", VICTIM),
    "pipe": Attack("the answers are a pipe", _pipe("answers.json"), "refused", "管道"),
    "pipe-for-time": Attack("the time is a pipe", _pipe("timestamp.txt"), "refused", "管道"),
    "device": Attack("the answers are /dev/zero", device, "refused", "设备"),
    "many-files": Attack("10,000 files", many_files, "refused", "文件太多"),
    "large-files": Attack("190 files of 10 MB", large_files, "refused", "太大"),
    "read-only": Attack("folder and files are read-only", read_only, "same"),
    "odd-names": Attack("file names with line breaks, colours, no UTF-8", odd_names, "same"),
    "other-case": Attack("the answers are called ANSWERS.JSON", other_case, "refused", "ANSWERS.JSON"),
    "twice-but-for-case": Attack("Form.json beside form.json", twice_but_for_case, "refused", "大小写"),
    "time-zone": Attack(
        "a time of +0800", _put("timestamp.txt", "2026-11-22 12:00:00 +0800"), "refused", "交卷时间"
    ),
    "time-garbage": Attack(
        "a time that is none", _put("timestamp.txt", b"\xff\x00now"), "refused", "交卷时间"
    ),
    "time-of-a-megabyte": Attack(
        "a time of 1 MB", _put("timestamp.txt", "9" * 1_000_000), "refused", "交卷时间"
    ),
    "handed-in-1970": Attack(
        "handed in 1970", _put("timestamp.txt", "1970-01-01 00:00:00.000000 UTC"), "same"
    ),
    "handed-in-9999": Attack(
        "handed in at the end of time", _put("timestamp.txt", "9999-12-31 23:59:59.999999 UTC"), "same"
    ),
    "handed-in-0001": Attack(
        "handed in in the year 1", _put("timestamp.txt", "0001-01-01 00:00:00 UTC"), "same"
    ),
}
ATTACKS: dict[str, Attack] = {**_ADDED, **_NOTEBOOKS, **_ANSWERS, **_FILES}
"""By the number under which it is handed in."""
