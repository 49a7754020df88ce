"""The desk works without any network: every screen loads from this machine alone, under the server's policy."""

from __future__ import annotations

import re

import pytest

from tests.desk.page import Desk

SCREENS = ("home", "map", "casualties", "control", "diplomacy", "reports", "method")


def test_nothing_outside_is_asked(desk: Desk) -> None:
    for screen in SCREENS:
        desk.open(f"lang=ar&screen={screen}").answered()
    assert desk.outside == []


def test_fonts_are_those_that_come_along(desk: Desk) -> None:
    desk.open("lang=ar")
    loaded = "() => [...document.fonts].some((f) => f.status === 'loaded' && f.family.includes('Noto Sans Arabic'))"
    desk.page.wait_for_function(loaded)


def test_the_policy_allows_this_machine_alone(desk: Desk) -> None:
    answer = desk.page.request.get(f"{desk.base}/")
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert not re.search(r"https?:|unsafe-eval|\*", policy)
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    page = answer.text()
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert "<style" not in page


@pytest.mark.parametrize("screen", ["home", "alerts"])
def test_a_desk_at_rest_asks_nothing(desk: Desk, screen: str) -> None:
    asked: list[str] = []
    desk.open(f"lang=en&screen={screen}")
    desk.page.wait_for_load_state("load")
    desk.answered()
    desk.page.wait_for_timeout(1500)
    desk.page.on("request", lambda request: asked.append(request.url))
    desk.page.wait_for_timeout(1500)
    assert asked == []
