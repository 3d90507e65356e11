"""What nobody foresaw is answered politely, and the log learns no secrets."""

import logging

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.testclient import TestClient

from concejo.web.errors import LastResortMiddleware


async def breaks(request):
    raise ValueError(f"typed {request.query_params['document']} at {request.url}")


def small_app():
    return Starlette(
        routes=[Route("/confirm/{token}", breaks)], middleware=[Middleware(LastResortMiddleware)]
    )


def test_a_failure_is_answered_and_its_message_stays_out_of_the_log(caplog):
    with caplog.at_level(logging.ERROR), TestClient(small_app()) as client:
        answer = client.get("/confirm/a-secret-token?document=12345678Z")

    assert answer.status_code == 500
    assert "Nothing was half-saved" in answer.text
    assert "ValueError in breaks" in caplog.text
    assert "12345678Z" not in caplog.text
    assert "a-secret-token" not in caplog.text
