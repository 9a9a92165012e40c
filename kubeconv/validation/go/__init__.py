"""Readers of URLs, PEM, DER and X.509 that agree with Go's."""
