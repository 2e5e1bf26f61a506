"""The one place all stages share: engine, table base, column types and the base error.

It sits at the upstream end because foreign keys point this way; every stage owns the tables it writes in
its own `tables.py` and declares them on `Base`.
"""
