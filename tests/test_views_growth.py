"""What was of one track on each day, told by families, is what linking the claims known on it anew gives."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.views.growth import growth
from marsad.views.tracks import Link, joined

DAYS = st.one_of(st.none(), st.integers(1, 8))
CLAIMS = st.lists(
    st.tuples(DAYS, st.sampled_from((None, None, "A", "B")), st.sets(st.sampled_from("123"), max_size=2)), max_size=14
)
LINKS = st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13), st.booleans()), max_size=24)


@settings(max_examples=150, deadline=None)
@given(CLAIMS, LINKS)
def test_families_are_the_tracks_of_every_day(
    claims: list[tuple[int | None, str | None, set[str]]], pairs: list[tuple[int, int, bool]]
) -> None:
    some = [Link(a, b, strong) for a, b, strong in pairs if a != b and max(a, b) < len(claims)]
    links = sorted(some, key=lambda link: not link.strong)
    known = [day for day, _, _ in claims]
    made = growth(known, [body for _, body, _ in claims], [documents for _, _, documents in claims], links)
    for day in range(10):
        here = {n for n, told in enumerate(known) if told is not None and told <= day}
        nodes = {n: ({claims[n][1]} - {None}, set(claims[n][2])) for n in here}
        anew = joined(nodes, [link for link in links if link.a in here and link.b in here])
        families = [f for f in made.families if f.start <= day and (f.end is None or day < f.end)]
        assert sorted(sorted(here.intersection(made.order[f.low : f.high])) for f in families) == sorted(anew)
        assert all(here.intersection(made.order[f.low : f.high]) for f in families)
