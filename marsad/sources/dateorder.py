"""All-number dates of one file are written in one order: which, is decided over all of them, or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import pairwise

Triple = tuple[int, int, int]
Order = tuple[int, int, int]  # where the year, the month and the day stand

DAY_FIRST: Order = (2, 1, 0)
MONTH_FIRST: Order = (2, 0, 1)
YEAR_FIRST: Order = (0, 1, 2)


def day_in(order: Order, numbers: Triple) -> dt.date | None:
    """Return the day that three numbers are in an order; a year of two digits is of this century."""
    year, month, day = (numbers[place] for place in order)
    try:
        return dt.date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def orders_of(
    numbers: Sequence[Triple], *, earliest: dt.date, latest: dt.date, in_time: bool = False
) -> tuple[Order, ...]:
    """Return the orders in which every date is one, between two days; with `in_time`, none earlier than the last.

    More than one: the file does not tell. None: its dates are not all written alike.
    """
    possible = [
        order
        for order in (DAY_FIRST, MONTH_FIRST, YEAR_FIRST)
        if all((day := day_in(order, triple)) and earliest <= day <= latest for triple in numbers)
    ]
    if in_time and len(possible) > 1:
        rising = [order for order in possible if _rises(order, numbers)]
        possible = rising or possible
    return tuple(possible)


def _rises(order: Order, numbers: Sequence[Triple]) -> bool:
    days = [day_in(order, triple) for triple in numbers]
    return all(before <= after for before, after in pairwise(days) if before and after)


def only_day(orders: Iterable[Order], numbers: Triple) -> dt.date | None:
    """Return the day where every order gives the same one: 5/5/2016 is the fifth of May in both."""
    days = {day_in(order, numbers) for order in orders}
    return days.pop() if len(days) == 1 else None
