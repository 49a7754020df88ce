"""What comes in is kept once, and every input ends in a state (marsad/store/intake.py, copies.py, inputs.py)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from sqlalchemy import create_engine, select

from marsad.fusion import alike
from marsad.pipeline import read
from marsad.records import Report
from marsad.store import schema_intake
from marsad.store.copies import Copies
from marsad.store.engine import url_of
from marsad.store.prepared import prepare
from marsad.store.store import Store
from marsad.store.types import Arrival
from marsad.store.types_intake import Input, Outcome, Visit

DAY = dt.date(2016, 12, 5)

# Written for these tests; outlets and facts are made up.
STORY = (
    "قال مجلس محلي إن قصفا مدفعيا أصاب السوق الشرقي في بلدة كفر نبل صباح الاثنين وأدى إلى مقتل سبعة مدنيين بينهم طفلان"
    "، وإصابة عشرين آخرين بجروح. وأضاف المجلس أن فرق الإنقاذ نقلت الجرحى إلى مستشفى ميداني قرب البلدة، وأن أبنية عدة "
    "تضررت في الشارع الرئيسي. ولم تعلق القوات الحكومية على القصف حتى ساعة كتابة الخبر."
)
ENGLISH = (
    "Shelling hit the eastern market of Kafr Nabl on Monday morning and killed seven civilians, two of them children, "
    "the local council said. Another twenty people were wounded. Rescue teams took the wounded to a field hospital "
    "near the town, the council added, and several buildings in the main street were damaged."
)
MARKED = STORY.replace("قصفا", "قَصْفًا").replace("إن ", "ان ").replace("البلدة", "البلده")  # spelling alone
MORE_KILLED = STORY.replace("سبعة مدنيين", "تسعة مدنيين")
SWAPPED = ENGLISH.replace("seven civilians, two of them", "two civilians, seven of them")
ELSEWHERE = STORY.replace("كفر نبل", "معرة النعمان")
DENIED = ENGLISH.replace("the local council said.", "the local council denied.")
SIGNED = STORY + "\nتحرير: م. ر."
SHORTER = STORY.rsplit(" ولم تعلق", 1)[0]
GROWN = STORY + " وقال شهود إن طائرات حربية شنت بعد الظهر غارات على الأطراف الجنوبية، ولم ترد أنباء عن ضحايا هناك."
OTHER = "وصل وفد أممي إلى المدينة لبحث إدخال المساعدات، ومن المقرر أن يلتقي ممثلين عن المجالس المحلية يوم الأربعاء."

ECHOES = [(STORY, STORY), (STORY, MARKED), (STORY, SIGNED), (STORY, SHORTER), (ENGLISH, ENGLISH.upper())]
VERSIONS = [
    (STORY, MORE_KILLED),
    (STORY, STORY.replace("عشرين", "20 أو 25")),
    (ENGLISH, SWAPPED),
    (ENGLISH, ENGLISH.replace("seven", "7 or 8")),
    (STORY, ELSEWHERE),
    (ENGLISH, DENIED),
    (STORY, GROWN),
]
NEWS = [(STORY, OTHER), (STORY, ENGLISH), (ENGLISH, OTHER)]


def given(
    name: str,
    text: str,
    day: dt.date | None = DAY,
    title: str | None = None,
    original: bytes | None = None,
    **more: object,
) -> Input:
    lang = "en" if text.isascii() else "ar"
    made = Report(name, text, lang, day, f"outlet of {name}", title)
    found = read(made)
    arrival = Arrival(made, original or f"{name}\n{text}".encode(), name, claims=found.claims, issues=found.issues)
    return Input(name, name, arrival=arrival, **more)  # type: ignore[arg-type]


def one(store: Store, item: Input) -> Outcome:
    (outcome,) = store.take([item])
    return outcome


def claims_of(store: Store) -> dict[str, int]:
    return {reading.report.report_id: len(reading.claims) for reading in store.readings()}


@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "one after the other"])
@pytest.mark.parametrize("pair", ECHOES, ids=range(len(ECHOES)))
def test_a_copy_is_kept_as_an_echo_and_not_read(database: str, pair: Sequence[str], together: bool) -> None:
    items = [given("first", pair[0]), given("copy", pair[1])]
    with Store.open(database) as store:
        outcomes = store.take(items) if together else [one(store, item) for item in items]
        assert [outcome.state for outcome in outcomes] == ["read", "duplicate"]
        assert (outcomes[1].of, outcomes[1].repeats) == ("first", "echo")
        found = claims_of(store)
        assert found["first"] > 0
        assert found["copy"] == 0, "the claims of a copy are not news"
        kept = store.report("copy")
        assert kept is not None
        assert kept.report.text == pair[1]
        assert kept.original == items[1].arrival.original  # type: ignore[union-attr]
        assert store.copies("first") == ["copy"]
        assert store.copies("copy") == ["first"]
        assert store.verify().problems == ()


@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "one after the other"])
@pytest.mark.parametrize("pair", VERSIONS, ids=range(len(VERSIONS)))
def test_what_says_more_is_the_next_version_and_is_read(database: str, pair: Sequence[str], together: bool) -> None:
    items = [given("first", pair[0]), given("next", pair[1])]
    with Store.open(database) as store:
        outcomes = store.take(items) if together else [one(store, item) for item in items]
        assert [outcome.state for outcome in outcomes] == ["read", "read"]
        assert (outcomes[1].of, outcomes[1].repeats) == ("first", "version")
        assert all(claims_of(store).values())
        assert [(link.report_id, link.of, link.kind) for link in store.repetitions()] == [("next", "first", "version")]


@pytest.mark.parametrize("pair", NEWS, ids=range(len(NEWS)))
def test_another_story_is_news(database: str, pair: Sequence[str]) -> None:
    with Store.open(database) as store:
        outcomes = store.take([given("first", pair[0]), given("other", pair[1])])
        assert [(outcome.state, outcome.of) for outcome in outcomes] == [("read", None)] * 2


def test_a_short_bulletin_is_a_copy_on_its_own_day_alone(database: str) -> None:
    words = "قُتل خمسة مدنيين في قصف على حي الشعار اليوم."
    with Store.open(database) as store:
        outcomes = store.take(
            [given("a", words), given("b", words), given("c", words, DAY + dt.timedelta(1)), given("d", words, None)]
        )
        assert [outcome.state for outcome in outcomes] == ["read", "duplicate", "read", "read"]


def test_a_headline_with_another_number_is_no_copy(database: str) -> None:
    with Store.open(database) as store:
        outcomes = store.take(
            [
                given("a", ENGLISH, title="Seven killed in Kafr Nabl"),
                given("b", ENGLISH, title="7 killed in Kafr Nabl market"),
                given("c", ENGLISH, title="Shelling of a market"),
            ]
        )
        assert [(outcome.repeats, outcome.of) for outcome in outcomes[1:]] == [("version", "a"), ("echo", "a")]


def test_versions_are_linked_in_a_row_and_a_copy_to_the_version_that_it_repeats(database: str) -> None:
    nine, eleven = MORE_KILLED, STORY.replace("سبعة مدنيين", "أحد عشر مدنيا")
    with Store.open(database) as store:
        for name, text in (("v1", STORY), ("v2", nine), ("v3", eleven), ("copy", nine)):
            one(store, given(name, text))
        links = {link.report_id: (link.kind, link.of) for link in store.repetitions()}
        assert links == {"v2": ("version", "v1"), "v3": ("version", "v2"), "copy": ("echo", "v2")}


def test_the_same_words_at_the_same_address_are_not_kept_twice(database: str) -> None:
    """A page has other bytes each time it is fetched: what is around the article moves."""
    with Store.open(database) as store:
        one(store, given("page", STORY, original=b"<1>", revises=True))
        again = one(store, given("page", STORY, original=b"<2>", revises=True))
        assert (again.known, again.report_id) == (True, "page")
        revised = one(store, given("page", MORE_KILLED, original=b"<3>", revises=True))
        assert (revised.state, revised.repeats, revised.of) == ("read", "version", "page")
        assert revised.report_id is not None
        assert revised.report_id.startswith("page~")
        for words, other in ((MORE_KILLED, b"<4>"), (STORY, b"<5>"), (MORE_KILLED, b"<3>")):
            assert one(store, given("page", words, original=other, revises=True)).known
        assert len(list(store.reports())) == 2
        refused = one(store, given("page", OTHER, original=b"<6>"))
        assert refused.state == "refused", "an id of its own may not have other words"


def test_every_input_ends_in_a_state(database: str) -> None:
    with Store.open(database) as store:
        run = store.begin("add", ["folder"])
        french = given("french", "Sept civils tués.")
        unread = Input("french", "french", arrival=Arrival(french.arrival.report, b"x"))  # type: ignore[union-attr]
        failed = Arrival(Report("bad", OTHER, "ar"), b"y", unreadable="the reader failed (ValueError)")
        items = [
            given("a", STORY, source="s"),
            given("b", STORY, source="s"),
            unread,
            Input("bad", "bad", arrival=failed),
            Input("c.pdf", "c.pdf", reason="it is empty"),
            Input("http://10.0.0.1/", "http://10.0.0.1/", "s", state="refused", reason="private"),
            given("nul", "x\0y", original=b"z"),
        ]
        states = [outcome.state for outcome in store.take(items, run)]
        assert states == ["read", "duplicate", "accepted", "unreadable", "unreadable", "refused", "refused"]
        store.end(run, "done")
        standing = store.standing()
        assert standing.counts == {
            ("s", "read"): 1,
            ("s", "duplicate"): 1,
            (None, "accepted"): 1,
            (None, "unreadable"): 2,
            ("s", "refused"): 1,
            (None, "refused"): 1,
        }
        assert standing.last is not None
        assert (standing.last.command, standing.last.inputs, standing.last.outcome) == ("add", ("folder",), "done")
        assert {problem.name for problem in standing.problems} == {"bad", "c.pdf", "http://10.0.0.1/", "nul"}
        assert all(problem.reason and problem.run == run for problem in standing.problems)
        assert {item.name for item in store.unreadable()} == {"bad", "c.pdf", "http://10.0.0.1/", "nul"}


def test_an_input_that_is_there_keeps_its_state(database: str) -> None:
    with Store.open(database) as store:
        store.take([given("a", STORY), given("b", STORY)])
        assert [outcome.known for outcome in store.take([given("a", STORY), given("b", STORY)])] == [True, True]
        assert store.standing().counts == {(None, "read"): 1, (None, "duplicate"): 1}
        store.take([Input("c", "c", reason="it is empty")])
        assert store.take([given("c", OTHER)])[0].state == "read"
        assert store.problems() == []


def test_a_file_that_gives_reports_is_not_unreadable_as_a_whole(database: str) -> None:
    with Store.open(database) as store:
        store.take([Input("a.jsonl", "a.jsonl", reason="it is empty")])
        arrival = Arrival(Report("1", OTHER, "ar"), b"x", claims=())
        store.take([Input("a.jsonl, line 1", "a.jsonl", arrival=arrival)])
        assert store.problems() == []


def test_when_the_first_is_removed_its_echo_takes_its_place(database: str) -> None:
    with Store.open(database) as store:
        store.take([given("a", STORY), given("b", STORY), given("c", MARKED), given("v", MORE_KILLED)])
        store.remove("a", "safety", "q")
        assert [(link.report_id, link.of, link.kind) for link in store.repetitions()] == [
            ("c", "b", "echo"),
            ("v", "b", "version"),
        ]
        assert store.standing().counts[(None, "accepted")] == 1, "it waits to be read"
        found = read(next(item for item in store.reports() if item.report_id == "b"))
        store.put_claims("b", found.claims, "2")
        assert (None, "accepted") not in store.standing().counts
        again = one(store, given("d", STORY))
        assert (again.repeats, again.of) == ("echo", "b")
        assert store.verify().problems == ()


def test_what_was_removed_is_not_taken_in_again(database: str) -> None:
    with Store.open(database) as store:
        one(store, given("a", STORY, original=b"x"))
        store.remove("a", "safety", "q")
        for name, original in (("a", b"y"), ("other", b"x")):
            outcome = one(store, given(name, STORY, original=original))
            assert outcome.state == "refused"
            assert "was removed (safety)" in (outcome.reason or "")


def test_a_rehearsal_keeps_nothing(database: str) -> None:
    with Store.open(database) as store:
        one(store, given("a", STORY))
        with store.rehearsal():
            assert one(store, given("b", STORY)).state == "duplicate"
            assert one(store, given("c", ENGLISH)).state == "read"
            assert one(store, given("d", ENGLISH)).of == "c", "batches of one rehearsal see one another"
        assert [item.report_id for item in store.reports()] == ["a"]
        assert one(store, given("b", STORY)).state == "duplicate", "and the record takes reports in again"


def test_visits_are_kept_with_what_was_found(database: str) -> None:
    with Store.open(database) as store:
        store.take([given("a", STORY)], None, [Visit("https://example.org/", '"1"', "Mon")])
        assert store.visits(["https://example.org/", "x"]) == {
            "https://example.org/": Visit("https://example.org/", '"1"', "Mon")
        }
        store.take([], None, [Visit("https://example.org/", '"2"')])
        assert store.visits(["https://example.org/"])["https://example.org/"].mark == '"2"'


def test_what_was_fetched_and_could_not_be_read_is_kept(database: str) -> None:
    with Store.open(database) as store:
        item = Input("u", "u", "s", reason="no article", content=b"<html>", headers={"content-type": "text/html"})
        one(store, item)
        kept = store.kept("u")
        assert kept is not None
        assert (kept.content, kept.headers, kept.source) == (b"<html>", {"content-type": "text/html"}, "s")
        assert store.kept("none") is None
        one(store, given("u", STORY))
        assert store.kept("u") is None, "its bytes are in the archive now"


def test_the_source_and_the_details_are_evidence(database: str) -> None:
    with Store.open(database) as store:
        arrival = Arrival(Report("a", OTHER, "ar"), b"x", "o", {"etag": "1"}, source="s", details=(("author", "م"),))
        one(store, Input("a", "a", "s", arrival))
        kept = store.report("a")
        assert kept is not None
        assert (kept.source, kept.details, dict(kept.headers)) == ("s", (("author", "م"),), {"etag": "1"})
        assert store.verify().problems == ()


def test_the_numbers_under_which_texts_are_found_never_change() -> None:
    """They are kept in records: a change needs a migration that makes them anew."""
    assert alike.keys(alike.print_of(OTHER))[:3] == (2424383209452611546, 6844488452317647132, 4833827135705055276)


def test_alike_texts_share_a_number() -> None:
    first = set(alike.keys(alike.print_of(STORY)))
    assert all(first & set(alike.keys(alike.print_of(text))) for text in (MARKED, MORE_KILLED, SIGNED, ELSEWHERE))
    assert not first & set(alike.keys(alike.print_of(OTHER)))


@pytest.mark.parametrize("word", "7 ٧ 1,200 خمسة والخمسة للثلاثين خمسمئة بألفين seven Twenty".split())
def test_numbers_are_seen_in_words(word: str) -> None:
    assert all(map(alike.is_number, alike.print_of(word).words))


@pytest.mark.parametrize("word", "مدنيين السوق المدينة market the".split())
def test_other_words_are_no_numbers(word: str) -> None:
    assert not any(map(alike.is_number, alike.print_of(word).words))


def test_raw_reports_are_found_by_their_words_too(database: str) -> None:
    with Store.open(database) as store:
        store.add(Report("raw", STORY, "ar", DAY), b"raw")
        assert one(store, given("copy", STORY)).of == "raw"
    engine = create_engine(url_of(database))
    with engine.connect() as connection:
        kept = connection.execute(select(schema_intake.likeness)).all()
        assert {row.report for row in kept} == {1}, "an echo is not found by its words: what it repeats is"
        assert len(kept) == 13
    engine.dispose()


def unread(name: str, text: str) -> Input:
    return Input(name, name, arrival=Arrival(Report(name, text, "ar", DAY), f"{name}\n{text}".encode(), name))


def told(number: int) -> str:
    """Return the story with another toll: each is a version of every other."""
    return STORY.replace("وإصابة عشرين", f"وإصابة {number}")


def test_a_story_is_found_however_often_it_was_copied_and_told_anew(database: str) -> None:
    """Only a few of the reports alike are looked at; those that have the same words are among them."""
    items = [unread("first", STORY)]
    items += [unread(f"copy {number}", MARKED) for number in range(60)]
    items += [unread(f"told {number}", told(number)) for number in range(100, 160)]
    items += [unread("copy of the first", STORY), unread("copy of an early one", told(101)), unread("new", told(99))]
    with Store.open(database) as store:
        for at in range(0, len(items), 50):
            store.take(items[at : at + 50])
        links = {link.report_id: (link.kind, link.of) for link in store.repetitions()}
        assert all(links[f"copy {number}"] == ("echo", "first") for number in range(60))
        assert links["copy of the first"] == ("echo", "first")
        assert links["copy of an early one"] == ("echo", "told 101")
        assert links["new"][0] == "version"


def test_what_a_report_repeats_does_not_depend_on_batches(database: str) -> None:
    items = [unread(f"{number}", told(number)) for number in range(100, 130)]
    items += [unread(f"again {number}", told(number) + " انتهى.") for number in range(100, 130, 7)]
    found = []
    for size in (1, 7, len(items)):
        with Store.open(database) as store, store.rehearsal():
            found.append([
                (outcome.repeats, outcome.of)
                for at in range(0, len(items), size)
                for outcome in store.take(items[at : at + size])
            ])  # fmt: skip
    assert found[0] == found[1] == found[2]
    assert {kind for kind, _ in found[0]} == {None, "version", "echo"}


def test_what_a_report_is_compared_with_does_not_grow(database: str) -> None:
    with Store.open(database) as store:
        for first in (0, 50, 100):
            store.take([unread(f"{number}", told(1000 + number)) for number in range(first, first + 50)])
    engine = create_engine(url_of(database))
    with engine.connect() as connection:
        copies = Copies(connection)
        news = [prepare(unread("new", told(999)).arrival)]  # type: ignore[arg-type]
        copies.look_up(news)
        assert len(copies.held) == 12
        assert all(len(orders) <= 40 for orders in copies.by_key.values())
        assert [item.order for item in copies.candidates(news[0].keys)] == sorted(copies.held)
    engine.dispose()
