"""KC5: secrets and safety."""
