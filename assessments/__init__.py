"""What is scored: items, forms, grading, the nbgrader course. Imports casebank only."""
