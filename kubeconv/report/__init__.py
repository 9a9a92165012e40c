"""Outcomes and findings to text and JSON. Nothing here prints."""
