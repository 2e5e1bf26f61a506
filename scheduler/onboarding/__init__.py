"""Take a board into the panel: find it, look at it once, write its line."""
