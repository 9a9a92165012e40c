"""The gate: every value of a file, a command line or a variable passes it on its way to any output."""
