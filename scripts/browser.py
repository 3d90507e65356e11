"""Find a Chromium for the browser tests, or install one.

Debian's own where the user is root, Playwright's download elsewhere;
CONCEJO_TEST_CHROMIUM names another.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """Give the path of an installed Chromium, None when Playwright shall use its own."""
    named = os.environ.get("CONCEJO_TEST_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> None:
    """Install a Chromium, by apt for root on Debian, else as Playwright does."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Debian's chromium for the browser tests", flush=True)
        _apt_get("update")
        if _apt_get("install", "-y", "chromium") == 0:
            return
    print("Fetching Playwright's Chromium for the browser tests", flush=True)
    if subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"], check=False
    ).returncode:
        sys.exit(
            "\n  No Chromium for the browser tests.\n"
            "  Install one (Debian, Ubuntu: sudo apt install chromium) or name it:\n"
            "  CONCEJO_TEST_CHROMIUM=/path/to/chromium make test\n"
        )


def _apt_get(*words: str) -> int:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-qq", *words]
    return subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=quiet).returncode


if __name__ == "__main__":
    if find() is None:
        install()
