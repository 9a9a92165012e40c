"""KC4: server and TLS."""
