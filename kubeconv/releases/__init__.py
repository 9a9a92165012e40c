"""Version numbers, and the one table of releases."""
