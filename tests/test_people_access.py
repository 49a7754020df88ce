"""Every route, for every role, on a claim in every state: no access that is not meant (marsad/people/data/policy.tsv).

The matrix is made from the application's own routes, so a route that is added is in it, or the test fails.
"""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from marsad.exports.formats import EXPORTERS
from marsad.people import limits
from marsad.people.policy import ACCOUNT_ROLES, ROLES, actions, may
from marsad.records import Place, Span
from marsad.review.publish import KEYS
from marsad.review.tables import moves
from marsad.store.reviews import Reviews
from marsad.store.store import Store
from marsad.store.types import Arrival
from marsad.store.types_review import STATES
from tests.people_support import API, Team, team
from tests.review_support import do
from tests.store_support import claims, report

# Each state has a report of its own, with a word in every field that nothing else has.
MARK: dict[str, str] = {state: f"زقزوق{letter}" for state, letter in zip(STATES, "ابتثجحخدذ", strict=True)}
LATIN: dict[str, str] = {state: f"zaqzuq{state.replace('_', '')}" for state in STATES}


def filled(database: str) -> None:
    """Make a record with one claim in every state; the published one is public."""
    with Store.open(database) as store:
        for state in STATES:
            text = f"قال المرصد إن خمسة مدنيين قتلوا في قصف على حي {MARK[state]} وإن طفلين جرحا."
            made = replace(claims(state)[0], key=f"key-{state}", evidence=Span(0, len(text)), also=(), spans=())
            start = text.index(MARK[state])
            span = Span(start, start + len(MARK[state]))
            place = Place(MARK[state], span, LATIN[state], 36.21, 37.19, "exact", "SY", f"own:{LATIN[state]}")
            made = replace(made, place=(place,), source=None)
            kept = report(state, text, title=None, outlet=LATIN[state], url=f"https://example.org/{LATIN[state]}")
            store.add_many([Arrival(kept, text.encode(), claims=(made,), reader_version="1")])
        reviews = Reviews(store)
        steps: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
            "in_review": [("accept", "r1", {})],
            "reviewed": [("accept", "r1", {}), ("submit", "r1", {})],
            "second_read": [("accept", "r1", {}), ("submit", "r1", {}), ("second", "r2", {"decision": "agree"})],
            "rejected": [("reject", "r1", {})],
            "on_hold": [("hold", "r1", {})],
        }
        for name, walked in steps.items():
            for verb, by, more in walked:
                do(reviews, verb, f"key-{name}", by, **more)
        from marsad.review.desk import Wish, act
        from marsad.review.publish import publisher

        for state in ("published", "withdrawn"):
            for verb, by, more in (*steps["second_read"], ("publish", "r3", {})):
                act(reviews, [Wish(verb, f"key-{state}", by, "why not", **more)], publisher())
        do(reviews, "withdraw", "key-withdrawn", "r3", why="it was wrong")
        reviews.set_single_reader(True, "owner")
        for verb, by, more in (*steps["reviewed"], ("publish_alone", "r1", {})):
            act(reviews, [Wish(verb, "key-single_read", by, **more)], publisher())


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    database = str(tmp_path_factory.mktemp("access") / "a.db")
    filled(database)
    with team(database) as made:
        made.refreshed()
        yield made


@pytest.fixture(autouse=True)
def unlimited(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The matrix is denied more often in a minute than anybody may be."""
    most = 5 if "flood" in request.node.name else 10**6
    monkeypatch.setattr(limits, "LIMITS", dict.fromkeys(limits.LIMITS, limits.Limit(most, 3600)))


# What each route asks the policy for; "own" routes speak of the asker alone. A route that is not here fails the test.
ASKS = {
    "export": (
        "/api/v1/exports/scan", "/api/v1/exports/{format_name}", "/api/v1/exports/{name}.csv",
        "/api/v1/exports/{name}.json",
    ),
    "queue": (
        "/api/v1/review/queue", "/api/v1/review/claims/{key}", "/api/v1/review/actions", "/api/v1/review/backlog",
        "/api/v1/review/orphans", "/api/v1/review/weigh", "/api/v1/review/kinds",
    ),
    "add": ("POST /api/v1/review/claims",),
    "gold": ("/api/v1/review/gold",),
    "draft": ("/api/v1/review/drafts", "/api/v1/review/drafts/{key}"),
    "agreement": ("/api/v1/review/agreement",),
    "people": (
        "/api/v1/accounts", "/api/v1/accounts/{alias}", "/api/v1/accounts/{alias}/renewal", "/api/v1/invitations",
        "/api/v1/invitations/{id}", "/api/v1/sessions",
    ),
    "audit": ("/api/v1/audit", "/api/v1/audit/latest"),
    "freeze": ("POST /api/v1/publication/editions", "/api/v1/publication/embargoes"),
    "remove": ("/api/v1/publication/removals",),
    "public": (
        "/api/v1/publication/claims", "/api/v1/publication/tombstones", "GET /api/v1/publication/editions",
        "/api/v1/publication/editions/{version}", "/api/v1/publication/editions/{version}/changes",
    ),
    "alert": ("/api/v1/alerts", "/api/v1/alerts/{number}", "/api/v1/alerts/{number}/hits"),
    "brief": ("/api/v1/brief",),
    "own": (
        "/api/v1/me", "/api/v1/me/password", "/api/v1/me/totp", "/api/v1/me/sessions", "/api/v1/session",
        "POST /api/v1/accounts", "/api/v1/renewals", "/api/v1/oidc", "/api/v1/oidc/callback",
        "/api/v1/alerts/{number}/feed",
    ),
}  # fmt: skip
# Answered from the snapshot of the asker's audience: the public one has nothing but what is published.
SNAPSHOT = re.compile(
    r"/api/v1/(summary|settings|places|glossary|method|reports|intake|claims|events|map|control|casualties|diplomacy|positions"
    r"|timeline|permalinks|stream)\b|/tiles/|/ogc|/healthz|/collections|/conformance"
)
# Not sent by those who may: they would be carried out.
CARRIED_OUT = (
    "DELETE /api/v1/sessions",
    "DELETE /api/v1/session",
    "DELETE /api/v1/me/sessions",
    "POST /api/v1/review/weigh",
)


def described(client: httpx.Client) -> list[tuple[str, str, list[str]]]:
    """Return method, path and parameters in the path of every route."""
    paths = client.get("/openapi.json").json()["paths"]
    return [(method.upper(), path, re.findall(r"\{(\w+)\}", path)) for path, found in paths.items() for method in found]


def asked(method: str, path: str) -> str:
    for action, listed in ASKS.items():
        if f"{method} {path}" in listed:
            return action
    for action, listed in ASKS.items():
        if path in listed:
            return action
    assert SNAPSHOT.match(path), f"{method} {path}: say in ASKS what it asks the policy for"
    return "snapshot"


def filled_in(path: str, names: list[str], state: str) -> list[str]:
    """Return a path with its parameters set to what concerns the claim in a state."""
    values = {
        "key": [f"key-{state}"], "report_id": [state], "event_id": [f"e-key-{state}"],
        "place_id": [f"own:{LATIN[state]}"], "track_id": [f"key-{state}", f"t-key-{state}"],
        "format_name": sorted(EXPORTERS), "name": ["casualties", "control", "timeline", "positions", "diplomacy"],
        "z": ["6"], "x": ["38"], "y": ["25"], "alias": ["reader-1"], "version": ["none"], "hash": ["0" * 32],
        "id": ["x"],
        "number": ["1"], "token": ["x"], "collection": ["claims", "events"], "collection_id": ["claims", "events"],
        "feature_id": [f"key-{state}", f"e-key-{state}"], "item": [f"key-{state}"],
    }  # fmt: skip
    found = [path]
    for name in names:
        assert name in values, f"{path}: say what {name} is filled with"
        found = [one.replace("{" + name + "}", value) for one in found for value in values[name]]
    return found


def words(answer: httpx.Response) -> str:
    """Return all that an answer says, packed or not."""
    data = answer.content
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            data = b"\n".join(pack.read(name) for name in pack.namelist())
    text = data.decode("utf-8", "replace")
    return text + re.sub(r"\\u([0-9a-f]{4})", lambda hit: chr(int(hit[1], 16)), text)


def exposed(text: str) -> set[str]:
    """Return the states whose claim is told of in a text."""
    return {state for state in STATES if MARK[state] in text or LATIN[state] in text or f"key-{state}" in text}


QUERIES = ("", "?text={mark}", "?place={latin}", "?key=key-{state}", "?outlet={latin}", "?report={state}", "?q={mark}",
           "?state={state}", "?include=everything")  # fmt: skip


def test_matrix_of_reading_route_by_role_by_state(here: Team) -> None:
    client = here.clients["nobody"]
    seen: set[tuple[str, str]] = set()
    for method, path, names in described(client):
        if method != "GET":
            continue
        action = asked(method, path)
        for role in (r for r in ROLES if r != "alone"):
            for state in STATES:
                for address in filled_in(path, names, state):
                    check_read(here, role, action, address, state, seen)
    assert len(seen) > 1000


def check_read(here: Team, role: str, action: str, address: str, state: str, seen: set[tuple[str, str]]) -> None:
    """Ask, as nobody with every filter. What is looked at does not depend on the state: what was `seen` is seen."""
    queries = {"snapshot": QUERIES, "export": QUERIES[:2]}.get(action, QUERIES[:1]) if role == "nobody" else QUERIES[:1]
    for query in ("?once=true",) if address.endswith("/stream") else queries:
        asked_for = query.format(mark=MARK[state], latin=LATIN[state], state=state)
        if (role, address + asked_for) in seen:
            continue
        seen.add((role, address + asked_for))
        answer = here.clients[role].get(address + asked_for)
        assert answer.status_code < 500, (role, address, asked_for, answer.text[:200])
        if action not in ("snapshot", "own", "export"):
            allowed = may(role, action)  # type: ignore[arg-type]
            assert (answer.status_code not in (401, 403)) == allowed, (role, address, answer.status_code)
        if action == "export":
            assert (answer.status_code == 403) == (role == "viewer"), (role, address, answer.status_code)
        if answer.status_code >= 400:
            continue
        text = words(answer)  # without what was asked for: a file says what it was asked
        for given in re.findall(r"=([^&]+)", asked_for):
            text = text.replace(given, "")
        told = exposed(text)
        may_see = {one for one in STATES if may(role, "read", one)}  # type: ignore[arg-type]
        if "/publication/" in address:
            may_see = {"published", "single_read", "withdrawn"}  # of what was withdrawn a tombstone, with its key alone
            assert MARK["withdrawn"] not in words(answer)
            assert LATIN["withdrawn"] not in words(answer)
        assert told <= may_see, (role, address + asked_for, told - may_see)


def test_what_nobody_may_see_answers_as_what_is_not_there(here: Team) -> None:
    for path in ("claims/key-{}", "reports/{}", "events/e-key-{}"):
        for state in set(STATES) - {"published", "single_read"}:
            hidden = here.clients["nobody"].get(f"{API}/{path.format(state)}")
            absent = here.clients["nobody"].get(f"{API}/{path.format('no-such')}")
            assert hidden.status_code == absent.status_code == 404
            assert hidden.text.replace(state, "no-such") == absent.text


def test_counts_and_facets_of_the_public_know_of_published_claims_alone(here: Team) -> None:
    summary = here.clients["nobody"].get(f"{API}/summary").json()
    assert (summary["claims"], summary["of"], summary["reports"]) == (2, 2, 2)
    assert here.clients["viewer"].get(f"{API}/summary").json()["of"] == len(STATES) - 1  # the rejected one is apart
    total = here.clients["nobody"].get(f"{API}/publication/claims").json()["total"]
    assert total == 2


def test_matrix_of_writing_route_by_role(here: Team) -> None:
    for method, path, names in described(here.clients["nobody"]):
        if method == "GET" or path.startswith("/api/v1/permalinks"):
            continue
        action = asked(method, path)
        for role in (r for r in ROLES if r != "alone"):
            (address, *_) = filled_in(path, names, "machine")
            allowed = action == "own" or may(role, action)
            if allowed and (f"{method} {path}" in CARRIED_OUT or action == "own" or method == "DELETE"):
                continue
            answer = here.send(role, method, address.removeprefix(API), {})
            assert (answer.status_code not in (401, 403)) == allowed, (role, method, path, answer.status_code)


def test_matrix_of_verbs_by_role_by_state(here: Team) -> None:
    """The second wish is always refused, so nothing is ever done, and the policy is asked all the same."""
    before = len(here.store.judgements())
    for role in ACCOUNT_ROLES:
        for verb in moves():
            for state in STATES:
                wish = {"verb": verb, "key": f"key-{state}", "why": "why not"}
                never = {"verb": "comment", "key": f"key-{state}", "why": ""}
                answer = here.send(role, "POST", "/review/actions", {"wishes": [wish, never]})
                allowed = may(role, "queue") and may(role, verb, state)
                assert (answer.status_code != 403) == allowed, (role, verb, state, answer.text)
                assert answer.status_code in (400, 403), (role, verb, state, answer.text)
    assert len(here.store.judgements()) == before


def test_a_second_reader_cannot_edit_and_nobody_approves_their_own() -> None:
    for verb in ("edit", "geocode", "grade", "accept", "reject", "revert", "merge", "split", "submit", "publish"):
        assert not may("second_reader", verb)
    assert may("second_reader", "second")
    assert not may("analyst", "second")
    assert not may("alone", "publish")


def test_every_action_of_the_room_is_in_the_policy() -> None:
    assert set(moves()) <= set(actions())
    for action in actions():
        if action not in ("read", "public"):
            assert not may("nobody", action), action


def test_a_viewer_sees_no_people(here: Team) -> None:
    """Neither who judged, nor in which words: not in a claim, a report, an event, an export."""
    for path in ("/claims", "/claims/key-in_review", "/reports/in_review", "/claims/key-published", "/events"):
        text = here.send("viewer", "GET", path).text
        assert not re.search(r'"(by|judgements|reader|shapers)"', text), path
        assert "r1" not in re.findall(r'"([^"]+)"', text)
    assert "judgements" in here.send("analyst", "GET", "/claims/key-in_review").json()


def test_the_text_of_a_report_is_not_for_viewers(here: Team) -> None:
    assert "document" not in here.send("viewer", "GET", "/reports/machine").json()
    assert "document" in here.send("analyst", "GET", "/reports/machine").json()


def paths_of(value: Any, at: str = "") -> set[str]:
    """Return the path of every key in a JSON value; members of lists count as one."""
    if isinstance(value, dict):
        return {f"{at}.{k}".lstrip(".") for k in value} | {
            p for k, v in value.items() for p in paths_of(v, f"{at}.{k}")
        }
    return {p for item in value for p in paths_of(item, f"{at}[]")} if isinstance(value, list) else set()


def test_the_keys_of_public_answers_are_pinned(here: Team) -> None:
    """A key that is new in public is a decision: look at it, then put it into tests/data/public_keys.json."""
    addresses = ("claims", "claims/key-published", "reports", "reports/published", "events", "events/e-key-published",
                 "publication/claims", "publication/tombstones", "map", "timeline", "summary")  # fmt: skip
    found = {one: sorted(paths_of(here.clients["nobody"].get(f"{API}/{one}").json())) for one in addresses}
    golden = Path(__file__).parent / "data" / "public_keys.json"
    if os.environ.get("MARSAD_PIN"):
        golden.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    pinned = json.loads(golden.read_text(encoding="utf-8"))
    for one in addresses:
        assert set(found[one]) <= set(pinned[one]), f"{one}: {sorted(set(found[one]) - set(pinned[one]))}"
    rows = here.clients["nobody"].get(f"{API}/publication/claims").json()["rows"]
    assert {row["key"]: row["claim"]["readers"] for row in rows} == {"key-published": 2, "key-single_read": 1}
    assert all(set(row["claim"]) == KEYS for row in rows)


def test_attack_export_without_rights_is_refused_and_logged(here: Team) -> None:
    assert here.send("viewer", "GET", "/exports/csv").status_code == 403
    said = [(e.who, e.verb, e.outcome) for e in here.accounts.entries(limit=100_000)]
    assert (here.aliases["viewer"], "export", "denied") in said


def test_attack_a_flood_of_denials_fills_no_log(here: Team) -> None:
    answers = {here.send("nobody", "GET", "/audit").status_code for _ in range(7)}
    assert 429 in answers
    before = len(here.accounts.entries(limit=100_000))
    for _ in range(5):
        assert here.send("nobody", "GET", "/audit").status_code == 429
    assert len(here.accounts.entries(limit=100_000)) == before


def test_attack_no_export_of_the_desk_says_how_to_reach_a_person(tmp_path: Path) -> None:
    """Every format and every sheet, asked by who may see everything."""
    import datetime as dt

    from marsad.pipeline import read
    from marsad.records import Report
    from tests.test_exports_leaks import SECRETS

    text = (
        f"قال ناشط إن خمسة مدنيين قتلوا في قصف على حي الشعار في حلب، ورقمه {SECRETS[0]} وبريده {SECRETS[1]} وهويته "
        f"{SECRETS[2]}. وقال وزير الخارجية على الرقم {SECRETS[0]} إن الهجوم سيستمر {SECRETS[1]}. سيطرت قوات النظام على "
        f"حي الصاخور {SECRETS[0]} يوم الثلاثاء."
    )
    made = read(Report("r1", text, "ar", dt.date(2016, 12, 5), "outlet", f"اتصلوا {SECRETS[0]}"))
    with Store.open(tmp_path / "a.db") as store:
        store.add_many([Arrival(made.report, claims=made.claims, reader_version="1")])
    sheets = ("casualties", "control", "history", "changes", "diplomacy", "positions", "reports")
    with team(str(tmp_path / "a.db")) as here:
        here.refreshed()
        for form in (*EXPORTERS, *(f"{name}.{end}" for name in sheets for end in ("csv", "json"))):
            answer = here.send("analyst", "GET", f"/exports/{form}")
            assert answer.status_code == 200, form
            said = words(answer)
            assert not [secret for secret in SECRETS if secret in said], form
