"""From a machine's claim to the public and out of it again: copies, editions, embargo, withdrawal, takedown."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from marsad.exports.formats import EXPORTERS
from marsad.pipeline import read
from marsad.records import Place, Report
from marsad.review.desk import Wish, act
from marsad.review.publish import KEYS, public_body, publisher, readings
from marsad.store.reviews import Reviews
from marsad.store.store import Store
from marsad.store.types import Arrival
from marsad.web.blur import moved
from marsad.web.briefing.make import make
from tests.people_support import API, Team, team
from tests.review_support import EDITOR, FIRST, SECOND, casualty, claims, do, record

TODAY = dt.datetime.now(dt.UTC).date()


def publish(reviews: Reviews, key: str, until: dt.date | None = None, **more: Any) -> None:
    act(reviews, [
        Wish("accept", key, FIRST), Wish("submit", key, FIRST), Wish("second", key, SECOND, decision="agree"),
        Wish("publish", key, EDITOR, until=until, **more),
    ], publisher())  # fmt: skip


def again_published(reviews: Reviews, key: str) -> None:
    act(reviews, [
        Wish("submit", key, FIRST), Wish("second", key, SECOND, decision="agree"), Wish("publish", key, EDITOR),
    ], publisher())  # fmt: skip


def test_the_public_copy_is_frozen_until_it_is_published_again(database: str) -> None:
    with record(database) as (store, reviews):
        key = casualty(store).key
        publish(reviews, key)
        (first,) = reviews.published(TODAY)
        do(reviews, "edit", key, slots={"victims": "women"})
        assert reviews.published(TODAY) == [first]
        again_published(reviews, key)
        (again,) = reviews.published(TODAY)
        assert (again.version, again.digest == first.digest) == (2, False)
        (reading,) = readings([again.body or {}])
        assert reading.claims[0].detail.victims == "women"  # type: ignore[union-attr]
        assert store.verify().problems == ()


def test_a_new_reading_changes_nothing_in_what_is_published(database: str) -> None:
    with record(database) as (store, reviews):
        key = casualty(store).key
        publish(reviews, key)
        before = reviews.published(TODAY)
        store.put_claims("r1", [], "2")
        assert reviews.published(TODAY) == before


def test_the_public_copy_has_the_sentences_of_the_claim_and_nothing_else_of_the_report(tmp_path: Path) -> None:
    secret = "زقزوقيان"
    text = f"قُتل خمسة مدنيين في غارة جوية على حي الشعار في حلب. ويقيم {secret} في البناية الثالثة. وانتهى اليوم."
    made = read(Report("r", text, "ar", dt.date(2016, 12, 5), "outlet", "عنوان"))
    claim = next(c for c in made.claims if c.kind == "casualty")
    body = public_body(made.report, claim, made.claims, "fair")
    assert set(body) == KEYS
    assert secret not in json.dumps(body, ensure_ascii=False)
    (reading,) = readings([body])
    assert len(reading.report.document) == len(made.report.document)
    (shown,) = reading.claims
    assert shown.evidence.of(reading.report.document) == claim.evidence.of(made.report.document)
    assert shown.place[0].span.of(reading.report.document) == claim.place[0].text


def test_attack_witness_exposure_in_a_public_copy() -> None:
    """Names of private persons, phone numbers, e-mail and identity numbers are masked; points are moved by rule."""
    text = (
        "قُتل الطفل سامر زقزوق في غارة جوية على حي الشعار في حلب بحسب والدته على الرقم +963 944 123 456 "
        "وبريدها mother@mail.example.org وهويتها 01020304050."
    )
    made = read(Report("r", text, "ar", dt.date(2016, 12, 5), "outlet"))
    assert made.claims
    for claim in made.claims:
        body = public_body(made.report, claim, made.claims, None, lambda place: moved(place, 20))
        said = json.dumps(body, ensure_ascii=False)
        for secret in ("944 123", "mother@", "01020304050", "سامر زقزوق"):
            assert secret not in said
        for place, shown in zip(claim.place, body["claim"].get("place", []), strict=True):
            if place.lat is not None:
                assert (shown["lat"], shown["lon"]) != (place.lat, place.lon)
                assert shown["precision"] == "region"


def test_an_embargo_hides_until_its_day(database: str) -> None:
    with record(database) as (store, reviews):
        tomorrow = TODAY + dt.timedelta(1)
        publish(reviews, casualty(store).key, until=tomorrow)
        assert reviews.published(TODAY) == []
        assert len(reviews.published(tomorrow)) == 1
        assert reviews.freeze("1", "", EDITOR, TODAY).members == ()


def test_a_withdrawn_claim_leaves_a_tombstone(database: str) -> None:
    with record(database) as (store, reviews):
        key = casualty(store).key
        publish(reviews, key)
        (shown,) = reviews.published(TODAY)
        do(reviews, "withdraw", key, EDITOR, why="the figure was a misprint")
        assert reviews.published(TODAY) == []
        (stone,) = reviews.tombstones()
        assert (stone.key, stone.status, stone.body) == (key, "withdrawn", None)
        assert (stone.digest, stone.why) == (shown.digest, "the figure was a misprint")
        assert store.verify().problems == ()
        publish(reviews, key)
        assert reviews.tombstones() == []
        assert reviews.published(TODAY)[0].version == 2


def test_an_edition_has_one_hash_and_says_what_changed_since(database: str) -> None:
    from marsad.errors import StoreError
    from marsad.review.publish import changes

    with record(database) as (store, reviews):
        a, b = casualty(store, "r1").key, casualty(store, "r2").key
        publish(reviews, a)
        publish(reviews, b)
        first = reviews.freeze("2016.1", "First", EDITOR, TODAY)
        same = reviews.freeze("2016.2", "Again", EDITOR, TODAY)
        assert first.hash == same.hash
        with pytest.raises(StoreError, match="never changed"):
            reviews.freeze("2016.1", "", EDITOR, TODAY)
        do(reviews, "withdraw", a, EDITOR)
        do(reviews, "edit", b, slots={"certainty": "uncertain"})
        do(reviews, "accept", b)
        again_published(reviews, b)
        c = claims(store, "r3")[0].key
        publish(reviews, c)
        now = tuple((row.key, row.digest) for row in reviews.published(TODAY))
        assert changes(first.members, now) == {"added": [c], "changed": [b], "gone": [a]}
        assert set(reviews.bodies(first)) == {a, b}
        assert store.verify().problems == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE publication SET body = replace(body, 'ar', 'xx')",
        "UPDATE publication SET digest = 'x'",
        "UPDATE edition_part SET body = replace(body, 'ar', 'xx')",
        "UPDATE edition SET members = '[]'",
        "UPDATE edition SET title = 'other'",
        "DELETE FROM edition",
    ],
)
def test_what_is_published_cannot_be_changed_unseen(tmp_path: Path, statement: str) -> None:
    import sqlite3

    with record(str(tmp_path / "a.db")) as (store, reviews):
        publish(reviews, casualty(store).key)
        reviews.freeze("1", "t", EDITOR, TODAY)
        assert store.verify().problems == ()
        with sqlite3.connect(tmp_path / "a.db") as raw:
            raw.execute(statement)
        raw.close()
        assert store.verify().problems


# Over the API: before it is published it is nowhere, then it is there, then it is gone


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Team]:
    with record(str(tmp_path / "a.db")):
        pass
    with team(str(tmp_path / "a.db")) as made:
        yield made


def everywhere(client: httpx.Client, key: str, report_id: str, words: str) -> dict[str, bool]:
    """Tell for each kind of answer whether a claim is in it."""
    found = {}
    for name, path in {
        "list": "claims", "search": f"claims?text={words}", "reports": "reports", "report search": f"reports?q={words}",
        "one": f"claims/{key}", "report": f"reports/{report_id}", "event": f"events/e-{key}", "events": "events",
        "map": "map", "timeline": "timeline", "casualties": "casualties", "stream": "stream?once=true",
        "public": "publication/claims", "history": f"review/claims/{key}", "queue": "review/queue",
        **{f"export {form}": f"exports/{form}" for form in EXPORTERS},
    }.items():  # fmt: skip
        answer = client.get(f"{API}/{path}")
        text = answer.text if answer.status_code == 200 else ""
        found[name] = key in text or words in text or f'"{report_id}"' in text
    count = client.get(f"{API}/summary").json()
    found["count"] = count["claims"] > 0 or count["of"] > 0
    tile = client.get("/tiles/6/38/25.mvt")
    found["tile"] = tile.status_code == 200 and key.encode() in tile.content
    return found


def test_a_claim_is_nowhere_in_public_until_it_is_published_and_nowhere_after_it_was_withdrawn(here: Team) -> None:
    claim = casualty(here.store)
    public = here.clients["nobody"]
    here.refreshed()
    edit = {"slots": {"victims": {"value": "women"}}}
    for role, verb, more in (("analyst", "edit", edit), ("analyst", "accept", {}), ("analyst", "submit", {}),
                             ("second_reader", "second", {"decision": "agree"})):  # fmt: skip
        assert here.act(role, verb, claim.key, **more).status_code == 200
        here.refreshed()
        assert not any(everywhere(public, claim.key, "r1", "الشعار").values())
    assert here.act("editor", "publish", claim.key).status_code == 200
    here.refreshed()
    shown = everywhere(public, claim.key, "r1", "الشعار")
    assert all(
        shown[name] for name in ("list", "search", "one", "reports", "count", "casualties", "public", "export csv")
    )
    assert not shown["history"]
    assert not shown["queue"]
    assert public.get(f"{API}/claims/{claim.key}").json()["detail"]["victims"] == "women"
    assert public.get(f"{API}/claims/{claim.key}").json()["state"] == "published"
    assert here.act("editor", "withdraw", claim.key, why="it was wrong").status_code == 200
    here.refreshed()
    assert not any(everywhere(public, claim.key, "r1", "الشعار").values())
    assert [stone["status"] for stone in public.get(f"{API}/publication/tombstones").json()] == ["withdrawn"]


def test_takedown_a_removed_report_is_gone_from_everything_and_the_chain_verifies(here: Team) -> None:
    claim = casualty(here.store)
    here.publish(claim.key)
    assert here.send("editor", "POST", "/publication/editions", {"version": "1"}).status_code == 201
    assert here.send("analyst", "PUT", f"/review/drafts/{claim.key}", {"body": {"note": "الشعار"}}).status_code == 204
    here.refreshed()
    desk, public = here.clients["administrator"], here.clients["nobody"]
    before = {client: everywhere(client, claim.key, "r1", "المرصد السوري") for client in (desk, public)}
    assert all(before[client]["list"] and before[client]["export evidence"] is not None for client in before)
    assert here.send("editor", "POST", "/publication/removals", {"report": "r1", "reason": "safety"}).status_code == 403
    gone = here.send("administrator", "POST", "/publication/removals", {"report": "r1", "reason": "safety"})
    assert gone.status_code == 204, gone.text
    for client in (desk, public):
        after = everywhere(client, claim.key, "r1", "المرصد السوري")
        after.pop("count")
        assert not any(after.values()), [name for name, there in after.items() if there]
    (member,) = public.get(f"{API}/publication/editions/1").json()["members"]
    assert (member["key"], member["claim"]) == (claim.key, None)
    (stone,) = public.get(f"{API}/publication/tombstones").json()
    assert (stone["key"], stone["status"], stone["why"]) == (claim.key, "removed", "safety")
    assert here.store.verify().problems == ()
    (draft,) = here.send("analyst", "GET", "/review/drafts").json() or [None]
    assert draft is None
    database = here.store._engine.url.database
    for name in (database, f"{database}-wal"):
        file = Path(str(name))
        assert not file.exists() or "المرصد السوري".encode() not in file.read_bytes()


def test_who_saw_less_than_there_is_is_told_409(here: Team) -> None:
    key = casualty(here.store).key
    seen = here.act("analyst", "comment", key).json()["claims"][0]["seen"]
    assert here.act("editor", "edit", key, slots={"victims": {"value": "women"}}).status_code == 200
    stale = here.act("analyst", "edit", key, slots={"victims": {"value": "children"}}, seen=seen)
    assert stale.status_code == 409
    assert "edit" in stale.json()["detail"]


def test_the_desk_shows_a_claim_with_its_history_and_reverts_it(here: Team) -> None:
    key = casualty(here.store).key
    for victims in ("women", "children"):
        here.act("analyst", "edit", key, slots={"victims": {"value": victims}})
    shown = here.send("analyst", "GET", f"/review/claims/{key}").json()
    first, second = shown["history"]
    assert first["changed"]["victims"][1] == "women"
    assert second["changed"]["victims"] == ["women", "children"]
    assert shown["claim"]["victims"] == "children"
    assert shown["read"]["victims"] == "civilians"
    assert {"accept", "undo", "revert"} <= set(shown["may"])
    assert here.act("analyst", "revert", key, target=first["name"]).status_code == 200
    assert here.send("analyst", "GET", f"/review/claims/{key}").json()["claim"]["victims"] == "women"


def test_nobody_approves_their_own_over_the_api(here: Team) -> None:
    key = casualty(here.store).key
    for verb in ("accept", "submit"):
        assert here.act("editor", verb, key).status_code == 200
    own = here.act("editor", "second", key, decision="agree")
    assert own.status_code == 400
    assert "nobody approves" in own.json()["detail"]
    assert ("second", "failed") in [(e.verb, e.outcome) for e in here.accounts.entries(limit=10_000)]


# The briefing


def printed_of(database: Path) -> tuple[Store, Reviews]:
    with record(str(database)) as (store, reviews):
        for name in ("r1", "r2", "r3"):
            for claim in claims(store, name):
                publish(reviews, claim.key)
        reviews.freeze("2016.1", "December", EDITOR, TODAY)
    store = Store.open(database)
    return store, Reviews(store)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_briefing_is_rebuilt_byte_for_byte_from_an_edition(tmp_path: Path, lang: str) -> None:
    store, reviews = printed_of(tmp_path / "a.db")
    (edition,) = reviews.editions()
    first = make(store, reviews, lang, edition=edition).html
    assert edition.hash in first
    for claim in list(store.claims()):
        do(reviews, "comment", claim.claim.key, why="later work changes nothing")
        do(reviews, "edit", claim.claim.key, EDITOR, slots={"certainty": "denied"})
    store.add(Report("r9", "قتل تسعة مدنيين في حلب.", "ar", dt.date(2016, 12, 7)))
    assert make(store, reviews, lang, edition=edition).html == first
    store.close()


def test_a_briefing_cites_every_sentence_that_it_rests_on(tmp_path: Path) -> None:
    store, reviews = printed_of(tmp_path / "a.db")
    made = make(store, reviews, "en", dt.date(2016, 12, 1), dt.date(2016, 12, 7))
    numbers = [c.number for c in made.brief.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    lines = (
        *made.brief.changed,
        *made.brief.tolls,
        *made.brief.series,
        *made.brief.disagreements,
        *made.brief.diplomacy,
    )
    assert {n for line in lines for n in line.refs} == set(numbers)
    assert any("5" in line.cells[1] or "7" in line.cells[1] for line in made.brief.tolls)
    for n in numbers:
        assert f'id="c{n}"' in made.html
        assert f'href="#c{n}"' in made.html
    assert made.brief.machine == 0
    store.close()


def test_attack_markup_in_a_report_stays_text_in_a_briefing(tmp_path: Path) -> None:
    hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    with Store.open(tmp_path / "a.db") as store:
        text = f"قتل خمسة مدنيين {hostile} في قصف على حي الشعار في حلب يوم الاثنين."
        made = read(Report("r", text, "ar", dt.date(2016, 12, 6), f"outlet {hostile}", f"\u202e{hostile}"))
        store.add_many([Arrival(made.report, claims=made.claims, reader_version="1")])
        page = make(store, Reviews(store), "ar").html
    assert "<script" not in page
    assert "<img" not in page
    assert "\u202e" not in page
    assert "default-src 'none'" in page


def test_a_claim_of_an_edition_that_was_removed_is_said_to_be_missing(tmp_path: Path) -> None:
    store, reviews = printed_of(tmp_path / "a.db")
    (edition,) = reviews.editions()
    before = make(store, reviews, "en", edition=edition)
    store.remove("r3", "safety", "admin")
    after = make(store, reviews, "en", edition=edition)
    missing = [key for key, _ in edition.members if key not in reviews.bodies(edition)]
    assert (before.brief.origin.gone, after.brief.origin.gone) == (0, len(missing))
    assert "were removed or withdrawn since" in after.html
    assert after.brief.every < before.brief.every
    store.close()


@pytest.mark.skipif(shutil.which("chromium") is None, reason="there is no Chromium: no PDF was printed")
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_briefing_is_printed_with_arabic_letters_joined(tmp_path: Path, lang: str) -> None:
    import pypdfium2

    from marsad.web.briefing.pdf import printed

    store, reviews = printed_of(tmp_path / "a.db")
    made = make(store, reviews, lang, dt.date(2016, 12, 1), dt.date(2016, 12, 7))
    data = printed(made.html, made.day)
    assert data.startswith(b"%PDF-")
    assert data == printed(made.html, made.day)
    document = pypdfium2.PdfDocument(data)
    page = document[0]
    assert page.get_width() == pytest.approx(595, abs=2)  # A4
    picture = page.render(scale=1).to_pil().convert("L")
    dark = sum(1 for value in picture.tobytes() if value < 128)
    assert dark > 2000
    assert b"Noto" in data or b"DejaVu" in data
    store.close()


def test_a_briefing_over_the_api(here: Team) -> None:
    here.publish(casualty(here.store).key)
    here.send("editor", "POST", "/publication/editions", {"version": "1"})
    assert here.send("nobody", "GET", "/brief").status_code == 401
    assert here.send("nobody", "GET", "/brief?edition=1&format=pdf").status_code == 401
    page = here.send("nobody", "GET", "/brief?edition=1&lang=en")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "script" not in page.text
    assert here.send("analyst", "GET", "/brief?lang=ar&from=2016-12-01&to=2016-12-07").status_code == 200
    assert here.send("analyst", "GET", "/brief?lang=ar&from=2016-12-09&to=2016-12-07").status_code == 400
    assert here.send("nobody", "GET", "/brief?edition=none").status_code == 404


def test_places_are_moved_when_they_are_published(tmp_path: Path) -> None:
    with record(str(tmp_path / "a.db")) as (store, reviews):
        key = casualty(store).key

        def far(place: Place) -> Place:
            return moved(place, 50)

        act(reviews, [
            Wish("accept", key, FIRST), Wish("submit", key, FIRST), Wish("second", key, SECOND, decision="agree"),
            Wish("publish", key, EDITOR),
        ], publisher(far))  # fmt: skip
        (shown,) = reviews.published(TODAY)
        own = casualty(store).place[0]
        (place,) = (shown.body or {})["claim"]["place"]
        assert (place["lat"], place["lon"], place["precision"]) != (own.lat, own.lon, own.precision)
