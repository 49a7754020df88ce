"""How tracks of diplomacy grew: which claims were of one track, as known on every day, told without grouping them anew.

Claims become known day by day, and links with them (`marsad.views.tracks`). Most days change little: a claim joins a
track, or one that links two tracks makes them one. What is of one track from a day until another is a *family*: those
of its claims that are known. A family that others became lies about them, so that all families are stretches of one
order of the claims, as the tree is in which Kruskal's method unites what it links.

Links are made in the order of their strength, so a new claim may change what was decided before it. It cannot where
what the new links connect has one body at most, and documents in one strongly linked group of it alone: then nothing
in it may stand against another, in whichever order. Else the part that no link leads out of is linked anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from marsad.fusion.sets import lowest, root
from marsad.views.tracks import Joining, Link


class Family(NamedTuple):
    """Claims that are of one track from the day `start` on, until the day `end` (None: ever since): those of `order`
    from `low` up to `high` that are known. Days are ordinals."""

    low: int
    high: int
    start: int
    end: int | None


@dataclass(frozen=True, slots=True)
class Growth:
    """`order` has the claims, by index, and may have one many times."""

    order: list[int]
    families: list[Family]


@dataclass(slots=True)
class _Group:
    """A family while it grows. `claims` are all of it, `own` those that came to it alone, `within` what it lies about.
    `bearers` are the strongly linked groups in it that name documents; `contested` says that a link leads out of it."""

    start: int
    claims: list[int]
    own: list[int]
    within: list[_Group]
    bodies: set[str]
    bearers: set[int]
    contested: bool = False
    end: int | None = None


def growth(
    known: Sequence[int | None], bodies: Sequence[str | None], documents: Sequence[Iterable[str]], links: Sequence[Link]
) -> Growth:
    """Return the families of claims, given with the days on which they became known (None: never), their bodies and
    documents, and all links between them in the order in which they are made."""
    return _Growing(known, bodies, documents, links).grown()


class _Growing:
    def __init__(
        self, known: Sequence[int | None], bodies: Sequence[str | None], documents: Sequence[Iterable[str]],
        links: Sequence[Link],
    ) -> None:  # fmt: skip
        self._known, self._bodies, self._links = known, bodies, links
        self._documents = [set(some) for some in documents]
        self._strong = list(range(len(known)))  # the strongly linked group of each claim, by union-find
        self._borne = [set(some) for some in documents]  # documents of such a group, by its root
        self._of = [-1] * len(known)  # the number of the group of each claim
        self._groups: list[_Group] = []  # by that number: it stays with the most claims when groups become one
        self._part = lowest(len(known), ((link.a, link.b) for link in links))
        self._in_part: dict[int, list[Link]] = defaultdict(list)
        for link in links:
            self._in_part[self._part[link.a]].append(link)
        self._members: dict[int, list[int]] = defaultdict(list)  # known claims by part
        self._every: list[_Group] = []

    def grown(self) -> Growth:
        claims: dict[int, list[int]] = defaultdict(list)
        linked: dict[int, list[Link]] = defaultdict(list)
        for n, day in enumerate(self._known):
            if day is not None:
                claims[day].append(n)
        for link in self._links:
            a, b = self._known[link.a], self._known[link.b]
            if a is not None and b is not None:
                linked[max(a, b)].append(link)
        for day in sorted(claims):
            self._take(day, claims[day], linked[day])
        return _laid_out(self._every)

    def _take(self, day: int, new: Sequence[int], links: Sequence[Link]) -> None:
        """Take in what became known on a day."""
        for n in new:
            self._members[self._part[n]].append(n)
        connected = self._connected(new, links)
        before = [self._borne_by(one for group in groups for one in group.bearers) for groups, _ in connected]
        self._tie(link for link in links if link.strong)
        anew: set[int] = set()
        for (groups, claims), borne in zip(connected, before, strict=True):
            made = self._made(day, groups, claims)
            steady = not borne or borne == self._borne_by(made.bearers)
            made.contested = any(one.contested for one in groups)
            if len(made.bodies) <= 1 and len(made.bearers) <= 1 and (steady or not made.contested):
                self._join(made)
            else:
                anew.add(self._part[claims[0]])
        for part in anew:
            self._link_anew(day, part)

    def _connected(self, new: Sequence[int], links: Iterable[Link]) -> list[tuple[list[_Group], list[int]]]:
        """Return what new links connect: groups that were there, and new claims, of which each has one."""
        home: dict[int, int] = {}

        def name(n: int) -> int:
            return self._of[n] if self._of[n] >= 0 else ~n  # numbers below 0 are no group's

        def home_of(name: int) -> int:
            return root(home, home.setdefault(name, name))

        for link in links:
            home[home_of(name(link.a))] = home_of(name(link.b))
        found: dict[int, tuple[list[_Group], list[int]]] = defaultdict(lambda: ([], []))
        for n in new:
            found[home_of(~n)][1].append(n)
        for number in [number for number in home if number >= 0]:
            found[root(home, number)][0].append(self._groups[number])
        return list(found.values())

    def _tie(self, links: Iterable[Link]) -> None:
        for link in links:
            one, other = root(self._strong, link.a), root(self._strong, link.b)
            if one != other:
                self._strong[other] = one
                self._borne[one] |= self._borne[other]

    def _borne_by(self, bearers: Iterable[int]) -> list[frozenset[str]]:
        return [frozenset(self._borne[one]) for one in bearers]

    def _made(self, day: int, groups: list[_Group], claims: list[int]) -> _Group:
        """Return what groups and claims are together."""
        bodies = {body for n in claims if (body := self._bodies[n])}.union(*(group.bodies for group in groups))
        bearers = {root(self._strong, one) for group in groups for one in group.bearers}
        bearers |= {one for n in claims if self._borne[one := root(self._strong, n)]}
        return _Group(day, [], claims, groups, bodies, bearers)

    def _join(self, made: _Group) -> None:
        """Put new claims, and the groups that they link, into one: into the only one, or into one about them."""
        if len(made.within) == 1:
            (group,) = made.within
            group.bodies, group.bearers, group.contested = made.bodies, made.bearers, made.contested
            group.own += made.own
            claims = made.own
        else:
            group = made
            for one in made.within:
                one.end = made.start
            whole = max((one.claims for one in made.within), key=len, default=[])
            claims = [n for one in made.within if one.claims is not whole for n in one.claims] + made.own
            group.claims = whole
            self._every.append(group)
            if whole:
                self._groups[self._of[whole[0]]] = group
        handle = self._of[group.claims[0]] if group.claims else len(self._groups)
        if not group.claims:
            self._groups.append(group)
        group.claims += claims
        for n in claims:
            self._of[n] = handle

    def _link_anew(self, day: int, part: int) -> None:
        """Link all that is known of a part anew, and keep the groups that stay."""
        here = self._members[part]
        nodes = {n: ({body} if (body := self._bodies[n]) else set(), set(self._documents[n])) for n in here}
        joining = Joining(nodes)
        links = [link for link in self._in_part[part] if link.a in nodes and link.b in nodes]
        joining.join(links)
        for claims in joining.tracks():
            self._regroup(day, claims)
        for link in links:
            one, other = self._of[link.a], self._of[link.b]
            if one != other:
                self._groups[one].contested = self._groups[other].contested = True

    def _regroup(self, day: int, claims: Sequence[int]) -> None:
        groups = [self._groups[number] for number in dict.fromkeys(self._of[n] for n in claims) if number >= 0]
        fresh = [n for n in claims if self._of[n] < 0]
        if sum(len(group.claims) for group in groups) != len(claims) - len(fresh):
            for group in groups:
                group.end = min(day, group.end or day)
            groups, fresh = [], list(claims)  # of groups that fell apart
        self._join(self._made(day, groups, fresh))
        self._groups[self._of[claims[0]]].contested = False


def _laid_out(every: Sequence[_Group]) -> Growth:
    """Return the groups as stretches of one order, those that lie within another in its stretch."""
    outer = {id(one) for group in every for one in group.within}
    order: list[int] = []
    lows: dict[int, int] = {}
    families: list[Family] = []
    for top in every:
        if id(top) in outer:
            continue
        waiting = [(top, False)]
        while waiting:
            group, laid = waiting.pop()
            if laid:
                order += group.own
                if group.end is None or group.end > group.start:
                    families.append(Family(lows[id(group)], len(order), group.start, group.end))
                continue
            lows[id(group)] = len(order)
            waiting.append((group, True))
            waiting += [(one, False) for one in group.within]
    return Growth(order, families)
