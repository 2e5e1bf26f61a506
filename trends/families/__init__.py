"""Families of metrics: one module each, with `rows(metric, counted)`; `metrics.toml` says which metric is of which."""
