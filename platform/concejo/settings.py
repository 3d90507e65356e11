"""Every setting, read once from the environment; the README names each one."""

import os
from datetime import timedelta
from pathlib import Path

from starlette.config import Config

_env = Config(env_prefix="CONCEJO_")

DATA = Path(_env("DATA", default="var")).resolve()
DATABASE = _env("DATABASE", default=f"sqlite://{DATA}/concejo.sqlite3")
BOX_DATABASE = _env("BOX_DATABASE", default=f"sqlite://{DATA}/box.sqlite3")
SECRET_KEY = _env("SECRET_KEY", default="")
BASE_URL = _env("BASE_URL", default="http://localhost:8000").rstrip("/")
#: Where the box of another organisation answers this office (set-up B); none where it is here.
BOX_REMOTE = _env("BOX_REMOTE", default="").rstrip("/")
#: Where browsers send ballots.
BOX_URL = _env("BOX_URL", default=BOX_REMOTE or f"{BASE_URL}/box").rstrip("/")
#: By which the office and the box of another organisation know one another.
BOX_TOKEN = _env("BOX_TOKEN", default="")
#: Who cosigns the board, as `name=key,name=key`; from the next vote that opens.
WITNESSES = _env("WITNESSES", default="")
#: How often ballots that wait are put on the board, if there are enough.
BATCH_EVERY = timedelta(hours=_env("BATCH_HOURS", cast=float, default=24))
ALLOWED_HOSTS = _env("ALLOWED_HOSTS", default="*").split(",")
HTTPS = _env("HTTPS", cast=bool, default=BASE_URL.startswith("https:"))
DEMO = _env("DEMO", cast=bool, default=False)
MUNICIPALITY = _env("MUNICIPALITY", default="Ciudad Olmeda")
COUNTRY = _env("COUNTRY", default="ES")
SESSION_DAYS = _env("SESSION_DAYS", cast=int, default=14)
TOKEN_HOURS = _env("TOKEN_HOURS", cast=int, default=24)
SMTP_HOST = _env("SMTP_HOST", default="")
SMTP_PORT = _env("SMTP_PORT", cast=int, default=587)
SMTP_USER = _env("SMTP_USER", default="")
SMTP_PASSWORD = _env("SMTP_PASSWORD", default="")
SMTP_TLS = _env("SMTP_TLS", default="starttls")
MAIL_FROM = _env("MAIL_FROM", default="concejo@localhost")
MAIL_FOLDER = Path(_env("MAIL_FOLDER", default=f"{DATA}/mail"))
UPLOAD_MAX_BYTES = _env("UPLOAD_MAX_BYTES", cast=int, default=6_000_000)
ARGON2_MEMORY_KIB = _env("ARGON2_MEMORY_KIB", cast=int, default=19_456)
ARGON2_PASSES = _env("ARGON2_PASSES", cast=int, default=2)
ARGON2_WORKERS = _env("ARGON2_WORKERS", cast=int, default=max(1, (os.cpu_count() or 2) - 1))


def _shipped(name: str) -> Path:
    """Find a folder that is inside the package when installed, at the root in a checkout."""
    package = Path(__file__).parent
    return package / name if (package / name).is_dir() else package.parent.parent / name


STATIC, TEMPLATES = _shipped("static"), _shipped("templates")
