"""The instructor's side of the web course: a door of its own, rosters, forms, coverage."""
