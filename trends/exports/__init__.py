"""Files for analysts: one module a format."""
