"""Errors as problem details (RFC 9457): `application/problem+json` with a title, a status, and what to do about it."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from marsad.errors import MarsadError

MEDIA_TYPE = "application/problem+json"
_TITLES = {
    400: "The request cannot be understood",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    413: "Too large",
    414: "The address is too long",
    421: "Another host is meant",
    429: "Too many requests",
    503: "Not ready yet",
}


class Problem(BaseModel):
    """What went wrong (RFC 9457). `errors` names each parameter that is at fault."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] = []


class ProblemError(Exception):
    """Raised by a route: answered as a problem."""

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, headers


def bad(detail: str) -> ProblemError:
    return ProblemError(400, detail)


def missing(what: str) -> ProblemError:
    return ProblemError(404, f"there is no {what}")


def problem(status: int, detail: str, errors: list[dict[str, str]] | None = None, headers: Any = None) -> JSONResponse:
    """Return the answer; a text that is no Unicode is shown escaped."""
    plain = detail.encode("utf-8", "backslashreplace").decode()
    body = Problem(title=_TITLES.get(status, "Error"), status=status, detail=plain, errors=errors or [])
    return JSONResponse(body.model_dump(), status, {"Cache-Control": "no-store", **(headers or {})}, MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Answer every error of `app` as a problem; what went wrong inside is said in no detail."""

    @app.exception_handler(ProblemError)
    async def _own(_: Request, error: ProblemError) -> JSONResponse:
        return problem(error.status, error.detail, headers=error.headers)

    @app.exception_handler(RequestValidationError)
    async def _invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        errors = [{"name": str(item["loc"][-1]), "detail": str(item["msg"])} for item in error.errors()]
        clean = [{k: v.encode("utf-8", "backslashreplace").decode() for k, v in item.items()} for item in errors]
        return problem(400, "; ".join(f"{item['name']}: {item['detail']}" for item in clean), clean)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        detail = f"{request.url.path}: there is nothing here" if error.status_code == 404 else str(error.detail)
        return problem(error.status_code, detail, headers=error.headers)

    @app.exception_handler(MarsadError)
    async def _marsad(_: Request, error: MarsadError) -> JSONResponse:
        return problem(400, str(error))

    @app.exception_handler(Exception)
    async def _unforeseen(_: Request, __: Exception) -> JSONResponse:
        return problem(500, "something went wrong inside Marsad: the log of the server says what")


RESPONSES: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "a parameter is at fault", "content": {MEDIA_TYPE: {}}},
    404: {"model": Problem, "description": "there is no such thing", "content": {MEDIA_TYPE: {}}},
    503: {"model": Problem, "description": "the record is still being read", "content": {MEDIA_TYPE: {}}},
}
