"""`python -m course.authoring` builds every lesson's notebook from its text."""

from course.authoring.build import build_all

if __name__ == "__main__":
    build_all()
