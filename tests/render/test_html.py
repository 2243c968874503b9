from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from service.render import KINDS, render
from service.render.elements import Html, element
from service.values import LineKind, Report
from tests import reports

HOSTILE = "</style></title><script>alert(1)</script><img src=x onerror=alert(1)>\"' onload='x\x00\x1b[31m&amp;"


class Page(HTMLParser):
    """Collects elements, texts and whether every element that was opened was closed in order."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(written)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag != "meta":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self._open[-1] if self._open else "", data))

    def all(self, attribute: str) -> list[str]:
        return [value for _, attributes in self.elements if (value := attributes.get(attribute))]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_can_put_no_element_and_no_attribute_into_the_file(kind: str) -> None:
    plain, hostile = (Page(render(reports.of_text(text), "html", kind=kind)) for text in ("kata", HOSTILE))
    assert [(tag, sorted(attributes)) for tag, attributes in hostile.elements] == [(tag, sorted(a)) for tag, a in plain.elements]
    assert any("<script>alert(1)</script>" in text for _, text in hostile.texts)


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_asks_for_nothing_outside_and_runs_nothing(kind: str) -> None:
    written = render(reports.summary(), "html", kind=kind)
    page = Page(written)
    assert not {"script", "link", "img", "iframe", "form", "object", "base"} & {tag for tag, _ in page.elements}
    assert all(target.startswith("#") for target in page.all("href"))
    assert page.all("src") == page.all("style") == []
    assert "url(" not in written
    assert "@import" not in written


def test_the_policy_admits_the_one_style_and_nothing_else() -> None:
    written = render(reports.summary(), "html", kind="summary")
    style = re.search(r"<style>(.*)</style>", written, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    (policy,) = (value for value in Page(written).all("content") if "default-src" in value)
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'; ")


@pytest.mark.parametrize("kind", KINDS)
def test_every_link_leads_to_one_place_in_the_file(kind: str) -> None:
    page = Page(render(reports.summary(), "html", kind=kind))
    places = page.all("id")
    assert len(places) == len(set(places))
    assert {target.removeprefix("#") for target in page.all("href")} <= set(places)


def test_a_citation_leads_to_its_english_and_its_original() -> None:
    written = render(reports.summary(), "html", kind="summary")
    assert '<span id="b1-s2">Nobody was hurt.</span><a class="cite" href="#b1-n1" aria-label="Source 1">1</a>' in written
    source = re.search(r'<li id="b1-n3">.*?</li>|<li[^>]* id="b1-n3".*?</li>', written)
    assert source is not None
    assert '<p>No one was hurt.</p><p lang="id" class="own">Tidak ada korban.</p>' in source[0]
    assert 'href="#a1-s2"' in source[0]
    assert 'href="#b1-s2"' in source[0]


def test_sentences_and_citations_do_not_run_together() -> None:
    text = "".join(text for tag, text in Page(render(reports.summary(), "html", kind="summary")).texts if tag != "style")
    assert "road.12 Nobody was hurt.13" in text
    assert "Floods Inundate Two Villages, sentence 2 ↑" in text


def test_original_text_is_marked_with_its_language() -> None:
    page = Page(render(reports.summary(), "html", kind="translation"))
    assert page.elements[0] == ("html", {"lang": "en"})
    assert page.all("lang").count("id") == 8  # 4 sentences, 2 titles, 2 removed lines


def test_what_was_removed_is_listed_with_its_reason() -> None:
    written = render(reports.summary(), "html", kind="translation")
    assert "<summary>Removed from the page: 2 lines</summary>" in written
    assert '<td lang="id">Baca juga: Jalan Utama Ditutup</td><td class="why">boilerplate, rule:baca-juga</td>' in written


def test_a_page_nothing_was_removed_from_has_no_such_section() -> None:
    blank = reports.dropped("", "blank", LineKind.BLANK)
    report = Report((reports.article([blank, reports.body(("Satu.", "One."))]),), (), reports.SIGNATURE)
    assert "Removed from the page" not in render(report, "html", kind="translation")


def test_only_an_address_the_user_gave_is_a_link_out() -> None:
    page = [reports.body(("Satu.", "One."))]
    given = Report((reports.article(page, origin="https://contoh.example/berita?a=1&b=2"),), (), reports.SIGNATURE)
    assert "https://contoh.example/berita?a=1&b=2" in Page(render(given, "html", kind="translation")).all("href")
    for origin in ("javascript:alert(1)", "data:text/html,x", "berita.txt"):
        other = Report((reports.article(page, origin=origin),), (), reports.SIGNATURE)
        assert all(target.startswith("#") for target in Page(render(other, "html", kind="translation")).all("href"))


def test_an_element_escapes_text_and_keeps_elements() -> None:
    inner = element("b", "1 < 2")
    assert element("p", inner, " & ", None, lang='"id"', hidden=True, id=None) == '<p lang="&quot;id&quot;" hidden><b>1 &lt; 2</b>&amp;</p>'
    assert isinstance(inner, Html)
    assert not isinstance(inner + "<i>", Html)
