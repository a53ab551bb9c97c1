"""Builds the nbgrader notebooks of the forms; they are committed under `assessments/source`, never edited."""

from assessments.authoring.build import SOURCE, build_all, build_form, stale_forms

__all__ = ["SOURCE", "build_all", "build_form", "stale_forms"]
