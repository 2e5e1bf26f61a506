"""What can be written: each module returns sheets."""
