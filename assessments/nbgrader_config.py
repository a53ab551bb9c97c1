"""The nbgrader course 识诈课堂. The commands work from this folder, from a copy of it, and from formgrader.

Edit what you like: once edited, this file is only overwritten by `shizha renew-config`, which keeps a copy.
"""
# Version 5 of this file: leave this line as it is.

import os
import sys
import sysconfig
from importlib.resources import files
from pathlib import Path

c = get_config()  # type: ignore[name-defined]  # noqa: F821

HERE = Path(__file__).resolve().parent

c.CourseDirectory.course_id = "shizha"
c.CourseDirectory.root = str(HERE)  # the gradebook is gradebook.db in this folder

# The exchange lies inside the course. Its times are UTC, nbgrader's default: leave them so.
c.Exchange.root = str(HERE / "exchange")
c.ExchangeCollect.check_owner = False  # the web course hands in for everybody
c.ExchangeCollect.update = True  # who handed in again before grading is graded on the later answers

# A submission is the released notebook and answers.json; the answers are never replaced by a file of ours.
c.Autograde.exclude_overwriting = {
    form.name: ["answers.json"] for form in (HERE / "source").glob("*") if form.is_dir()
}

# Answers to items that have changed since are not marked, and why is told: never a 0 for them.
c.Autograde.sanitize_preprocessors.insert(0, "assessments.quarantine.Quarantine")

# A form takes a second. The folder of a submission is not a place to import from.
c.Execute.timeout = 60
c.Execute.startup_timeout = 120
c.Execute.extra_arguments = ["--InteractiveShellApp.ignore_cwd=True"]
c.LimitOutput.max_lines = 400

# Feedback shows neither the mark scheme nor the tests, runs no script of anybody, and calls no other site.
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbconvert.preprocessors.sanitize.SanitizeHTML",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
c.SanitizeHTML.enabled = True
c.HTMLExporter.extra_template_basedirs = [
    str(files("assessments") / "templates"),
    str(files("nbgrader") / "server_extensions" / "formgrader" / "templates"),
]

# The folders of private items that the course was made with: their keys score their forms.
PRIVATE = HERE / "private_items.txt"
if PRIVATE.is_file():
    folders = [line.strip() for line in PRIVATE.read_text(encoding="utf-8").splitlines() if line.strip()]
    os.environ.setdefault("SHIZHA_ITEMS", os.pathsep.join(folders))

# nbgrader calls the program `alembic`, which stands beside it.
os.environ["PATH"] = os.pathsep.join(
    [sysconfig.get_path("scripts"), str(Path(sys.executable).parent), os.environ.get("PATH", "")]
)
