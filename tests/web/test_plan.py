"""Due dates: kept, taken back, and never in the way where the file is damaged."""

from datetime import date

from course.web.plan import Plan


def test_a_due_date_is_kept_and_taken_back(tmp_path):
    Plan(tmp_path).set_due("lesson-01", date(2026, 12, 31))
    Plan(tmp_path).set_due("01", date(2026, 12, 1))
    assert Plan(tmp_path).due("lesson-01") == date(2026, 12, 31)
    Plan(tmp_path).set_due("lesson-01", None)
    assert (Plan(tmp_path).due("lesson-01"), Plan(tmp_path).due("01")) == (None, date(2026, 12, 1))


def test_no_folder_no_dates():
    plan = Plan(None)
    plan.set_due("01", date(2026, 12, 1))
    assert plan.due("01") is None


def test_a_damaged_file_says_nothing(tmp_path):
    (tmp_path / "plan.json").write_text("{", encoding="utf-8")
    assert Plan(tmp_path).due("01") is None
    (tmp_path / "plan.json").write_text(
        '{"schema": "shizha.plan/1", "due": {"01": "soon"}}', encoding="utf-8"
    )
    assert Plan(tmp_path).due("01") is None
