"""`/metrics` for Prometheus, and who may read it (docs/operations.md); what is measured: marsad/web/measures.py."""

from __future__ import annotations

import hmac
import ipaddress

from fastapi import APIRouter, Request, Response

from marsad.web.audience import Audience
from marsad.web.guard import LOOPBACK, host_of
from marsad.web.measures import Measures
from marsad.web.problems import ProblemError, missing

router = APIRouter(include_in_schema=False)
_RELAYED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Counts and times in the text format of Prometheus."""
    if not allowed(request):
        if request.app.state.settings.metrics_token is None:
            raise missing("/metrics")
        raise ProblemError(401, "give the token of the metrics", {"WWW-Authenticate": "Bearer"})
    measures: Measures | None = request.app.state.measures
    if measures is None:
        raise ProblemError(501, "metrics need a package: install marsad[server]")
    content, kind = measures.written()
    return Response(content, headers={"Cache-Control": "no-store", "Content-Type": kind})


def allowed(request: Request) -> bool:
    """Tell whether who asks may see how the server is.

    Where a token was given, whoever has it. Where none was, who works on this machine, as long as nobody else can come
    in from there: a server that ends HTTPS before this one sits on the same machine, too, and so may one before
    `--public`.
    """
    settings = request.app.state.settings
    if settings.metrics_token is not None:
        given = request.headers.get("authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {settings.metrics_token}".encode())
    open_to_others = settings.https or (settings.audience is Audience.PUBLIC and not settings.team)
    return not open_to_others and _from_here(request)


def _from_here(request: Request) -> bool:
    if any(name in request.headers for name in _RELAYED) or host_of(request.headers.get("host", "")) not in LOOPBACK:
        return False
    try:
        return ipaddress.ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        return False
