"""The browser that the page tests open."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from tests import chromium


async def test_the_browser_that_was_found_shows_a_page() -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**chromium.launch_options())
        page = await browser.new_page()
        await page.set_content("<p id=due>৳ 500</p><script>due.title = 'ran'</script>")

        assert await page.inner_text("#due") == "৳ 500"
        assert await page.get_attribute("#due", "title") == "ran"
        await browser.close()


def test_a_snap_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packaged = tmp_path / "snap" / "bin" / "chromium"
    packaged.parent.mkdir(parents=True)
    packaged.write_text("#!/bin/sh\n")
    packaged.chmod(0o755)
    monkeypatch.setenv("PATH", str(packaged.parent))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(chromium, "APPLICATIONS", ())

    assert chromium.executable() is None
    with pytest.raises(LookupError, match=r"\./dev test"):
        chromium.launch_options()

    fetched = tmp_path / ".cache/ms-playwright/chromium-1200/chrome-linux64/chrome"
    fetched.parent.mkdir(parents=True)
    fetched.write_text("#!/bin/sh\n")
    assert chromium.executable() == fetched
