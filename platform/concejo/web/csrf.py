"""Form tokens: proof that a form came from our own page, in this browser.

A token is a random nonce and its HMAC under the browser's cookie. The nonce makes each page's token
another, so that compressing the page tells nothing about it.
"""

import hmac
from secrets import token_bytes

from concejo.secret import secret_key

FIELD = "csrf"
_NONCE = 16


def make_token(browser: str) -> str:
    """Make a token for a form shown to this browser."""
    nonce = token_bytes(_NONCE)
    return (nonce + _seal(browser, nonce)).hex()


def is_genuine(browser: str, token: object) -> bool:
    """Say whether a token was made for this browser."""
    try:
        raw = bytes.fromhex(str(token))
    except ValueError:
        return False
    return bool(browser) and hmac.compare_digest(raw[_NONCE:], _seal(browser, raw[:_NONCE]))


def _seal(browser: str, nonce: bytes) -> bytes:
    return hmac.digest(secret_key("csrf"), nonce + browser.encode(), "sha256")
