"""What a login *is*: one module per kind, without YAML and without files."""
