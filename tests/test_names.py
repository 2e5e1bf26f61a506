import importlib.metadata

import pytest


@pytest.mark.parametrize("name", ["scrapers", "extract", "trends", "scheduler"])
def test_no_installed_distribution_shadows_our_packages(name: str) -> None:
    owners = set(importlib.metadata.packages_distributions().get(name, []))

    assert owners <= {"jobtide"}, f"{owners} also installs '{name}'; remove it from the environment"
