"""Where a mention happened: the best place of its sentence, else what "the city" stands for, else the last one named.

Reasons add up for every place of the sentence: it stands in the passage, it is near the trigger, it is reached by a
preposition of place, it is no country where a town is named. A country that acts (the attacker, the speaker) is no
location.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from marsad.claims.listing import listed
from marsad.claims.scene import Scene, Site, aside, covered
from marsad.lang.mention import Mention
from marsad.lang.sentence import Sentence
from marsad.records import Attack, Casualty, Control, Detail, Diplomacy, Humanitarian, Named, Place, Span

_CARRIED: Final = frozenset({"casualty", "attack", "control", "humanitarian"})
_INSIDE: Final = 3.0
_AFTER: Final = 0.5
_REACHED: Final = 1.5
_WIDE: Final = 1.5
_ORIGIN: Final = 2.5
_STEP: Final = 0.12
_LIST: Final = 2  # points of one sentence, of which none stands for the others
_FARTHEST: Final = 4  # sentences that a place is carried over before the lead's is taken

Found = tuple[tuple[Place, ...], str | None]


def locate(mention: Mention, scene: Scene) -> Found:
    """Return the mention's places and, where they stand outside its sentence, how they were found."""
    if mention.place is not None:
        within = scene.document.sentences[mention.sentence]
        named = [scene.places.get((within.index, tag.first)) for tag in mention.place if not aside(within, tag)]
        takes = isinstance(mention.detail, Control)
        acting = _acting(mention.detail)
        known = tuple(
            [
                place
                for place in named
                if place is not None and not (takes and _water(place)) and not covered(place.span, acting)
            ]
        )
        if known or not named:  # else what was taken for a place is none
            return known, None
    if mention.kind == "statement":
        return (), None
    sentence = scene.document.sentences[mention.sentence]
    sites = scene.sites(sentence)
    best, points = _best(mention, sites)
    if best is not None and (points > 0 or mention.kind not in _CARRIED):
        return listed(best, sites, sentence) if mention.kind in _CARRIED else (best.place,), None
    if mention.kind in _CARRIED:
        if best is not None and _tolled(mention.detail, best):
            return (best.place,), None
        carried = _carried(sentence, scene)
        last = carried[0][0] if carried[0] else None
        for site in sites:
            if site.place is last:
                return listed(site, sites, sentence), carried[1]
        if best is not None and (last is None or last.precision in ("country", None)) and _stands(best):
            return (best.place,), None  # a place of the sentence itself, before a country of another
        return carried
    return (), None


def _best(mention: Mention, sites: Sequence[Site]) -> tuple[Site | None, float]:
    """Return the place of the sentence for which most speaks, and its points."""
    best: Site | None = None
    most = 0.0
    acting = _acting(mention.detail) if sites else []
    for site in sites:
        if (acting and covered(site.place.span, acting)) or _takes_part(mention.detail, site):
            continue
        if isinstance(mention.detail, Control) and _water(site.place):
            continue
        if 0 <= mention.trigger < site.sake:
            continue  # "shelled the post in answer to raids on the village"
        points = _score(mention, site)
        if best is None or points > most:
            best, most = site, points
    return best, most


def _water(place: Place) -> bool:
    """Tell whether a place is a sea, which nobody takes: "the town on the shore of the Red Sea"."""
    name = (place.name or "").partition(",")[0]
    return name.endswith((" Sea", " Ocean")) or name.startswith(("Gulf of ", "Sea of "))


def _stands(site: Site) -> bool:
    """Tell whether a place may be where it happened: no country that is only named, or whence something is backed."""
    named_only = site.place.precision in ("country", None) and site.reach != "at" and not site.tag.of.relation
    return site.reach != "from" and not named_only


def _tolled(detail: Detail, site: Site) -> bool:
    """Tell whether a toll is that of a war in a country: "10,000 killed in Yemen", whatever town was named before."""
    running = isinstance(detail, Casualty) and detail.cumulative
    return running and site.reach == "at" and site.place.precision == "country"


def _acting(detail: Detail) -> list[Span]:
    """Return the words of who acts: a country that attacks is not where it happened."""
    side: Named | None = None
    if isinstance(detail, Attack):
        side = detail.attacker
    elif isinstance(detail, Control):
        return [side.span for side in (detail.actor, detail.from_actor) if side is not None and side.span is not None]
    elif isinstance(detail, Humanitarian):
        side = detail.actor
    return [] if side is None or side.span is None else [side.span]


def _takes_part(detail: Detail, site: Site) -> bool:
    """Tell whether a place is a party to what is negotiated: "Egypt and Spain called for a truce"."""
    return isinstance(detail, Diplomacy) and site.reach != "at" and site.place.name in detail.participants


def _score(mention: Mention, site: Site) -> float:
    tag, place, reach = site.tag, site.place, site.reach
    trigger, first = mention.trigger, tag.first
    points = _INSIDE if mention.first <= first < mention.last else 0.0
    points += (_AFTER if first > trigger else 0.0) - _STEP * (
        first - trigger if first >= trigger else trigger - tag.last + 1
    )
    points += _REACHED if reach == "at" else 0.0
    if reach == "from":
        points += _REACHED if _leaves(mention.detail) else -_ORIGIN
    if place.precision == "country" or (place.precision is None and not place.candidates):
        points -= _WIDE
        if reach != "at" and not tag.of.relation:
            points -= _WIDE
    return points


def _leaves(detail: Detail) -> bool:
    """Tell whether what happened is a leaving: then "from" says where."""
    if isinstance(detail, Control):
        return detail.action == "withdraws"
    return isinstance(detail, Humanitarian) and detail.type == "evacuation"


def _carried(sentence: Sentence, scene: Scene) -> Found:
    """Return the place that the report was last at before a sentence, else the first that it names."""
    found = scene.carried.get(sentence.index)
    if found is None:
        found = scene.carried[sentence.index] = _last_named(sentence, scene) or _lead(scene)
    return found


def _last_named(sentence: Sentence, scene: Scene) -> Found | None:
    """Return the place that the report was last at, the narrowest of its sentence."""
    for at in range(sentence.index - 1, max(sentence.index - 1 - _FARTHEST, -1), -1):
        sites = scene.sites(scene.document.sentences[at])
        sites = tuple([site for site in sites if site.sake < 0 and not site.venue])
        narrow = [site for site in sites if site.place.precision not in ("country", None)]
        narrow = narrow or [site for site in sites if site.reach == "at"]  # else a country acts or is named
        if narrow:
            chosen = _standing_for([s.place for s in narrow if s.reach == "at"] or [s.place for s in narrow])
            if chosen is not None:
                return (chosen,), "the last place named before"
    return None


def _standing_for(reached: list[Place]) -> Place | None:
    """Return the place that a sentence is about: the first, of a list of points the area among them, else none."""
    points = {p.name for p in reached if p.precision == "exact"}
    if len(points) < _LIST:
        return reached[0]
    return next((p for p in reached if p.precision != "exact"), None)


def _lead(scene: Scene) -> Found:
    for sentence in scene.document.sentences:
        for site in scene.sites(sentence):
            if site.sake >= 0 or site.venue:
                continue
            if site.place.precision != "country" or site.reach == "at":  # else a country acts or is named
                return (site.place,), "the first place that the report names"
    return (), None
