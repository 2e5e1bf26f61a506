"""Open a page where somebody can see it."""

import os
import sys
import webbrowser
from pathlib import Path


def show(page: Path) -> bool:
    """Open `page` in the browser; False where there is no display, or nobody in front of it."""
    has_display = sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if not has_display or os.environ.get("CI"):
        return False
    return webbrowser.open(page.resolve().as_uri())
