"""A browser whose every request and message is looked at."""

import contextlib
import os
import pathlib
import shutil
import urllib.parse

from playwright.sync_api import sync_playwright

from servers import ROOT

SIZES = {"wide": (1280, 900), "narrow": (390, 844)}
SCREENSHOTS = ROOT / "screenshots"


def executable():
    """Chromium: the variable CHROMIUM, or the one of the system."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise RuntimeError("no Chromium: apt-get install chromium, or set CHROMIUM to its path")
    return found


class Watched:
    """A page with what went wrong on it: messages of the console, errors, and requests to other hosts."""

    def __init__(self, page, origin):
        self.page = page
        self.origin = origin
        self.errors = []
        self.strangers = []
        self.dialogs = []
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", self._dialog)
        page.on("request", self._request)

    def _dialog(self, dialog):
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _request(self, request):
        parts = urllib.parse.urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and f"{parts.scheme}://{parts.netloc}" != self.origin:
            self.strangers.append(request.url)

    def check(self):
        assert not self.errors, f"the console says: {self.errors}"
        assert not self.strangers, f"requests went to others: {self.strangers}"
        assert not self.dialogs, f"dialogs opened: {self.dialogs}"

    def go(self, path):
        self.page.goto(self.origin + path)


@contextlib.contextmanager
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox", "--disable-dev-shm-usage"])
        try:
            yield browser
        finally:
            browser.close()


def screenshot(page, name):
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=str(SCREENSHOTS / f"{name}.png"), full_page=True)
