"""Which moment a code belongs to."""

import hmac
from datetime import datetime

import pyotp

#: Clocks differ: the code before and the code after are right too.
WINDOW = 1
STEP_SECONDS = 30


def matching_step(secret: str, code: str, moment: datetime) -> int | None:
    """Give the step of time that a code belongs to, or None when it is none of the near ones."""
    totp = pyotp.TOTP(secret)
    present = int(moment.timestamp()) // STEP_SECONDS
    for step in range(present - WINDOW, present + WINDOW + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode()):
            return step
    return None


def canonical_code(typed: object) -> str:
    """Give a code as it was meant: apps show it in two groups."""
    text = typed if isinstance(typed, str) else ""
    return "".join(sign for sign in text if sign in "0123456789")[:12]
