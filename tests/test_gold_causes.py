"""The causes of missed and invented claims (tests/gold/causes.py), on small cases made for it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.gold import causes, scoring
from tests.gold.causes import Case, Cause, Scene
from tools.gold_errors import case_of

Json = dict[str, Any]

TITLE = "Raid on a depot"
TEXT = (
    "Shelling of the market killed 5 people and wounded 9. The mayor said help was late. "
    "Rebels took the bridge at noon. A convoy left for the port.\nRead also: storms in the north."
)
DOCUMENT = f"{TITLE}\n{TEXT}"


def at(words: str) -> list[int]:
    start = DOCUMENT.index(words)
    return [start, start + len(words)]


def stretch(words: str) -> tuple[int, int]:
    start, end = at(words)
    return start, end


def claim(kind: str, words: str, *also: str, **slots: Any) -> Json:
    """Return a claim that serves on either side."""
    spans = {"evidence": words, "span": at(words), "also": list(also), "also_spans": [at(a) for a in also]}
    return {"kind": kind, **spans, **slots}


def count(low: int | None) -> Json:
    return {"low": low, "high": low, "qualifier": "vague" if low is None else "exact"}


def casualty(words: str, *also: str, low: int | None = 5, harm: str = "killed", **slots: Any) -> Json:
    return claim("casualty", words, *also, harm=harm, count=count(low), **slots)


def attack(words: str, *also: str, of: str = "shelling", **slots: Any) -> Json:
    return claim("attack", words, *also, type=of, **slots)


def statement(words: str, speaker: str = "The mayor", content: str = "help was late", **slots: Any) -> Json:
    return claim("statement", words, speaker={"text": speaker, "name": None}, content=content, act="say", **slots)


SENTENCES = (
    "Raid on a depot",
    "Shelling of the market killed 5 people and wounded 9.",
    "The mayor said help was late.",
    "Rebels took the bridge at noon.",
    "A convoy left for the port.",
)


def scene(triggers: dict[str, str] | None = None, **seen: Any) -> Scene:
    return Scene(
        sentences=[stretch(s) for s in SENTENCES],
        triggers={kind: [(stretch(word), f"word:{word}")] for kind, word in (triggers or {}).items()},
        mentions=seen.pop("mentions", {}),
        aside=[stretch("Read also: storms in the north.")],
        title_end=len(TITLE),
        **seen,
    )


def case(gold: list[Json], ours: list[Json], seen: Scene | None = None) -> Case:
    sides = scoring.Side.of(DOCUMENT, gold), scoring.Side.of(DOCUMENT, ours)
    return Case(*sides, scoring.match(sides), seen or scene(), "2016-12-05")


def missed(gold: list[Json], ours: list[Json], seen: Scene | None = None) -> list[Cause]:
    here = case(gold, ours, seen)
    return [causes.missed(here, i) for i in range(len(gold)) if i not in here.ours_of]


def invented(gold: list[Json], ours: list[Json]) -> list[Cause]:
    here = case(gold, ours)
    return [causes.invented(here, j) for j in sorted(here.free)]


HIT = "Shelling of the market killed 5 people"
WOUNDED = "wounded 9"
BRIDGE = "Rebels took the bridge at noon"


# Missed


def test_a_passage_that_was_set_aside_is_furniture() -> None:
    assert missed([attack("storms in the north")], []) == [Cause("furniture")]


def test_a_passage_outside_every_sentence_is_furniture() -> None:
    nothing_read = Scene(sentences=[], triggers={}, mentions={})
    assert missed([attack(HIT)], [], nothing_read) == [Cause("furniture")]


def test_a_claim_that_was_folded_into_another() -> None:
    gold = [attack("Shelling of the market"), attack(BRIDGE)]
    assert missed(gold, [attack("Shelling of the market", BRIDGE)]) == [Cause("folded as repeat")]


def test_a_claim_folded_into_one_of_another_value() -> None:
    gold = [attack("Shelling of the market"), attack(BRIDGE, of="clash")]
    assert missed(gold, [attack("Shelling of the market", BRIDGE)]) == [Cause("folded as repeat")]


def test_two_gold_claims_where_we_have_one() -> None:
    assert missed([attack(HIT), attack("Shelling of the market")], [attack(HIT)]) == [Cause("taken")]


@pytest.mark.parametrize(
    ("gold", "ours", "cause"),
    [
        (casualty(HIT), casualty(HIT, low=6), Cause("number", "exact 5..5 → exact 6..6")),
        (casualty(HIT), casualty(HIT, low=None), Cause("number", "exact 5..5 → vague ..")),
        (casualty(HIT), casualty(HIT, harm="injured"), Cause("harm", "killed → injured")),
        (attack(HIT), attack(HIT, of="clash"), Cause("type", "shelling → clash")),
        (statement("The mayor said"), statement("The mayor said", "Rebels"), Cause("speaker", "The mayor → Rebels")),
        (
            claim("control", BRIDGE, action="captures", actor={"name": "Rebels"}, place=[{"name": "Bridge"}]),
            claim("control", BRIDGE, action="captures", actor={"name": "Guards"}, place=[]),
            Cause("actor and place", "Rebels → Guards"),
        ),
        (
            claim("control", BRIDGE, action="captures", actor={"name": "Rebels"}),
            claim("control", BRIDGE, action="besieges", actor=None),
            Cause("action", "captures → besieges"),
        ),
    ],
)
def test_what_differs_is_named_on_both_sides(gold: Json, ours: Json, cause: Cause) -> None:
    assert missed([gold], [ours]) == [cause]
    assert invented([gold], [ours]) == [cause]


def test_the_right_claim_on_other_words_of_the_sentence() -> None:
    gold, ours = [casualty("Shelling of the market")], [casualty("killed 5 people")]
    assert missed(gold, ours) == [Cause("clause boundary")]
    assert invented(gold, ours) == [Cause("clause boundary")]


def test_a_mention_that_made_no_claim_was_left_out() -> None:
    seen = scene(mentions={"attack": [stretch("Shelling")]})
    assert missed([attack(HIT)], [], seen) == [Cause("left out")]


def test_the_second_figure_of_a_passage_that_was_read_once() -> None:
    sentence = "Shelling of the market killed 5 people and wounded 9"
    gold = [casualty(sentence), casualty(sentence, low=9, harm="injured")]
    assert missed(gold, [casualty(sentence)]) == [Cause("one of several", "injured")]


def test_a_claim_of_the_headline_alone() -> None:
    assert missed([attack("Raid on a depot")], []) == [Cause("headline")]


def test_a_word_that_wakes_no_rule() -> None:
    assert missed([attack(HIT)], [], scene({"casualty": "killed"})) == [Cause("trigger unknown", "shelling")]


def test_a_rule_that_was_awake_and_silent() -> None:
    assert missed([attack(HIT)], [], scene({"attack": "Shelling"})) == [Cause("rule silent", "word:Shelling")]


def test_casualties_without_a_figure_are_a_group() -> None:
    seen = scene({"casualty": "wounded"})
    assert missed([casualty(WOUNDED, low=None)], [], seen) == [Cause("silent, no figure", "word:wounded")]


def test_a_speaker_who_was_taken_for_a_source() -> None:
    seen = scene({"statement": "said"}, credited=[stretch("help was late")])
    assert missed([statement("The mayor said help was late")], [], seen) == [Cause("only credited", "word:said")]


# Invented


def test_a_figure_told_again_elsewhere_is_a_repeat() -> None:
    assert invented([casualty(HIT)], [casualty(HIT), casualty(WOUNDED)]) == [Cause("repeat")]


def test_a_figure_of_another_day_is_no_repeat() -> None:
    times = [{"start": day, "end": day} for day in ("2016-12-04", "2016-12-02")]
    gold = [casualty(HIT, time=times[0]), attack(BRIDGE)]
    ours = [casualty(HIT, time=times[0]), casualty("at noon", time=times[1])]
    assert invented(gold, ours) == [Cause("kind not logged", "beside attack")]


def test_a_statement_said_again_is_a_repeat() -> None:
    mayor = statement("The mayor said")
    assert invented([mayor], [mayor, statement("A convoy left")]) == [Cause("repeat")]


def test_attacks_repeat_by_their_sides_or_their_place() -> None:
    sides: Json = {"attacker": {"name": "Rebels"}, "target": {"name": "Depot"}}
    other: Json = {"attacker": {"name": "Rebels"}, "target": {"name": "Airport"}}
    gold = [attack(HIT, **sides), claim("diplomacy", BRIDGE, type="talks")]
    assert invented(gold, [attack(HIT, **sides), attack("Rebels took", attacker=sides["attacker"])])[0].name == "repeat"
    assert invented(gold, [attack(HIT, **sides), attack("Rebels took", **other)])[0].name == "kind not logged"


def test_two_claims_made_of_one() -> None:
    ours = [attack(HIT), attack("the market", of="clash")]
    assert invented([attack(HIT)], ours) == [Cause("split", "clash")]


def test_what_happened_long_ago_is_background() -> None:
    old = attack("Shelling of the market", time={"start": "2015-01-01", "end": "2015-01-31"})
    assert invented([statement("The mayor said")], [old]) == [Cause("background")]


def test_a_report_that_logs_nothing() -> None:
    assert invented([], [attack(HIT)]) == [Cause("report logs nothing")]


def test_what_stands_after_the_last_gold_claim_is_a_teaser() -> None:
    assert invented([casualty(HIT)], [casualty(HIT), attack(BRIDGE)]) == [Cause("teaser")]


def test_a_claim_of_the_headline() -> None:
    assert invented([statement("The mayor said")], [attack("Raid on a depot")]) == [Cause("headline")]


def test_what_is_not_said_as_a_fact() -> None:
    ours = attack("Shelling of the market", certainty="planned")
    assert invented([statement("The mayor said")], [ours]) == [Cause("planned or doubtful", "planned")]


def test_a_passage_that_gold_logs_as_something_else() -> None:
    assert invented([casualty(HIT)], [attack(HIT)]) == [Cause("kind not logged", "beside casualty")]


def test_a_passage_with_nothing_logged() -> None:
    assert invented([statement("The mayor said")], [attack(HIT)]) == [Cause("nothing logged")]


# A report as it is read


def test_the_scene_of_a_report_that_was_read() -> None:
    from marsad.pipeline import pack_of

    text = "قتل خمسة مدنيين في قصف على السوق. وقال رئيس البلدية إن المساعدات تأخرت."
    row = {"report_id": "r", "lang": "ar", "published": "2016-12-05", "outlet": None, "title": None, "text": text}
    evidence = "قتل خمسة مدنيين"
    gold = {"id": "c1", "kind": "casualty", "evidence": evidence, "harm": "killed", "count": count(7)}
    here = case_of(row | {"claims": [gold]}, pack_of("ar"))
    assert [text[start:end] for start, end in here.scene.sentences] == [f"{part}." for part in text[:-1].split(". ")]
    words = [text[start:end] for (start, end), _ in here.scene.triggers["casualty"]]
    assert "قتل" in words
    assert here.scene.mentions["casualty"]
    assert causes.missed(here, 0) == Cause("number", "exact 7..7 → exact 5..5")
