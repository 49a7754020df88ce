"""What a running server counts and times, for Prometheus. Labels hold names of routes and of states, nothing else.

The figures of the record are counted when they are asked for, at most every fifteen seconds.
"""

from __future__ import annotations

import platform
import threading
import time
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from marsad import __version__
from marsad.errors import MarsadError
from marsad.store.health import Figures, figures
from marsad.store.schema import HEAD
from marsad.web.audience import Audience
from marsad.web.record import Record

if TYPE_CHECKING:
    from prometheus_client.core import Metric

_KEPT = 15.0
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
_API = "/api/v1"
_ENDLESS = f"{_API}/stream"
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


def measures_of(record: Record, audience: Audience) -> Measures | None:
    """Return the measures of a server; None where the package for them is not installed."""
    return Measures(record, audience) if find_spec("prometheus_client") else None


class Measures:
    """The registry of one application."""

    def __init__(self, record: Record, audience: Audience) -> None:
        from prometheus_client import CollectorRegistry, Counter, Histogram, Info, ProcessCollector

        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "marsad_http_requests", "Requests by route and status.", ("method", "route", "status"),
            registry=self._registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "marsad_http_request_seconds", "How long answers took, by route.", ("route",),
            buckets=_BUCKETS, registry=self._registry,
        )  # fmt: skip
        build = Info("marsad_build", "Which Marsad this is.", registry=self._registry)
        build.info({"version": __version__, "schema": HEAD, "python": platform.python_version()})
        self._registry.register(_OfRecord(record, audience))

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        self._requests.labels(method if method in _METHODS else "other", route, str(status)).inc()
        if route != _ENDLESS:
            self._seconds.labels(route).observe(seconds)

    def written(self) -> tuple[bytes, str]:
        """Return all of them, and the type of the text."""
        from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

        return generate_latest(self._registry), CONTENT_TYPE_LATEST


class Measured:
    """Counts and times every answer of the application inside."""

    def __init__(self, app: ASGIApp, measures: Measures) -> None:
        self._app, self._measures = app, measures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sent)
        finally:
            self._measures.count(scope["method"], route_of(scope), status, time.perf_counter() - began)


def route_of(scope: Scope) -> str:
    """Return the route of a request as it is written in the program, never the address that was asked for."""
    path = getattr(scope.get("route"), "path", None)
    if not isinstance(path, str):
        return "none"
    inside = scope["path"].startswith(_API) and not path.startswith(_API) and "path:path" not in path
    return _API + path if inside else path  # a router that is included knows its own part alone


class _OfRecord:
    """The figures of the record and of the snapshot that is answered from."""

    def __init__(self, record: Record, audience: Audience) -> None:
        self._record, self._audience = record, audience
        self._lock = threading.Lock()
        self._until = 0.0
        self._figures: Figures | None = None

    def describe(self) -> list[Metric]:
        return []  # the registry need not ask the record when the server starts

    def collect(self) -> Iterator[Metric]:
        found = self._asked()
        yield _gauge("marsad_database_up", "Whether the record can be asked.", float(found is not None))
        at = self._record.peek(self._audience)
        if at is not None:
            yield _gauge("marsad_snapshot_entries", "Entries of the chain in what is answered from.", at.sequence)
        if found is None:
            return
        yield from _counts(found)
        if at is not None:
            behind = max(0, found.pulse.entries - at.sequence)
            yield _gauge("marsad_fusion_lag_entries", "Entries of the chain that are not fused yet.", behind)

    def _asked(self) -> Figures | None:
        with self._lock:
            if time.monotonic() >= self._until:
                try:
                    self._figures = figures(self._record.store)
                except MarsadError:
                    self._figures = None
                self._until = time.monotonic() + _KEPT
            return self._figures


def _counts(found: Figures) -> Iterator[Metric]:
    from prometheus_client.core import CounterMetricFamily

    queue = found.claims.get("machine", 0) + found.claims.get("in_review", 0)
    yield CounterMetricFamily("marsad_chain_entries", "Entries of the chain.", found.pulse.entries)
    yield _gauge("marsad_schema_current", "Whether the tables are those of this Marsad.", float(found.pulse.current))
    yield _gauge("marsad_reports", "Reports kept.", found.reports)
    yield _gauge("marsad_readings", "Readings kept: its rate is that of reading.", found.readings)
    yield _gauge("marsad_removals", "Reports that were removed.", found.removals)
    yield _gauge("marsad_review_queue", "Claims that wait for a first reader.", queue)
    yield _gauge("marsad_database_bytes", "Size of the database.", found.size)
    yield _by("marsad_claims", "Claims that stand, by state of review.", "state", found.claims)
    yield _by("marsad_inputs", "Inputs, by what became of them.", "state", found.inputs)
    yield _intake(found)
    if found.pulse.last is not None:
        last = found.pulse.last.timestamp()
        yield _gauge("marsad_chain_head_seconds", "When the last entry of the chain was made (Unix time).", last)


def _intake(found: Figures) -> Any:
    from prometheus_client.core import GaugeMetricFamily

    what = "When a command last took something in, and from where (Unix time)."
    family = GaugeMetricFamily("marsad_intake_last_seconds", what, labels=("command", "origin"))
    for labels, at in sorted(found.taken.items()):
        family.add_metric(labels, at.timestamp())
    return family


def _gauge(name: str, what: str, value: float) -> Any:
    from prometheus_client.core import GaugeMetricFamily

    return GaugeMetricFamily(name, what, value)


def _by(name: str, what: str, label: str, values: Any) -> Any:
    from prometheus_client.core import GaugeMetricFamily

    family = GaugeMetricFamily(name, what, labels=(label,))
    for key, value in sorted(values.items()):
        family.add_metric((key,), value)
    return family
