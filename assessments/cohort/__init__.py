"""The people who take the course: rosters, and what is said about a cohort."""
