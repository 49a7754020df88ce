"""Who asserts a mention, and how certain it is."""

from __future__ import annotations

import datetime as dt

from marsad.claims.attribute import asserting, certainty, frame_of, source
from marsad.claims.draft import Draft
from marsad.claims.statements import same_statement
from marsad.lang.mention import Document, Frame, Mention
from marsad.pipeline import pack_of
from marsad.reading.scan import scan
from marsad.records import Attack, Certainty, Control, Detail, Kind, Named, Report, Span, Statement

SPEAKER, OTHER = Named("الوزير"), Named("الجيش")


def document(*frames: Frame) -> Document:
    text = "وقال الوزير إن المدينة التي يسيطر عليها المسلحون هادئة، فيما وقع انفجار."
    report = Report("x", text, "ar", dt.date(2016, 12, 5))
    found = scan(report, pack_of("ar"))
    found.frames = frames
    return found


def frame(first: int, last: int, act: str = "say", speaker: Named = SPEAKER, certain: Certainty | None = None) -> Frame:
    return Frame(0, first, last, 0, speaker, act, certainty=certain, credit=act == "credit")


def mention(trigger: int, detail: Detail | None = None, kind: Kind = "attack", own: Named | None = None) -> Mention:
    return Mention(kind, "rule", 0, trigger, trigger + 1, trigger, detail or Attack("other"), source=own)


def test_the_innermost_frame_holds_the_trigger() -> None:
    outer, inner = frame(2, 12), frame(4, 8, speaker=OTHER)
    assert frame_of(mention(5), document(outer, inner)) is inner
    assert frame_of(mention(10), document(outer, inner)) is outer
    assert frame_of(mention(0), document(outer, inner)) is None


def test_a_telling_goes_on_after_its_content() -> None:
    told, wanted = frame(2, 9), frame(2, 9, act="demand")
    assert asserting(mention(11), document(told)) is told
    assert asserting(mention(11), document(wanted)) is None
    assert asserting(mention(0), document(told)) is None


def test_what_is_wanted_is_not_asserted() -> None:
    assert asserting(mention(5), document(frame(2, 9, act="call_for"))) is None


def test_a_description_is_the_reports_own() -> None:
    holds = mention(5, Control("holds"), "control")
    assert asserting(holds, document(frame(2, 9))) is None
    main = mention(2, Control("holds"), "control")
    assert asserting(main, document(frame(2, 9))) is not None


def test_sources() -> None:
    said = mention(5, Statement(SPEAKER, "say", "x"), "statement", own=OTHER)
    assert source(said, frame(2, 9)) == OTHER
    assert source(mention(5), frame(2, 9)) == SPEAKER
    assert source(mention(5, own=OTHER), frame(2, 9)) == OTHER
    assert source(mention(5), None) is None


def test_certainty_of_the_rule_comes_first() -> None:
    doubted = frame(2, 9, certain="uncertain")
    assert certainty(mention(5), doubted) == "uncertain"
    assert certainty(mention(5), None) == "stated"
    denied = Mention("attack", "rule", 0, 5, 6, 5, Attack("other"), certainty="denied")
    assert certainty(denied, doubted) == "denied"


def statement(speaker: Named, content: str, start: int) -> Draft:
    said = Statement(speaker, "say", content)
    return Draft(Mention("statement", "statement", 0, 0, 1, 0, said), Span(start, start + 10), said)


def test_a_lead_and_the_words_that_repeat_it_are_one_statement() -> None:
    lead = statement(SPEAKER, "الحدود الشمالية مغلقة تماما", 0)
    again = statement(SPEAKER, "الحدود الشمالية مغلقة تماما منذ الفجر بأمر الحكومة", 50)
    assert same_statement(lead, again)
    assert not same_statement(lead, statement(OTHER, "الحدود الشمالية مغلقة تماما", 50))
    assert not same_statement(lead, statement(SPEAKER, "القوات باقية في مواقعها", 50))
    assert not same_statement(statement(SPEAKER, "ذلك", 0), statement(SPEAKER, "ذلك", 50))


def test_aliases_make_one_speaker() -> None:
    full = Named("سالم العامري", aliases=("وزير الدفاع",))
    assert same_statement(
        statement(full, "الحدود مغلقة منذ أمس", 0), statement(Named("وزير الدفاع"), "الحدود مغلقة منذ أمس", 50)
    )
