"""Making a course directory and releasing its forms: the forms, and whose answers hang on them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def make_course(course_dir: Path) -> tuple[str, ...]:
    """Make or complete a course directory; what the instructor should know."""
    from assessments import coursedir
    from assessments.configuration import renew_untouched

    told = renew_untouched(course_dir)
    return *([told] if told else []), *coursedir.make_course(course_dir, answered(course_dir))


def release(course_dir: Path, form: str, *, over_answers: bool) -> str:
    """Release a form as the program carries it now; what was done.

    Raises CourseError where people have answered the release and `over_answers` does not say that this is
    known, FaultsError where an item says something else under the same version.
    """
    from assessments import coursedir

    return coursedir.release_anew(course_dir, form, answered(course_dir), over_answers=over_answers)


def answered(course_dir: Path) -> Mapping[str, int]:
    """How many people have answers on each page of a course; nothing where nobody was ever there."""
    from course.web.records import Records

    if not (course_dir / "records.sqlite").is_file():
        return {}
    records = Records.in_folder(course_dir)
    try:
        return records.answered()
    finally:
        records.close()
