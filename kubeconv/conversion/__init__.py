"""A choice becomes a plan, and a plan becomes edits."""
