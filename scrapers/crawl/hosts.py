"""Where a board lives on platforms that give each employer a host of its own."""

from urllib.parse import quote


def site_of(token: str, domain: str) -> str:
    """Return scheme and host of a board: its name under the platform's domain, or its own domain.

    >>> site_of("acme", "breezy.hr"), site_of("jobs.acme.example", "breezy.hr"), site_of("x/../y", "breezy.hr")
    ('https://acme.breezy.hr', 'https://jobs.acme.example', 'https://x%2F..%2Fy')
    """
    name = quote(token, safe="")
    return f"https://{name}" if "." in name else f"https://{name}.{domain}"
