"""What is taught and served. May import everything below it."""
