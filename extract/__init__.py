"""Understand: raw postings in; clean text, tags with the words they came from, and vacancies out."""
