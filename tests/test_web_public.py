"""What the public gets: published claims, in shapes whose every key is named here (docs/api.md, Who sees what)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from marsad.store.store import Store
from marsad.web.serialize import models
from marsad.web.serialize.models import base
from tests.web_support import desk, dossier, get, public, published_keys

CLAIM = set(
    "key id kind what report sentence detail asserter chain lineage certainty state confidence grade event places time "
    "days also rule inferred".split()
)
REPORT = set("id title outlet published lang dir url state claims kinds echo_of echoes".split())
EVENT = set(
    "id kind series types what place start end grade state claims reports lineages outlets actors figures "
    "disagreements".split()
)
PAGE = {"version", "total", "of", "next", "items"}


def walk(value: Any) -> Iterator[Any]:
    yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from walk(inner)


def keys_in(value: Any) -> set[str]:
    return {key for part in walk(value) if isinstance(part, dict) for key in part}


def test_the_keys_of_public_answers_are_these() -> None:
    claims = get(public(), "claims")
    assert set(claims) == PAGE
    assert all(set(row) == CLAIM for row in claims["items"])
    key = claims["items"][0]["key"]
    assert set(get(public(), f"claims/{key}")) == CLAIM | {"version", "passages", "relays", "with_it"}
    reports = get(public(), "reports")
    assert all(set(row) == REPORT for row in reports["items"])
    one = get(public(), f"reports/{reports['items'][0]['id']}")
    assert set(one) == REPORT | {"version", "items", "printings"}
    events = get(public(), "events")
    assert all(set(row) == EVENT for row in events["items"])
    full = get(public(), f"events/{events['items'][0]['id']}")
    assert set(full) == EVENT | {"version", "classes", "rows", "contradictions", "items"}
    assert set(claims["items"][0]["report"]) == {"id", "title", "outlet", "published", "lang", "dir", "url"}
    assert set(claims["items"][0]["sentence"]) == {"text", "start", "end", "dir", "marks"}


PRIVATE = set("judgements grounds document title_end spans furniture unread archive snippet issues by".split())


@pytest.mark.parametrize(
    "path",
    "summary reports claims events map control control/changes control/history control/gauges casualties diplomacy "
    "positions timeline glossary".split(),
)
def test_no_answer_says_what_is_for_the_desk(path: str) -> None:
    own = {"issues"} if path == "positions" else set()  # what actors take positions on
    assert keys_in(get(public(), path)).isdisjoint(PRIVATE - own)


def test_only_what_is_published_is_known_to_the_public() -> None:
    shown = {row["key"] for row in get(public(), "claims", limit=500)["items"]}
    assert shown == set(published_keys())
    assert {row["state"] for row in get(public(), "claims", limit=500)["items"]} == {"published"}
    summary = get(public(), "summary")
    assert (summary["claims"], summary["of"], summary["reports"]) == (len(shown), len(shown), 3)
    with Store.open(dossier()) as store:
        hidden = {c.claim.key: c.report_id for c in store.claims()}
    text = "\n".join(
        public().get(f"/api/v1/{path}").text
        for path in "claims reports events map control casualties diplomacy positions timeline exports/jsonl".split()
    )
    for key, report in hidden.items():
        if key not in shown:
            assert key not in text
            assert public().get(f"/api/v1/claims/{key}").status_code == 404
            if report not in ("ea-1205-a", "ea-1130-b", "ea-1206-a"):
                assert report not in text
                assert public().get(f"/api/v1/reports/{report}").status_code == 404


def test_counts_lineages_and_search_know_of_nothing_else() -> None:
    assert get(public(), "reports", q="Geneva")["total"] == 0
    assert get(desk(), "reports", q="جنيف")["total"] > 0
    outlets = {row["value"] for row in get(public(), "summary")["outlets"]}
    assert outlets == {"Dossier A", "Dossier B"}
    assert public().get("/api/v1/intake").status_code == 404
    tile = public().get("/tiles/0/0/0.mvt").content
    assert len(tile) < len(desk().get("/tiles/0/0/0.mvt").content)
    matched = public().get("/ogc/collections/claims/items").json()["numberMatched"]
    assert 0 < matched <= len(published_keys())


def test_no_address_number_or_mail_leaves_by_an_export() -> None:
    pattern = re.compile(r"[\w.+-]+@[\w-]+\.\w+|\+\d{9,}")
    for name in ("csv", "jsonl", "geojson", "evidence"):
        assert not pattern.search(public().get(f"/api/v1/exports/{name}").content.decode("utf-8", "replace"))


def test_a_permalink_of_the_desk_is_not_the_publics() -> None:
    made = desk().post("/api/v1/permalinks", json={"view": "map", "state": {"secret": "plan"}}).json()
    assert public().get(f"/api/v1/permalinks/{made['hash']}").status_code == 404


def shapes() -> list[type[BaseModel]]:
    """Return every model of the API, those that others are made of among them."""
    found, todo = [], [base.Model]
    while todo:
        for shape in todo.pop().__subclasses__():
            found.append(shape)
            todo.append(shape)
    return sorted(found, key=lambda shape: shape.__name__)


def test_every_model_is_known() -> None:
    assert len(shapes()) > 100
    assert {models.Claim, models.Health, models.PublicReport} < set(shapes())


@pytest.mark.parametrize("model", shapes(), ids=lambda m: m.__name__)
def test_a_model_drops_what_it_does_not_name(model: type[BaseModel]) -> None:
    assert model.model_config["extra"] in ("ignore", "forbid")
    assert not {"text_of_report", "witness"} & set(model.model_fields)


@pytest.mark.parametrize(
    ("path", "desk_shape", "shape"),
    [
        (f"claims/{published_keys()[0]}", models.Claim, models.PublicClaim),
        ("reports/ea-1205-a", models.Report, models.PublicReport),
        ("reports", models.ReportPage, models.PublicReportPage),
    ],
    ids=["claim", "report", "reports"],
)
def test_the_public_shapes_are_cut_from_the_desks(
    path: str, desk_shape: type[BaseModel], shape: type[BaseModel]
) -> None:
    body = get(desk(), path)
    assert set(body) == set(desk_shape.model_fields)
    cut = shape.model_validate(body).model_dump()
    assert keys_in(cut).isdisjoint(PRIVATE)
    assert keys_in(body) & PRIVATE
