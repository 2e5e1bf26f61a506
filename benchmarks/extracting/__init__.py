"""Postings to measure the tagger on."""
