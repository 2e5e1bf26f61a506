"""Backfill: files of other tools as postings that were seen on the day they were posted.

A file is looked through before anything is written, so that an unreadable one stops the import while the
store is as it was; then postings are written in batches, each in a transaction of its own. Everything is
idempotent by (board, external id).
"""
