"""What can be set is written down, and the other way round."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_readme_names_every_setting():
    source = (ROOT / "platform" / "concejo" / "settings.py").read_text()
    settings = {f"CONCEJO_{name}" for name in re.findall(r'_env\("(\w+)"', source)}

    named = set(re.findall(r"`(CONCEJO_\w+)`", (ROOT / "README.md").read_text()))

    assert settings <= named
    assert named - settings <= {"CONCEJO_TEST_POSTGRES", "CONCEJO_TEST_CHROMIUM"}
