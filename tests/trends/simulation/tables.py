"""The simulations as the tables of docs/method.md."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.trends.simulation.chains import chained_findings
from tests.trends.simulation.discoveries import FAMILIES, Discoveries, Family, discoveries
from tests.trends.simulation.estimates import Finding, findings
from tests.trends.simulation.market import seeded
from tests.trends.simulation.scenarios import SCENARIOS

RUNS = 1000
CHAINED = "boards live half a year"
DOCS = Path(__file__).parents[3] / "docs" / "method.md"
START, END = "<!-- simulated -->", "<!-- end of simulated -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """Everything that was simulated."""

    findings: dict[str, list[Finding]]
    discoveries: list[tuple[Family, Discoveries]]


@cache
def simulated(runs: int = RUNS) -> Simulated:
    """Return `runs` of every scenario and family; the name of each is its seed."""
    found = {name: findings(scenario(seeded(name), runs)) for name, scenario in SCENARIOS.items()}
    found[CHAINED] = chained_findings(seeded(CHAINED), runs)
    return Simulated(
        findings=found,
        discoveries=[(family, discoveries(seeded(family.name), family, runs)) for family in FAMILIES],
    )


def with_tables(page: str, made: Simulated) -> str:
    """Return `page` with what stands between its marks replaced by the tables."""
    before, rest = page.split(START)
    _, after = rest.split(END)
    return f"{before}{START}\n{_scenarios(made)}\n\n{_families(made)}\n{END}{after}"


def _scenarios(made: Simulated) -> str:
    lines = [
        "| scenario | quantity | true | mean of estimates | bias, points | median | interval holds the truth | naive |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for name, rows in made.findings.items():
        for number, row in enumerate(rows):
            lines.append(
                f"| {name if number == 0 else ''} | {row.quantity} | {_percent(row.truth, 0)} | {_percent(row.mean)} | "
                f"{100 * row.bias:+.1f} ± {100 * row.error:.1f} | {_percent(row.median)} | "
                f"{100 * row.held:.1f} % ({100 * row.held_low:.1f} to {100 * row.held_high:.1f}) | "
                f"{_percent(row.naive, 0)} |"
            )
    return "\n".join(lines)


def _families(made: Simulated) -> str:
    lines = [
        "| 200 skills of 100 postings, 30 employers | false | power at +50 % | variances known | false, uncorrected |",
        "|---|--:|--:|--:|--:|",
    ]
    for family, row in made.discoveries:
        power, best = (f"{100 * value:.0f} %" if family.rising else "" for value in (row.power, row.best_power))
        lines.append(
            f"| {family.name} | {100 * row.false_rate:.1f} ± {100 * row.error:.1f} % | {power} | {best} | "
            f"{100 * row.unadjusted:.0f} % |"
        )
    return "\n".join(lines)


def _percent(value: float, digits: int = 1) -> str:
    return f"{100 * value:+.{digits}f} %"
