"""What one has found out, kept beside the scene."""

from __future__ import annotations

from casebank.gauge import Guard
from casebank.model import Model, Text


class Note(Model):
    """A line on the note pad; it appears when its conditions hold."""

    text: Text
    """What was found out."""
    when: Guard
    """The conditions on the gauges."""
