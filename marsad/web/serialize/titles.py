"""A claim or an event in a few words of either language: composed from the glossary, never translated."""

from __future__ import annotations

from marsad import summary
from marsad.records import Attack, Casualty, Claim, Control, Count, Diplomacy, Event, Humanitarian, Named, Statement
from marsad.web.serialize.words import actor_ar, place_ar, word

_CONTENT = 90


def what(claim: Claim) -> dict[str, str]:
    """Return a claim in words; names that have no Arabic form stay as they are."""
    return {"en": summary.what(claim), "ar": _arabic(claim)}


def _arabic(claim: Claim) -> str:
    detail = claim.detail
    match detail:
        case Casualty():
            return _joined(
                number_ar(detail.count),
                f"{word('victims', detail.victims, 'ar')} {word('harm', detail.harm, 'ar')}",
                f"من {_ar(detail.affiliation)}" if detail.affiliation else "",
                f"({word('attack', detail.cause, 'ar')})" if detail.cause else "",
                f"({word('phrase', 'running toll', 'ar')})" if detail.cumulative else "",
            )
        case Control():
            act = _joined(word("action", detail.action, "ar"), f"({detail.extent})" if detail.extent else "")
            return f"{_named(detail.actor) or 'طرف غير مسمّى'}: {act}"
        case Attack():
            by, on = _named(detail.attacker), _named(detail.target)
            return _joined(word("attack", detail.type, "ar"), f"من {by}" if by else "", f"على {on}" if on else "")
        case Statement():
            said = summary.shortened(detail.content, _CONTENT)
            return f"{_named(detail.speaker)} ({word('act', detail.act, 'ar')}): {said}"
        case Diplomacy():
            head = f"{word('diplomacy', detail.type, 'ar')} ({word('stage', detail.status, 'ar')})"
            names = "، ".join(_ar(party) for party in detail.participants)
            return "؛ ".join(part for part in (head, names, _ar(detail.body) if detail.body else "") if part)
        case Humanitarian():
            return _joined(
                word("humanitarian", detail.type, "ar"),
                number_ar(detail.count) if detail.count else "",
                f"({_named(detail.actor)})" if detail.actor else "",
            )


def number_ar(count: Count) -> str:
    """Return a count as reported, never more exact."""
    if count.low is None and count.high is None:
        return f"({count.text})" if count.text else word("qualifier", "vague", "ar")
    if count.qualifier == "range" and count.low is not None and count.high is not None:
        return f"بين {count.low:,} و{count.high:,}"
    value = count.low if count.low is not None else count.high
    return f"{word('qualifier', count.qualifier, 'ar')} {value:,}" if count.qualifier != "exact" else f"{value:,}"


def of_event(event: Event, holder: str | None = None) -> dict[str, str]:
    """Return what an event is and where, with its figures; `holder` is who acts in one of control."""
    first = event.types[0] if event.types else None
    made = {}
    for lang in ("en", "ar"):
        group = "action" if event.kind == "control" else event.kind
        name = word(group, first, lang) if first and group != "casualty" else ""
        name = name or (word("attack", first, lang) if first and event.kind == "casualty" else "")
        head = name or word("kind", event.kind, lang)
        if holder:
            head = f"{_ar(holder) if lang == 'ar' else holder}: {head}"
        if event.series:
            head = word("phrase", "running toll", lang)
        where = ""
        if event.place:
            english = (event.place.name or event.place.text).split(",")[0]
            where = (place_ar(event.place.gazetteer_id) or english) if lang == "ar" else english
        made[lang] = _joined(head, f"({_figures(event, lang)})" if event.figures else "", f"– {where}" if where else "")
    return made


def _figures(event: Event, lang: str) -> str:
    parts = []
    for figure in event.figures[:2]:
        if figure.best is None:
            continue
        bounds = f"{figure.min}–{figure.max}" if figure.min != figure.max else f"{figure.best}"
        victims = figure.victims.removeprefix("some ")
        harmed, whom = word("harm", figure.harm, lang), word("victims", victims, lang)
        parts.append(f"{bounds} {whom} {harmed}")
    separator = "، " if lang == "ar" else ", "
    return separator.join(parts) or word("qualifier", "vague", lang)


def _named(named: Named | None) -> str:
    return _ar(named.name or named.text) if named else ""


def _ar(name: str) -> str:
    return actor_ar(name) or name


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
