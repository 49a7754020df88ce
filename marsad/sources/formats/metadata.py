"""What a page says of itself to machines: JSON-LD of its article, OpenGraph, meta names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import html

from marsad.text.fold import match

_ARTICLES = re.compile(r"(?:\w*Article|BlogPosting|LiveBlogPosting|Report|SocialMediaPosting|WebPage)$")
_MOST_OBJECTS = 2000
_TAGS = re.compile(r"<[^>]{0,200}>")


@dataclass(frozen=True, slots=True)
class Known:
    """Values as written; None where the page gives none. `published` are (basis, value), the surest first."""

    title: str | None = None
    author: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: tuple[tuple[str, str], ...] = ()
    updated: str | None = None


def of_page(tree: html.HtmlElement) -> Known:
    """Return what the page says of itself. Never raises on what is malformed: it is passed over."""
    metas = _metas(tree)
    article = _article(tree)
    return Known(
        title=_words(article.get("headline")) or metas.get("og:title"),
        author=_names(article.get("author")) or metas.get("author") or metas.get("article:author"),
        outlet=_names(article.get("publisher")) or metas.get("og:site_name"),
        url=_address(tree, metas),
        published=tuple(_published(article, metas)),
        updated=_words(article.get("dateModified"))
        or metas.get("article:modified_time")
        or metas.get("og:updated_time"),
    )


_META_DATES = (
    "datepublished", "date.published", "publishdate", "publish-date", "publish_date", "pubdate", "dc.date.issued",
    "dcterms.issued", "sailthru.date", "parsely-pub-date",
    "article.published", "published-date", "publication_date", "cxenseparse:recs:publishtime",
    "citation_publication_date",
)  # fmt: skip


def _published(article: dict[str, Any], metas: dict[str, str]) -> Iterator[tuple[str, str]]:
    if value := _words(article.get("datePublished")):
        yield ("meta" if _is(article, "WebPage") else "json-ld"), value
    for name in ("article:published_time", "og:published_time", "og:article:published_time"):
        if value := metas.get(name):
            yield "opengraph", value
    for name in _META_DATES:
        if value := metas.get(name):
            yield "meta", value


def _metas(tree: html.HtmlElement) -> dict[str, str]:
    """Return the first value of each meta name, property or itemprop, the names in lower case."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name")
        name = name or (element.get("itemprop") if _is_of_page(element) else None)
        value = (element.get("content") or "").strip()
        if name and value:
            found.setdefault(name.strip().lower(), value)
    return found


def _is_of_page(element: html.HtmlElement) -> bool:
    """Tell microdata of the page's article from that of another story on it: its thing holds the title."""
    thing = next((above for above in element.iterancestors() if above.get("itemscope") is not None), None)
    return thing is None or any(True for _ in thing.iter("h1"))


def _address(tree: html.HtmlElement, metas: dict[str, str]) -> str | None:
    links = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    return next((address for address in [*links, metas.get("og:url")] if _is_address(address)), None)


def _is_address(value: str | None) -> bool:
    return bool(value) and str(value).startswith(("http://", "https://"))


def _article(tree: html.HtmlElement) -> dict[str, Any]:
    """Return the JSON-LD object of the article: where several are described, the one with the page's own headline."""
    objects = [item for script in tree.iter("script") for item in _objects(script)]
    shown = [set(_key(element.text_content()).split()) for element in tree.iter("h1", "title")]
    articles = [item for item in objects if not _is(item, "WebPage") and _is_shown(item, shown)]
    if len({str(item.get("datePublished")) for item in articles if item.get("datePublished")}) > 1:
        return {}
    chosen = articles or [item for item in objects if _is(item, "WebPage")]
    return next((item for item in chosen if item.get("datePublished")), chosen[0] if chosen else {})


def _is_shown(article: dict[str, Any], shown: list[set[str]]) -> bool:
    """Tell whether a headline, if there is one, is that of the page: half its words, since they are often shortened."""
    words = set(_key(_words(article.get("headline")) or "").split())
    titles = [title for title in shown if title]
    return not words or not titles or any(2 * len(words & title) >= min(len(words), len(title)) for title in titles)


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", match(text[:400])))


def _is(item: dict[str, Any], kind: str) -> bool:
    return kind in _kinds(item)


def _kinds(item: dict[str, Any]) -> list[str]:
    kinds = item.get("@type")
    return [str(kind) for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _objects(script: html.HtmlElement) -> Iterator[dict[str, Any]]:
    if "ld+json" not in (script.get("type") or "").lower() or not script.text:
        return
    try:
        value = json.loads(script.text.strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return
    yield from _walk(value)


def _walk(value: object) -> Iterator[dict[str, Any]]:
    """Yield the articles of a JSON-LD document at its top: of lists and of "@graph", not those that it mentions."""
    waiting = [value]
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            waiting.extend(item[key] for key in ("@graph", "mainEntity") if key in item)
            if any(map(_ARTICLES.match, _kinds(item))):
                yield item


def _words(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, str):
        return None
    return " ".join(_TAGS.sub(" ", value).split()) or None


def _names(value: object) -> str | None:
    """Return the names of a person or an organisation, or of several."""
    items = value if isinstance(value, list) else [value]
    names = [_words(item.get("name")) if isinstance(item, dict) else _words(item) for item in items]
    return "، ".join(dict.fromkeys(name for name in names if name and not _is_address(name))) or None
