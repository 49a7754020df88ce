"""Reports that attack whoever reads them: markup, bidi overrides and hidden characters in every part of a report.

Nothing of it runs, reorders the desk's own words, or breaks a screen; the words stay tied to their claims.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.desk.conftest import marsad
from tests.desk.page import Desk

MARKUP = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>",
    "<a href=javascript:alert(1)>open</a>",
    "{{constructor.constructor('alert(1)')()}}",
    "</textarea></title></style><iframe srcdoc='<script>alert(1)</script>'></iframe>",
)
OVERRIDE, HIDDEN = "\u202eevil\u202c\u2066x", "\u200b\u2060\u00ad\ufeff"
SENTENCES = {
    "en": "{0} An air raid on the {0} market in Idlib killed 12 civilians on Monday, the {0} Observatory said.",
    "ar": "{0} قُتل 12 مدنيًا الإثنين في غارة جوية على سوق {0} في مدينة إدلب، وفق ما أفاد مصدر {0} طبي.",
}


def hostile_reports() -> list[dict[str, str]]:
    """Return reports whose title, body, outlet, id and address carry every payload."""
    reports = []
    for n, payload in enumerate((*MARKUP, OVERRIDE, HIDDEN)):
        for lang, sentence in SENTENCES.items():
            reports.append(
                {
                    "report_id": f"h{n}-{lang}",
                    "title": f"{payload} title {payload}",
                    "text": sentence.format(payload),
                    "outlet": f"Outlet {payload}",
                    "url": f"javascript:alert({n})",
                    "lang": lang,
                    "published": "2016-12-06",
                }
            )
    return reports


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    folder = tmp_path_factory.mktemp("hostile")
    lines = "\n".join(json.dumps(report) for report in hostile_reports())
    (folder / "reports.jsonl").write_text(lines, encoding="utf-8")
    marsad("add", str(folder / "reports.jsonl"), "--db", str(folder / "hostile.db"))
    return serve(folder / "hostile.db")


def injected(desk: Desk) -> int:
    """Count elements that only a payload could have made."""
    count: int = desk.page.evaluate(
        "() => document.querySelectorAll('iframe, img, [onerror], [onbegin], animate, a[href^=javascript]').length"
        " + [...document.scripts].filter((one) => !one.src).length"
    )
    return count


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_nothing_of_a_report_runs(new_desk: Callable[..., Desk], hostile: str, lang: str) -> None:
    desk = new_desk(hostile)
    claims = desk.api("claims?limit=200")["items"]
    assert claims
    shown = [f"claim:{claim['key']}" for claim in claims[:8]] + [f"report:h{n}-{lang}" for n in range(8)]
    shown += [f"event:{event['id']}" for event in desk.api("events?limit=5")["items"]]
    for query in ["screen=map&o=map.list:on", "screen=reports", "screen=casualties"]:
        desk.open(f"lang={lang}&{query}").answered()
        assert injected(desk) == 0
    desk.open(f"lang={lang}")
    for one in shown:
        desk.page.evaluate(
            "(to) => { history.pushState(null, '', to); dispatchEvent(new PopStateEvent('popstate')) }",
            f"?lang={lang}&show={one}",
        )
        desk.panel.locator("h2").wait_for()
        desk.answered()  # what was open before has a heading too
        assert injected(desk) == 0
    desk.settled()


def test_marks_fit_where_characters_are_hidden(new_desk: Callable[..., Desk], hostile: str) -> None:
    """Hidden characters are made harmless one for one, so the words that are marked are those of the claim."""
    desk = new_desk(hostile)
    for claim in (
        desk.api("claims?kind=casualty&report=h7-en")["items"] + desk.api("claims?kind=casualty&report=h6-ar")["items"]
    ):
        marks = {m["slot"]: claim["sentence"]["text"][m["start"] : m["end"]] for m in claim["sentence"]["marks"]}
        desk.open(f"lang=en&show=claim:{claim['key']}")
        expect(desk.panel.locator("mark[data-slot=count]").first).to_have_text(marks["count"])
    desk.settled()


def test_overrides_do_not_reach_the_page(new_desk: Callable[..., Desk], hostile: str) -> None:
    desk = new_desk(hostile)
    for query in ("lang=en&screen=reports&show=report:h6-en", "lang=ar&screen=map&o=map.list:on&show=report:h6-ar"):
        desk.open(query)
        desk.panel.locator("h2").wait_for()
        desk.answered()
        text = desk.page.locator("body").evaluate("(body) => body.textContent + document.title")
        assert not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u200b\u2060\ufeff")
    desk.settled()


def test_a_javascript_address_is_no_link(new_desk: Callable[..., Desk], hostile: str) -> None:
    desk = new_desk(hostile)
    desk.open("lang=en&show=report:h0-en")
    desk.panel.locator(".printed").first.wait_for()
    desk.answered()
    assert desk.page.locator("a[href^='javascript']").count() == 0
    assert desk.panel.get_by_role("link", name="Address of the report").count() == 0
    desk.settled()
