"""KC0: file and shape."""
