"""Where a Chromium for the browser tests is; `python -m tests.chromium` prints it or fails."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.async_api import Page

NAMES = ("chromium", "google-chrome", "google-chrome-stable", "chrome")
FETCHED = (
    "~/.cache/ms-playwright/chromium-*/chrome-linux*/chrome",
    "~/Library/Caches/ms-playwright/chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def _candidates() -> list[Path]:
    on_path = [Path(found) for name in NAMES if (found := shutil.which(name))]
    fetched = [
        path
        for pattern in FETCHED
        for path in sorted(Path("~").expanduser().glob(pattern.removeprefix("~/")), reverse=True)
    ]
    return [*on_path, *fetched, *map(Path, APPLICATIONS)]


def executable() -> Path | None:
    """The browser to start, if any. A snap is passed over: it can't read a test's files."""
    for path in _candidates():
        if path.is_file() and "snap" not in path.resolve().parts:
            return path
    return None


def launch_options() -> dict[str, Any]:
    """What Playwright's `chromium.launch` needs on this machine."""
    found = executable()
    if found is None:
        raise LookupError("no Chromium here; ./dev test installs one")
    # Chromium's own sandbox refuses root, and a container has a small /dev/shm.
    as_root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return {"executable_path": str(found), "args": [*as_root, "--disable-dev-shm-usage"]}


async def keep(page: Page, name: str) -> None:
    """A picture of the page, where `NETKHATA_TEST_SCREENSHOTS` names a directory for them."""
    directory = os.environ.get("NETKHATA_TEST_SCREENSHOTS")
    if directory:
        await page.screenshot(path=Path(directory) / f"{name}.png", full_page=True)


if __name__ == "__main__":
    browser = executable()
    if browser is None:
        sys.exit("no Chromium found")
    sys.stdout.write(f"{browser}\n")
