"""Measure and say: tagged vacancies in; series with intervals, digests and exports out."""
