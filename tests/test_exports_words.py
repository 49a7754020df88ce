"""PLOVER, HXL and FollowTheMoney: valid by their own words, and what they cannot say is counted."""

from __future__ import annotations

import io
import json
import re
import warnings
from typing import Any

import pytest

from marsad.exports import csv, ftm, hxl, plover
from marsad.exports.loss import LossReport
from marsad.exports.tables import rows_of
from marsad.records import Claim, Control, Diplomacy, Named, Statement
from tests.exports_support import FACTIONS, STAMP, SYRIAN, attack, claim, dataset, killed, named, seed, without_time

WORDS: dict[str, set[str]] = {}
for _list, _word in rows_of("plover_words.tsv"):
    WORDS.setdefault(_list, set()).add(_word)
EVENTS = {
    event: (int(quad), float(score), set(modes.split("|")))
    for event, quad, score, modes, _ in rows_of("plover_types.tsv")
}
SCHEMATA: dict[str, set[str]] = {}
for _schema, _property, _ in rows_of("ftm_properties.tsv"):
    SCHEMATA.setdefault(_schema, set()).add(_property)


def check_plover(data: bytes) -> dict[str, dict[str, Any]]:
    """Return the records by claim, each valid by PLOVER's fields and words."""
    records = [json.loads(line) for line in data.splitlines()]
    for record in records:
        assert record.keys() <= WORDS["field"]
        assert {"id", "date", "actor", "event"} <= record.keys()
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", record["date"])
        (event,) = record["event"]
        quad, score, modes = EVENTS[event]
        assert (record["quad_code"], record["event_scale"]) == (quad, score)
        assert set(record["mode"]) <= modes
        assert set(record["context"]) <= WORDS["context"] | WORDS["auxiliary"]
        assert record["actor"]
        for entity in (*record["actor"], *record["recipient"]):
            assert entity.keys() <= WORDS["entity"]
            assert entity["sector"] in WORDS["sector"] | {""}
            assert re.fullmatch(r"[A-Z]{3}|", entity["code"])
        assert record.get("event_loc", {}).keys() <= WORDS["location"]
        assert record["text_info"].keys() <= WORDS["text_info"]
        assert record["cite_info"].keys() <= WORDS["cite_info"]
        assert record.get("size", {}).keys() <= WORDS["size"]
    return {record["id"].removeprefix("marsad-"): record for record in records}


def coded(*claims: Claim) -> tuple[dict[str, dict[str, Any]], LossReport]:
    exported = plover.export(dataset(*claims), STAMP)
    return check_plover(exported.data), exported.losses


def test_every_claim_of_the_table_has_a_known_event_mode_and_contexts() -> None:
    assert (len(EVENTS), len(WORDS["context"])) == (16, 37)
    for _, event, mode, contexts in rows_of("plover_claims.tsv"):
        assert mode in EVENTS[event][2] | {""}
        assert set(filter(None, contexts.split("|"))) <= WORDS["context"]


def test_taking_ground_is_coerce_seize_territory_and_the_map_is_lost() -> None:
    records, losses = coded(claim(Control("captures", named(SYRIAN), named(FACTIONS)), "g"))
    assert (records["g"]["event"], records["g"]["mode"]) == (["COERCE"], ["seize"])
    assert "territory" in records["g"]["context"]
    assert records["g"]["recipient"][0]["entity_text"] == FACTIONS
    assert losses.of("who holds the ground") == ("g",)


def test_a_meeting_to_come_is_agree_and_future() -> None:
    records, _ = coded(
        claim(Diplomacy("vote", "planned", body="UN Security Council"), "v", certainty="planned"),
        claim(Diplomacy("talks", "done", ("Russia", "Turkey")), "t"),
    )
    assert (records["v"]["event"], records["v"]["context"]) == (["AGREE"], ["diplomatic", "future"])
    assert records["v"]["actor"][0]["code"] == "UNO"
    assert records["t"]["event"] == ["CONSULT"]


def test_what_is_denied_has_no_event() -> None:
    records, _ = coded(attack("a", "airstrike", certainty="denied"))
    assert records["a"]["has_event"] is False
    assert "negation" in records["a"]["context"]


def test_both_sides_of_a_clash_act() -> None:
    records, _ = coded(attack("a", "clash", SYRIAN, FACTIONS), attack("b", "airstrike", SYRIAN, FACTIONS))
    assert [entity["sector"] for entity in records["a"]["actor"]] == ["MIL", "REB"]
    assert records["a"]["recipient"] == []
    assert [entity["entity_text"] for entity in records["b"]["recipient"]] == [FACTIONS]


def test_what_plover_cannot_say_is_lost() -> None:
    records, losses = coded(
        attack("nobody", "airstrike", None),
        without_time(attack("undated", "airstrike")),
        claim(Statement(Named("x", "Sergey Lavrov"), "say", "…"), "remark"),
        claim(Diplomacy("vote", "done", ("Russia",)), "vote"),
        claim(Diplomacy("sanctions", "done", ("United States",)), "sanctions"),
    )
    assert records == {}
    assert losses.dropped == {"nobody", "undated", "remark", "vote", "sanctions"}
    assert set(plover.export(seed(), STAMP).losses.of("toll over a period")) == {"toll", "part"}


def test_threats_and_refusals_have_events() -> None:
    speaker = Named("Lavrov", "Sergey Lavrov")
    records, _ = coded(
        claim(Statement(speaker, "threaten", "…"), "threat"), claim(Statement(speaker, "reject", "…"), "refusal")
    )
    assert (records["threat"]["event"], records["refusal"]["event"]) == (["THREATEN"], ["REJECT"])
    assert records["threat"]["actor"][0]["code"] == "RUS"


def test_hxl_has_its_tags_under_the_header() -> None:
    rows = csv.read_table(hxl.export(seed(), STAMP).data)
    tag = re.compile(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*")
    assert all(tag.fullmatch(cell) for cell in rows[0].values())
    assert len(set(rows[0].values())) == len(rows[0])
    toll = next(row for row in rows if row["claim"] == "toll")
    assert (toll["killed_min"], toll["killed_max"], toll["cumulative"]) == ("311", "", "true")
    losses = hxl.export(dataset(killed("k", 5, certainty="denied")), STAMP).losses
    assert losses.dropped == {"k"}


def test_libhxl_reads_and_accepts_the_table() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own dependencies warn on import
        library = pytest.importorskip("hxl", reason="NOT CHECKED: libhxl is not installed (development group)")
        options = library.InputOptions(allow_local=True)
        source = library.data(library.make_input(io.BytesIO(hxl.export(seed(), STAMP).data), options)).cache()
        report = library.validate(source)
    assert [column.tag for column in source.columns][:2] == ["#meta", "#meta"]
    assert "#affected+killed+min" in source.display_tags
    assert len(list(source)) == 4
    assert report["is_valid"]


def test_ftm_entities_are_of_known_schemata() -> None:
    exported = ftm.export(seed(), STAMP)
    entities = {entity["id"]: entity for entity in map(json.loads, exported.data.splitlines())}
    for entity in entities.values():
        assert entity.keys() == {"id", "schema", "properties"}
        assert entity["properties"].keys() <= SCHEMATA[entity["schema"]]
        assert all(isinstance(value, str) for values in entity["properties"].values() for value in values)
        for name in ("proof", "involved"):
            assert all(value in entities for value in entity["properties"].get(name, ()))
    events = [entity for entity in entities.values() if entity["schema"] == "Event"]
    assert len(events) == 4
    assert any("more than 311" in entity["properties"]["summary"][0] for entity in events)
    assert exported.losses.dropped == {"remark", "talks"}
    assert any("2016-11-15" in str(e["properties"]) for e in entities.values() if e["schema"] == "Note")


def test_an_actor_on_both_sides_is_named_once() -> None:
    lines = ftm.export(dataset(attack("a", "clash", SYRIAN, SYRIAN)), STAMP).data.splitlines()
    (event,) = (entity for entity in map(json.loads, lines) if entity["schema"] == "Event")
    assert len(event["properties"]["involved"]) == 1


def test_followthemoney_accepts_the_entities() -> None:
    library = pytest.importorskip(
        "followthemoney",
        reason="NOT CHECKED: followthemoney is not installed; it compiles against ICU, so no group has it",
    )
    for line in ftm.export(seed(), STAMP).data.splitlines():
        entity = json.loads(line)
        proxy = library.model.get_proxy({**entity, "properties": {}}, cleaned=False)
        for name, values in entity["properties"].items():
            proxy.add(name, values, cleaned=False)
            assert len(proxy.get(name)) == len(values), (entity["schema"], name, values)
        proxy.schema.validate(entity)
