"""The addresses of this room."""

from starlette.routing import BaseRoute, Route

from concejo.accounts import handlers
from concejo.accounts.recovery import handlers as recovery
from concejo.accounts.registration import handlers as registration
from concejo.accounts.second_factor import handlers as second_factor
from concejo.accounts.sign_in import handlers as sign_in

routes: list[BaseRoute] = [
    Route("/", handlers.show, methods=["GET"], name="show"),
    Route("/", handlers.save, methods=["POST"], name="save"),
    Route("/sessions/close", handlers.close_others, methods=["POST"], name="close_others"),
    Route("/register", registration.show_register, methods=["GET"], name="register"),
    Route("/register", registration.register, methods=["POST"], name="create"),
    Route("/resend", registration.resend, methods=["POST"], name="resend"),
    Route("/confirm/{token}", registration.show_confirm, methods=["GET"], name="confirm"),
    Route("/confirm/{token}", registration.confirm, methods=["POST"], name="confirmed"),
    Route("/sign-in", sign_in.show_sign_in, methods=["GET"], name="sign_in"),
    Route("/sign-in", sign_in.sign_in, methods=["POST"], name="open_session"),
    Route("/sign-out", sign_in.sign_out, methods=["POST"], name="sign_out"),
    Route("/second-factor", second_factor.show, methods=["GET"], name="second_factor"),
    Route("/second-factor", second_factor.check, methods=["POST"], name="check_second_factor"),
    Route(
        "/second-factor/setup",
        second_factor.show_setup,
        methods=["GET"],
        name="second_factor_setup",
    ),
    Route(
        "/second-factor/setup", second_factor.set_up, methods=["POST"], name="set_up_second_factor"
    ),
    Route(
        "/second-factor/removal",
        second_factor.show_removal,
        methods=["GET"],
        name="second_factor_removal",
    ),
    Route(
        "/second-factor/removal",
        second_factor.remove,
        methods=["POST"],
        name="remove_second_factor",
    ),
    Route("/forgotten", recovery.show_forgotten, methods=["GET"], name="forgotten"),
    Route("/forgotten", recovery.forgotten, methods=["POST"], name="send_reset"),
    Route("/reset/{token}", recovery.show_reset, methods=["GET"], name="reset"),
    Route("/reset/{token}", recovery.reset, methods=["POST"], name="reset_password"),
    Route("/password", recovery.show_change, methods=["GET"], name="password"),
    Route("/password", recovery.change, methods=["POST"], name="change_password"),
]
