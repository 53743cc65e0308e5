"""What all tests share: no network beyond this machine, and skips that CI does not accept."""

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.postgres import postgres, postgres_url, store_place  # noqa: F401 - fixtures of all tests

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SHARED = Path(__file__).resolve().parents[2] / "shared"
_LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """P6: nothing connects to anywhere but this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not str(address[0]).startswith(_LOOPBACK):
            raise AssertionError(f"a test tried to connect to {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _danish() -> Iterator[None]:
    """Every test begins and ends in Danish."""
    from samspil.vocabulary.texts import use_language

    use_language("da")
    yield
    use_language("da")


@pytest.fixture(scope="session")
def devset() -> Path:
    """The folder of the development agreements; skips where it is absent."""
    folder = SHARED / "devset"
    if not folder.is_dir():
        pytest.skip("the development set (../shared/devset) is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium; skips where none is installed, except in CI."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have Chromium: tools/system-packages installs it")
        pytest.skip("no Chromium installed: page tests are not run")
    return CHROMIUM


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    """Chromium for the tests of a module; gone before the next, since a process holds one synchronous Playwright at a time, and none beside `asyncio.run`."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()
