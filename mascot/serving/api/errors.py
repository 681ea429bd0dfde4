"""What goes wrong, in the form that OpenAI's clients read."""

from __future__ import annotations

from typing import Any

from starlette.responses import JSONResponse

from mascot.errors import BackendError, ContextOverflowError, MascotError


class ApiError(Exception):
    """A request that is not answered.

    Args:
        status: Of HTTP.
        message: For the person: value, place, remedy.
        code: For programs.
        param: The field that it is about.
        retry_after: Seconds until another try may succeed.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.param = param
        self.retry_after = retry_after

    def body(self) -> dict[str, Any]:
        """The error as OpenAI's servers write it."""
        kind = _KINDS.get(
            self.status, "invalid_request_error" if self.status < _OURS else "api_error"
        )
        error = {"message": str(self), "type": kind, "param": self.param, "code": self.code}
        return {"error": error}

    def response(self) -> JSONResponse:
        """The whole answer."""
        headers = {}
        if self.retry_after is not None:
            headers["Retry-After"] = f"{max(1, round(self.retry_after))}"
        if self.status == _UNKNOWN_KEY:
            headers["WWW-Authenticate"] = "Bearer"
        return JSONResponse(self.body(), self.status, headers)


def translated(error: Exception) -> ApiError:
    """What a failure inside is told as outside."""
    if isinstance(error, ApiError):
        return error
    if isinstance(error, ContextOverflowError):
        return ApiError(400, str(error), code="context_length_exceeded", param="messages")
    if isinstance(error, BackendError):
        return ApiError(502, str(error), code="backend_failed")
    if isinstance(error, MascotError):
        return ApiError(400, str(error))
    return ApiError(500, "Something went wrong here; the server's log has the details.")


def busy() -> ApiError:
    """A conversation that answers another message."""
    return ApiError(
        409,
        "The group still answers another message of this conversation; wait for it.",
        code="thread_busy",
        retry_after=2,
    )


_OURS, _UNKNOWN_KEY = 500, 401
_KINDS = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
