"""The rules, the runner, and the verdict of client-go."""
