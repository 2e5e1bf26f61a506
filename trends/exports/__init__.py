"""Files for analysts: one module a format, and in `contents/` one module a thing to write.

A content is a list of sheets, relations that DuckDB reads while a format writes them, so that memory stays flat.
"""
