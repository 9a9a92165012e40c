"""KC3: exec plugins."""
