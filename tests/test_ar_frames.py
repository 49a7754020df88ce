"""Frames of speech and credit: who speaks, what is said, what the cue is."""

from __future__ import annotations

import datetime as dt

import pytest

from marsad.lang.ar.frames import frames
from marsad.lang.ar.frames.acts import act_of
from marsad.lang.ar.frames.cues import cues, quotations, quoted
from marsad.lang.ar.frames.segments import segments
from marsad.lang.ar.frames.words import roles
from marsad.lang.mention import Document, Frame
from marsad.lang.sentence import Sentence
from marsad.pipeline import pack_of
from marsad.reading.scan import scan
from marsad.records import Report


def document(text: str) -> Document:
    return scan(Report("x", text, "ar", dt.date(2016, 12, 5)), pack_of("ar"))


def sentence(text: str) -> Sentence:
    return document(text).sentences[0]


def read(text: str) -> list[tuple[Frame, str]]:
    found = document(text)
    return [(frame, found.sentences[frame.sentence].text(frame.first, frame.last)) for frame in frames(found)]


def test_a_frame_has_speaker_role_act_and_content() -> None:
    [(frame, said)] = read("قال وزير الدفاع، سالم العامري، إن الحدود مغلقة.")
    assert (frame.speaker.text, frame.role, frame.act) == ("سالم العامري", "وزير الدفاع", "say")
    assert said == "إن الحدود مغلقة"
    assert not frame.credit
    assert frame.kind == "person"


def test_the_speaker_is_where_its_span_says() -> None:
    text = "وأضافت وزارة الخارجية أن الوفد وصل."
    [(frame, _)] = read(text)
    assert frame.speaker.span is not None
    assert frame.speaker.span.of(text) == frame.speaker.text == "وزارة الخارجية"


def test_evidence_holds_cue_speaker_and_content() -> None:
    found = document("وكان الجيش السوري قد أعلن أن الطريق مفتوح، فيما سقطت قذائف.")
    [frame] = frames(found)
    assert frame.evidence is not None
    assert found.sentences[0].text(*frame.evidence) == "وكان الجيش السوري قد أعلن أن الطريق مفتوح"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("قالت الوزارة إن الوفد وصل. وقال المتحدث باسم الجيش إن الطريق مغلق. وأضافت أن اللقاء غدا.", "الوزارة"),
        (
            "قالت الوزارة إن الوفد وصل. وقال المتحدث باسم الجيش إن الطريق مغلق. وأضاف أن اللقاء غدا.",
            "المتحدث باسم الجيش",
        ),
    ],
)
def test_a_carried_speaker_agrees_in_gender(text: str, speaker: str) -> None:
    *_, (last, _) = read(text)
    assert last.speaker.text == speaker
    assert last.speaker.inferred == "the last speaker named before"


def test_a_short_name_is_the_full_one_of_before() -> None:
    _, (short, _) = read("قال وزير الدفاع سالم العامري إن الحدود مغلقة. وأضاف العامري أن القوات باقية.")
    assert short.speaker.text == "العامري"
    assert any("سالم العامري" in alias for alias in short.speaker.aliases)
    assert short.speaker.name is None  # the report's own, not a better known one of that name


def test_an_office_alone_finds_its_holder() -> None:
    first, _ = read("قال وزير الدفاع العراقي إن الحدود مغلقة. وأكد وزير الدفاع العراقي سالم العامري أن القوات باقية.")
    assert first[0].speaker.aliases == ("سالم العامري",)


def test_the_statement_speaks_for_who_issued_it() -> None:
    _, (paper, _) = read("قالت وزارة الدفاع في بيان إن الحدود مغلقة. وأضاف البيان أن القوات باقية.")
    assert paper.speaker.text == "البيان"
    assert "وزارة الدفاع" in paper.speaker.aliases


def test_a_relay_names_speaker_and_agency() -> None:
    [(frame, said)] = read("نقلت وكالة رويترز عن مسؤول محلي قوله إن الطريق مغلق.")
    assert frame.speaker.text == "مسؤول محلي"
    assert frame.relay is not None
    assert frame.relay.text == "وكالة رويترز"
    assert said == "إن الطريق مغلق"


def test_a_credit_before_holds_what_follows_and_one_after_what_precedes() -> None:
    [(before, said)] = read("وبحسب وزارة الداخلية، قتل 5 أشخاص.")
    assert before.credit
    assert said == "قتل 5 أشخاص"
    [(after, said)] = read("قتل 5 أشخاص، بحسب وزارة الداخلية.")
    assert after.credit
    assert said == "قتل 5 أشخاص"
    assert after.act == "credit"


def test_the_clitic_of_a_credited_name_is_no_part_of_it() -> None:
    [(frame, _)] = read("قتل 5 أشخاص، وفقا لوزارة الداخلية.")
    assert frame.speaker.text == "وزارة الداخلية"


def test_each_cue_ends_the_content_before_it() -> None:
    said = [content for _, content in read("قال الوزير إن المعبر مغلق، وأضاف أن السبب أمني، مشيرا إلى خطر قائم.")]
    assert said == ["إن المعبر مغلق", "أن السبب أمني", "خطر قائم"]


@pytest.mark.parametrize(
    "text",
    [
        "لم يقل الوزير إن المعبر مغلق.",
        "من المقرر أن يعلن الوزير القرار.",
        "المعبر الذي قال الوزير إنه مغلق قديم.",
        "يذكر أن المعبر مغلق.",
        "مر اليوم دون أن يتحدث أحد.",
        "كانت الاتهامات التركية، وهي قديمة، معروفة.",
        "ويعتبر العامري أحد أقدم القادة.",
        "جاء الوفد للمطالبة بالتعويض.",
        "التقى الوفد يحيى الصالح في المدينة.",
        "تقارير مؤكدة عن الحادث.",
    ],
)
def test_what_is_not_said_makes_no_frame(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("وزار وزير الدفاع التركي بغداد. وقال إن المعبر مغلق.", "وزير الدفاع التركي"),
        ("قالت الوزارة إن الوفد وصل. وزار وزير الدفاع التركي بغداد. وأضافت أن اللقاء غدا.", "الوزارة"),
        ("قال الجيش إن المعبر مغلق. بعد لقاء وزير الدفاع التركي أمس. وأضاف أن اللقاء غدا.", "الجيش"),
    ],
)
def test_who_the_sentence_before_is_about_may_speak(text: str, speaker: str) -> None:
    *_, (last, _) = read(text)
    assert last.speaker.text == speaker


def test_many_do_not_go_on_as_one() -> None:
    *_, (last, _) = read("قال الجيش إن المعبر مغلق. وقال مفاوضون إن الوفد وصل. وأضاف أن السبب أمني.")
    assert last.speaker.text == "الجيش"


def test_an_agency_that_quotes_is_not_the_last_speaker() -> None:
    *_, (last, _) = read("نقلت وكالة رويترز عن وزارة الدفاع قولها إن المعبر مغلق. وأضافت أن السبب أمني.")
    assert last.speaker.text == "وزارة الدفاع"


def test_nobody_goes_on_from_a_noun() -> None:
    _, (last, _) = read("قال الوزير إن المعبر مغلق بعد الرفض التركي للخطة، مشيرا إلى أن السبب أمني.")[-2:]
    assert last.speaker.text == "الوزير"


def test_a_noun_with_an_adjective_names_the_country() -> None:
    [(frame, said)] = read("جاء القرار إثر الرفض التركي للخطة.")
    assert (frame.act, frame.speaker.name, said) == ("reject", "Turkey", "للخطة")


def test_a_relative_clause_ends_with_its_clause() -> None:
    [(frame, said)] = read("غادر وفد حماس التي رفضت الاقتراح، ثم عاد.")
    assert (frame.act, said) == ("reject", "الاقتراح")


def test_a_name_in_quotation_marks_is_without_them() -> None:
    [(frame, _)] = read('أعلنت "كتيبة الفجر" وهي جماعة صغيرة، مسؤوليتها عن الهجوم.')
    assert frame.speaker.text == "كتيبة الفجر"


def test_cues_inside_a_quotation_are_its_own() -> None:
    [(frame, _)] = read('قال الوزير "أعلن الجيش أن الطريق مفتوح".')
    assert frame.speaker.text == "الوزير"


def test_an_unclosed_quotation_holds_nothing() -> None:
    assert quotations(("ا", '"', "ب", "ج")) == []
    closed = quotations(("ا", '"', "ب", '"', "ج"))
    assert [quoted(closed, token) for token in range(5)] == [False, False, True, False, False]


def test_a_cue_knows_gender_and_complement() -> None:
    [cue] = cues(sentence("وحذرت الأمم المتحدة من كارثة."))
    assert (cue.act, cue.gender, cue.preps, cue.joined) == ("warn", "f", ("من", "ب"), True)


def test_segments_keep_the_order_of_the_text() -> None:
    found = segments(sentence("قال الوزير إن المعبر مغلق، وأكدت الوزارة أن السبب أمني."))
    assert [segment.cue.first for segment in found] == sorted(segment.cue.first for segment in found)
    assert len(found) == 2


@pytest.mark.parametrize(
    ("said", "act"),
    [
        ("إن الحكومة ترتكب جرائم حرب", "accuse"),
        ("إن على الجميع أن يغادروا", "demand"),
        ("إنه سيرسل قوات", "promise"),
        ("إننا لن نسمح بذلك", "threaten"),
        ("إن الخبر كاذب", "deny"),
        ("إن الوضع غير مقبول", "condemn"),
        ("إن هناك مخاوف من التصعيد", "warn"),
        ("إن الطقس جميل", "say"),
        ("إننا سنحارب الفقر", "promise"),
        ("إن السنوات طويلة", "say"),
        ("رفض أي هدنة", "reject"),
        ("إن إيران مسؤولة عن الهجوم", "accuse"),
        ("إن على الجميع ألا يغادروا", "demand"),
    ],
)
def test_the_words_said_make_the_act(said: str, act: str) -> None:
    words = sentence(said)
    assert act_of("say", words, 0, len(words)) == act
    assert act_of("reject", words, 0, len(words)) == "reject"


def test_roles_of_words() -> None:
    assert "that" in roles["انه"]
    assert "witness" in roles["مراسلالقناه"]
    assert roles["وبيان"] == roles["بيان"]
    assert roles["كرسي"] == frozenset()
