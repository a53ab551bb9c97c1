"""The item bank and the forms, keys included."""
