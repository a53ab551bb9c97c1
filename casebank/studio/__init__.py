"""What an author should hear of a scenario that is sound as a graph: what gives it away, what copies it."""

from casebank.studio.report import studio_faults, unsafe_faults

__all__ = ["studio_faults", "unsafe_faults"]
