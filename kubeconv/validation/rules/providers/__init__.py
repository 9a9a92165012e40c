"""KC2: auth providers."""
