"""A running town: the real server in a process of its own, and people with browsers."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, async_playwright

from scripts.browser import find
from tests.conftest import Databases

ROOT = Path(__file__).resolve().parents[2]
SIZES = {"phone": (360, 740), "desk": (1280, 900)}
PATIENCE_MS = 10_000
#: Keep Chromium from calling home.
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass(frozen=True)
class Server:
    """A server that answers at `url`; its letters are files in `mail`, its words in `log`."""

    url: str
    mail: Path
    log: Path
    environment: dict[str, str]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def more_settings() -> dict[str, str]:
    """What else the server is told; `{port}` is the one at which it answers."""
    return {}


@pytest.fixture
def server(database: Databases, tmp_path: Path, more_settings: dict[str, str]) -> Iterator[Server]:
    """The app, served by uvicorn on the test's own databases."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    mail, log = tmp_path / "mail", tmp_path / "server.log"
    environment = dict(os.environ) | {
        "CONCEJO_DATA": str(tmp_path),
        "CONCEJO_DATABASE": database.main,
        "CONCEJO_BOX_DATABASE": database.box,
        "CONCEJO_MAIL_FOLDER": str(mail),
        "CONCEJO_BASE_URL": url,
    }
    environment |= {name: value.format(port=port) for name, value in more_settings.items()}
    command = [sys.executable, "-m", "concejo", "serve", "--port", str(port)]
    with log.open("w") as words:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=words, stderr=words)
        try:
            _wait_for(url, log)
            yield Server(url, mail, log, environment)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_for(url: str, log: Path) -> None:
    for _ in range(200):
        try:
            if httpx2.get(f"{url}/health").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"The server did not start:\n{log.read_text()}")


@pytest.fixture
async def chromium(anyio_backend: str) -> AsyncIterator[Chromium]:
    """A real, headless Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find(), args=QUIET)
        yield browser
        await browser.close()


@asynccontextmanager
async def window(
    chromium: Chromium, server: Server, *, size: str, language: str, script: bool
) -> AsyncIterator[Page]:
    """Open a window of its own; an error in its console fails the test."""
    width, height = SIZES[size]
    context = await chromium.new_context(
        base_url=server.url,
        viewport={"width": width, "height": height},
        locale=language,
        java_script_enabled=script,
    )
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: _keep_fault(faults, message.type, message.text))
    page.set_default_timeout(PATIENCE_MS)
    try:
        yield page
    except BaseException:
        # What was on the screen is what one wants to know of a walk that failed.
        shown = await page.locator("main").inner_text()
        sys.stdout.write(f"{page.url}\n{shown[:3000]}\n")
        raise
    await context.close()
    assert faults == []


def _keep_fault(faults: list[str], kind: str, text: str) -> None:
    # Chromium reports every refusal (422, 409) as an error of the network; those are meant.
    if kind == "error" and "Failed to load resource" not in text:
        faults.append(text)
