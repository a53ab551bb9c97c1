"""Whether our grading is nbgrader's: a random sample is graded again by nbgrader itself and compared."""

from assessments.grading.verify.differences import Difference
from assessments.grading.verify.sample import Verification, verify

__all__ = ["Difference", "Verification", "verify"]
