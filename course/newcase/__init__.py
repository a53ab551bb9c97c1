"""`shizha new case`: from a bulletin, a quote and the facts to a checked case in a pack. No YAML by hand."""
