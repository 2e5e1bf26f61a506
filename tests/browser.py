"""A real Chromium without a window, for pages that people read."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

SHOTS = os.environ.get("JOBTIDE_SHOTS")
"""Folder for screenshots, for whoever wants to look at what the tests opened."""
LOOK = """
const grounds = (element) => {
  for (let one = element; one; one = one.parentElement) {
    const ground = getComputedStyle(one).backgroundColor;
    if (!ground.endsWith(", 0)") && ground !== "transparent") return ground;
  }
  return "rgb(255, 255, 255)";
};
const found = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const element = node.parentElement;
  if (!node.data.trim() || ["SCRIPT", "STYLE", "TITLE"].includes(element.tagName)) continue;
  if (!element.getClientRects().length) continue;
  const style = getComputedStyle(element);
  const colour = element.closest("svg") ? style.fill : style.color;
  found.push([colour, grounds(element), node.data.trim().slice(0, 40)]);
}
return found;
"""


class Browser:
    """One tab, with the width and theme that a test asks for."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def open(self, address: str, *, width: int = 1200, theme: str = "light", script: bool = True) -> None:
        """Show a page, wholly, at a width in CSS pixels."""
        self._ask("Emulation.setScriptExecutionDisabled", value=not script)
        self._ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}])
        self._ask("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.driver.get(address)

    def width(self) -> int:
        """Return how wide the page is, what sticks out included."""
        return int(self.driver.execute_script("return document.documentElement.scrollWidth"))

    def texts(self) -> list[tuple[str, str, str]]:
        """Return colour, ground and beginning of every text that can be seen."""
        return [tuple(found) for found in self.driver.execute_script(LOOK)]

    def shoot(self, name: str) -> None:
        """Keep a picture of the whole page where somebody asked for pictures."""
        if SHOTS is None:
            return
        size = self.driver.execute_script("const e = document.documentElement; return [e.clientWidth, e.scrollHeight]")
        self._ask("Emulation.setDeviceMetricsOverride", width=size[0], height=min(size[1], 16000), deviceScaleFactor=1,
                  mobile=False)  # fmt: skip
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        self.driver.save_screenshot(str(Path(SHOTS) / f"{name}.png"))

    def _ask(self, command: str, **given: Any) -> None:
        self.driver.execute_cdp_cmd(command, given)


@contextmanager
def chromium(downloads: Path) -> Iterator[Browser]:
    """Start Chromium; skip the test where there is none, except in CI."""
    binary, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (binary and driver):
        if os.environ.get("CI"):
            raise FileNotFoundError("chromium and chromedriver; .ci/run installs them")
        pytest.skip("no chromium with chromedriver here")  # needs a browser
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service

    options = Options()
    options.binary_location = binary
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    started = webdriver.Chrome(options=options, service=Service(driver))
    try:
        yield Browser(started)
    finally:
        started.quit()


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback and yield its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
