"""A job market whose true growth is known, watched as jobtide watches: what the estimator makes of it."""
