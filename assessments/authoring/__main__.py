"""`python -m assessments.authoring` builds every form into `assessments/source`."""

from assessments.authoring.build import SOURCE, build_all

if __name__ == "__main__":
    build_all(SOURCE)
