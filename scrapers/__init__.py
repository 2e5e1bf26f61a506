"""Collect: public boards in, raw postings out, exactly as the source said them.

A spider owes its source obedience to robots.txt, a slow pace and an honest name, and owes jobtide the truth
about what it did not see.
"""
