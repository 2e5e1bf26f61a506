"""Growth of many periods at once: every posting is read once, not once for each of the eight windows it lies in."""
