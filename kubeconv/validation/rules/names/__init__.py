"""KC1: names and references."""
