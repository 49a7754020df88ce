"""The API on the dossier: what its resources answer, against what the dossier says (docs/api.md)."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from marsad.exports.formats import EXPORTERS
from tests.web_support import desk, get

OBSERVATORY = "Syrian Observatory for Human Rights"
GOVERNMENT, FACTIONS = "Syrian government forces", "Syrian opposition factions"
EAST = "Eastern Aleppo"


def items(path: str, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = get(desk(), path, **asked)["items"]
    return found


def everything(path: str, limit: int, **asked: Any) -> list[dict[str, Any]]:
    """Walk all pages."""
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    for _ in range(1000):
        page = get(desk(), path, limit=limit, **asked, **({"cursor": cursor} if cursor else {}))
        assert len(page["items"]) <= limit
        found += page["items"]
        cursor = page["next"]
        if cursor is None:
            assert len(found) == page["total"]
            return found
    raise AssertionError("the pages do not end")


def test_the_summary_counts_what_there_is() -> None:
    found = get(desk(), "summary")
    claims = get(desk(), "claims", limit=1)
    assert found["claims"] == claims["total"] == claims["of"] == sum(found["kinds"].values())
    assert found["reports"] == 44
    assert found["audience"] == "desk"
    assert (found["published_first"], found["published_last"]) == ("2016-11-15", "2016-12-23")
    assert found["states"] == {"machine": found["claims"]}
    assert found["languages"] == {"ar": 31, "en": 13}
    assert [row["name_ar"] for row in found["places"] if row["value"] == "gn170063"] == ["حلب"]
    one = get(desk(), "summary", place=EAST, kind="casualty")
    assert set(one["kinds"]) == {"casualty"}
    assert one["claims"] < found["claims"] == one["of"]


def test_every_claim_opens_to_its_words() -> None:
    for claim in everything("claims", 100):
        document = get(desk(), f"reports/{claim['report']['id']}")["document"]
        sentence = claim["sentence"]
        assert document[sentence["start"] : sentence["end"]] == sentence["text"]
        assert {mark["slot"] for mark in sentence["marks"]} >= {"evidence"}
        for passage in get(desk(), f"claims/{claim['key']}")["passages"]:
            assert document[passage["start"] : passage["end"]] == passage["text"]


@pytest.mark.parametrize(("path", "key"), [("claims", "key"), ("reports", "id"), ("events", "id")])
@pytest.mark.parametrize("limit", [7, 100])
def test_pages_give_every_row_once(path: str, key: str, limit: int) -> None:
    found = [row[key] for row in everything(path, limit)]
    assert len(set(found)) == len(found)
    assert found == [row[key] for row in items(path, limit=500)]


def test_claims_turn_round() -> None:
    forward = [row["key"] for row in everything("claims", 50)]
    back = [row["key"] for row in everything("claims", 33, order="desc")]
    assert back == forward[::-1]


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ({"kind": "attack,control"}, lambda c: c["kind"] in ("attack", "control")),
        ({"certainty": "planned"}, lambda c: c["certainty"] == "planned"),
        ({"outlet": "Dossier B"}, lambda c: c["report"]["outlet"] == "Dossier B"),
        ({"report": "ea-1205-d"}, lambda c: c["report"]["id"] == "ea-1205-d"),
        ({"known_on": "2016-12-01"}, lambda c: c["report"]["published"] <= "2016-12-01"),
        ({"lineage": OBSERVATORY}, lambda c: c["lineage"] == OBSERVATORY),
        ({"from": "2016-12-06", "to": "2016-12-07"}, lambda c: (c["days"]["last"] or "9") >= "2016-12-06"),
        ({"grade": "weak"}, lambda c: c["grade"] == "weak"),
    ],
    ids=lambda value: json.dumps(value) if isinstance(value, dict) else "",
)
def test_a_filter_lets_through_what_it_says_and_no_less(asked: dict[str, str], holds: Any) -> None:
    found = {row["key"] for row in everything("claims", 100, **asked)}
    every = everything("claims", 500)
    if "from" in asked:
        expected = {c["key"] for c in every if holds(c) and (c["days"]["first"] or "0") <= asked["to"]}
    else:
        expected = {c["key"] for c in every if holds(c)}
    assert found == expected != set()


def test_words_are_found_in_any_spelling() -> None:
    plain = {row["key"] for row in items("claims", text="المدنيين")}
    marked = {row["key"] for row in items("claims", text="مَدَنيّين")}
    assert plain == marked != set()
    found = items("reports", q='"مجلس الأمن"')
    assert found
    for row in found:
        assert row["snippet"]["marks"], row["id"]


def test_a_claim_says_who_is_behind_it_and_why_it_is_trusted() -> None:
    [claim] = items("claims", report="ea-1205-d", text="311")
    full = get(desk(), f"claims/{claim['key']}")
    assert claim["detail"]["count"]["low"] == 311
    assert claim["detail"]["victims"] == "civilians"
    assert full["lineage"] == OBSERVATORY
    assert full["relays"]["origin_ar"] == "المرصد السوري لحقوق الإنسان"
    assert {"Dossier A", "Dossier B", "Dossier C"} <= {link["name"] for link in full["chain"]}
    assert full["grounds"]
    assert (full["state"], full["judgements"]) == ("machine", [])
    assert claim["what"]["ar"].startswith("أكثر من 311")


def test_four_dossiers_are_one_lineage() -> None:
    [claim] = items("claims", report="ea-1205-d", text="311")
    event = get(desk(), f"events/{claim['event']}")
    [row] = event["rows"]
    assert row["origin"] == OBSERVATORY
    figure = next(f for f in event["classes"] if f["victims"] == "civilians")
    assert figure["why"]["max"] in {point["claim"] for point in figure["points"]}
    assert all(told["sentence"]["text"] for told in row["told"])


def test_what_contradicts_stands_side_by_side() -> None:
    found = items("events", disputed="true")
    assert found
    full = [get(desk(), f"events/{event['id']}") for event in found]
    shelling = next(e for e in full if e["place"] and "Jubb" in (e["place"]["name"] or ""))
    [killed] = [f for f in shelling["classes"] if (f["harm"], f["victims"]) == ("killed", "civilians")]
    assert (killed["min"], killed["max"]) == (21, 45)
    assert {row["difference"] for row in shelling["contradictions"]} & {"conflict", "revision", "scope", "period"}


def test_a_report_says_what_else_prints_it_and_what_was_not_read() -> None:
    found = get(desk(), "reports/ea-1205-c")
    [other] = found["printings"]
    assert (other["id"], other["first"]) == ("ea-1205-b", True)
    assert 0.5 <= other["alike"] < 1
    assert found["echo_of"] == "ea-1205-b"
    assert found["archive"]["sha256"]
    assert found["document"][: found["title_end"]] == found["title"]
    assert found["versions"] == []


def test_an_event_as_it_was_known() -> None:
    [claim] = items("claims", report="ea-1205-d", text="311")
    name = claim["event"]
    now = get(desk(), f"events/{name}")
    then = get(desk(), f"events/{name}", known_on="2016-11-30")
    assert then["claims"] < now["claims"]
    best = {f["victims"]: f["max"] for f in then["figures"]}
    assert best["civilians"] == 188
    assert desk().get(f"/api/v1/events/{name}", params={"known_on": "2016-11-01"}).status_code == 404


def test_the_map_has_points_and_says_how_exact_they_are() -> None:
    found = get(desk(), "map")
    assert found["events"]["type"] == "FeatureCollection"
    assert found["total"] == len(found["events"]["features"])
    for feature in found["events"]["features"] + found["places"]["features"]:
        lon, lat = feature["geometry"]["coordinates"]
        assert -180 <= lon <= 180
        assert -90 <= lat <= 90
        shown = feature["properties"]
        assert (shown["area"] is not None) == (shown["precision"] in ("admin1", "admin2", "region", "country"))
    assert get(desk(), "map", limit=3)["truncated"] is True


def test_the_map_gives_as_many_places_as_are_asked_for() -> None:
    whole = get(desk(), "map")
    for asked, some in (({}, whole), ({"from": "2016-12-01"}, get(desk(), "map", **{"from": "2016-12-01"}))):
        places = some["places"]["features"]
        assert get(desk(), "map", places=2, **asked)["places"]["features"] == places[:2]
        bare = get(desk(), "map", places=0, **asked)
        assert bare["places"]["features"] == []
        assert bare["events"] == some["events"]
    assert len(get(desk(), "map", limit=0, places=2)["places"]["features"]) == 2


def test_the_map_counts_each_lineage_of_a_place_once() -> None:
    told: dict[str, set[str]] = {}
    for claim in get(desk(), "claims", limit=500)["items"]:
        for place in claim["places"]:
            told.setdefault(place["id"], set()).add(claim["lineage"])
    shown = {f["properties"]["place_id"]: f["properties"]["lineages"] for f in get(desk(), "map")["places"]["features"]}
    assert shown
    assert shown == {place: len(told[place]) for place in shown}


def test_who_held_a_place_on_a_day() -> None:
    def hanano(**asked: str) -> dict[str, Any]:
        [row] = items("control", place="Masaken Hanano", **asked)
        return row

    assert [n["name"] for n in hanano(at="2016-11-15")["holders"]] == [FACTIONS]
    fought = hanano(at="2016-11-23")
    assert (fought["state"], fought["hatch"]) == ("contested", "contested")
    taken = hanano(at="2016-11-27")
    assert ([n["name"] for n in taken["holders"]], taken["hatch"]) == ([GOVERNMENT], "none")
    assert taken["age_days"] is not None
    assert {
        row["state"] for row in items("control", place="Masaken Hanano", at="2016-11-27", known_on="2016-11-20")
    } <= {"controlled"}


def test_what_changed_hands_and_one_place_over_time() -> None:
    days = {(row["day"], row["place"]["name"].split(",")[0]) for row in items("control/changes")}
    assert ("2016-12-05", "Qadi Askar") in days
    strip = get(desk(), "control/places/sy-aleppo-city-qadi-askar")
    assert strip["place"]["name_ar"] == "قاضي عسكر"
    assert {key for row in strip["rows"] for key in row["support"]} <= {claim["key"] for claim in strip["claims"]}
    places = [row["place"]["id"] for row in everything("control/history", 9)]
    assert len(places) == len(set(places))
    assert "sy-aleppo-city-qadi-askar" in places


def test_the_armys_own_word_waits() -> None:
    found = [
        mark["mark"]
        for row in items("control", at="2016-12-22", known_on="2016-12-22", limit=5000)
        for mark in row["marks"]
    ]
    assert "needs second lineage" in found


def test_a_share_is_a_gauge_and_not_a_list_of_places() -> None:
    found = items("control/gauges")
    assert found
    for gauge in found:
        assert 0 <= gauge["asserted_low"] <= gauge["asserted_high"] <= 1
        assert len(gauge["held"]) + len(gauge["partly"]) + len(gauge["unknown"]) <= gauge["total"]


def test_series_points_and_what_is_never_added() -> None:
    found = get(desk(), "casualties", place=EAST, harm="killed")
    [run] = [
        s for s in found["series"] if s["group"]["victims"] == "civilians" and s["asserter"]["name"] == OBSERVATORY
    ]
    assert run["start"] == "2016-11-15"
    told = {p["day"]: (p["low"], p["high"]) for p in run["points"]}
    assert told["2016-12-05"] == (311, None)
    assert told["2016-12-12"] == (442, 442)
    assert run["implied"]
    [children] = [s for s in found["series"] if s["group"]["victims"] == "children" and s["start"] == "2016-11-15"]
    assert children["part_of"] == run["id"]
    assert {frozenset(pair.values()) for pair in found["do_not_add"]}
    assert "killed" in found["choices"]["harm"]
    known = get(desk(), "casualties", place=EAST, harm="killed", known_on="2016-12-05")
    [run] = [s for s in known["series"] if s["id"] == run["id"]]
    assert run["points"][-1]["day"] == "2016-12-05"


def test_the_draft_was_vetoed() -> None:
    [track] = [t for t in items("diplomacy") if t["outcome"] == "vetoed"]
    assert {name["name"] for name in track["sponsors"]} == {"Egypt", "New Zealand", "Spain"}
    assert {"yes": 11, "no": 3, "abstain": 1} in track["votes"]
    assert {seat["member"]["name"] for seat in track["seats"]} == {"Russia", "China"}
    [plan] = track["planned"]
    assert plan["verdict"] == "vetoed"
    assert track["steps"][plan["step"]]["stage"] == "planned"
    last = next(t for t in items("diplomacy", steps=1) if t["id"] == track["id"])
    assert (last["steps"], last["total_steps"]) == (track["steps"][-1:], len(track["steps"]))
    assert get(desk(), f"diplomacy/{track['id']}")["steps"] == track["steps"]
    before = items("diplomacy", known_on="2016-12-05")
    assert {t["outcome"] for t in before if t["body"] == track["body"]} == {None}


def test_who_said_it() -> None:
    found = get(desk(), "positions", containing="الإرهابيين", actor="لافروف")
    [row] = found["items"]
    assert (row["actor"]["name"], [said["act"] for said in row["said"]]) == ("Sergey Lavrov", ["say"])


def test_the_timeline_adds_up() -> None:
    found = get(desk(), "timeline", limit=500)
    counted = sum(number for row in found["bins"] for number in row["counts"].values())
    assert counted + found["undated"] == found["total"] == len(found["items"])
    assert {item["lane"] for item in found["items"]} <= set(found["lanes"])
    weeks = get(desk(), "timeline", bin="week", limit=1)
    assert sum(n for row in weeks["bins"] for n in row["counts"].values()) == counted
    assert found["implied"]


def test_places_by_either_name() -> None:
    assert items("places", text="حلب")[0]["id"] == "gn170063"
    assert items("places", text="qadi")[0]["id"] == "sy-aleppo-city-qadi-askar"
    assert any(row["claims"] == 0 for row in items("places", text="دمشق"))


@pytest.mark.parametrize("name", sorted(EXPORTERS))
def test_an_export_holds_what_the_filters_let_through(name: str) -> None:
    answer = desk().get(f"/api/v1/exports/{name}", params={"place": EAST, "kind": "casualty"})
    assert answer.status_code == 200, answer.text[:300]
    assert answer.headers["content-disposition"].startswith('attachment; filename="marsad')
    total = get(desk(), "claims", place=EAST, kind="casualty", limit=1)["total"]
    assert int(answer.headers["x-claims-given"]) == total
    if name == "jsonl":
        lines = [json.loads(line) for line in answer.text.splitlines()]
        assert sum(len(line.get("claims", ())) for line in lines) == total


@pytest.mark.parametrize("screen", ["casualties", "control", "changes", "diplomacy", "positions", "reports"])
def test_a_screen_is_a_sheet_as_well(screen: str) -> None:
    answer = desk().get(f"/api/v1/exports/{screen}.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    rows = list(csv.DictReader(io.StringIO("\n".join(line for line in lines if not line.startswith("#")))))
    assert rows
    assert len(rows) == len(desk().get(f"/api/v1/exports/{screen}.json").json()["rows"])
    if screen != "reports":
        linked = [row for row in rows if row["link"]]
        assert linked
        for row in linked[:20]:
            key = row["link"].rpartition("claim:")[2]
            assert desk().get(f"/api/v1/claims/{key}").status_code == 200


def test_a_permalink_keeps_a_view_and_the_version_of_the_data() -> None:
    wanted = {"view": "casualties", "state": {"lang": "ar", "place": EAST, "dates": ["2016-11-15", "2016-12-05"]}}
    made = desk().post("/api/v1/permalinks", json=wanted)
    assert made.status_code == 201
    again = desk().post("/api/v1/permalinks", json=wanted)
    assert again.json()["hash"] == made.json()["hash"]
    found = desk().get(made.headers["location"]).json()
    assert (found["view"], found["state"], found["current"]) == (wanted["view"], wanted["state"], True)
    assert found["version"] == get(desk(), "summary")["version"]
    assert desk().get("/api/v1/permalinks/" + "0" * 32).status_code == 404


def test_an_answer_is_given_once() -> None:
    first = desk().get("/api/v1/events", params={"limit": 5})
    tag = first.headers["etag"]
    assert desk().get("/api/v1/events", params={"limit": 5}, headers={"If-None-Match": tag}).status_code == 304
    assert desk().get("/api/v1/events", params={"limit": 6}, headers={"If-None-Match": tag}).status_code == 200
    assert get(desk(), "summary")["version"] in tag


def test_the_glossary_has_every_word_in_both_languages() -> None:
    for term in items("glossary"):
        assert term["name"]["en"].strip()
        assert term["name"]["ar"].strip()
    values = {(t["group"], t["value"]) for t in items("glossary")}
    for claim in everything("claims", 500):
        assert ("kind", claim["kind"]) in values
        assert ("certainty", claim["certainty"]) in values
        for slot, group in (("harm", "harm"), ("victims", "victims"), ("act", "act"), ("action", "action")):
            if slot in claim["detail"]:
                assert (group, claim["detail"][slot]) in values, claim["detail"]


def test_an_unknown_thing_is_a_problem() -> None:
    for path in (
        "claims/nothing",
        "events/nothing",
        "reports/nothing",
        "control/places/nothing",
        "exports/nothing",
        "x",
    ):
        answer = desk().get(f"/api/v1/{path}")
        assert answer.status_code == 404, path
        assert answer.headers["content-type"] == "application/problem+json"
        assert set(answer.json()) == {"type", "title", "status", "detail", "errors"}


def test_the_stream_begins_with_the_version() -> None:
    answer = desk().get("/api/v1/stream", params={"once": "true"})
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert f"id: {get(desk(), 'summary')['version']}" in answer.text
    assert "event: version" in answer.text
    late = desk().get("/api/v1/stream", params={"once": "true"}, headers={"Last-Event-ID": "long-gone"})
    assert '"reread": true' in late.text
