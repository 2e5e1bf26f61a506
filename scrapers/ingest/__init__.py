"""From RawPostings to rows: what a crawl and an import share about storing what was seen.

Every function takes a connection inside the caller's transaction, so that a caller decides what is kept
together; the same statements run on SQLite and PostgreSQL.
"""
