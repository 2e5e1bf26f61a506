"""`python -m tests.trends.simulation`: write the tables of docs/method.md; `--check` only says if they hold."""

import sys

from tests.trends.simulation.tables import DOCS, simulated, with_tables

made = with_tables(DOCS.read_text(encoding="utf-8"), simulated())
if "--check" in sys.argv[1:]:
    sys.exit(made != DOCS.read_text(encoding="utf-8"))
DOCS.write_text(made, encoding="utf-8")
sys.stdout.write(made[made.index("<!-- simulated -->") :])
