from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from service.render import render
from service.render.markdown import escape
from service.render.wording import printable
from tests import reports

HOSTILE = (
    "![x](http://evil.example/x.png)",
    "[klik](javascript:alert(1))",
    "[a]: http://evil.example",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<http://evil.example>",
    "&lt;b&gt; &copy;",
    "# judul #",
    "- butir",
    "1. butir",
    "1986) butir",
    "> kutipan",
    "```\nkode",
    "~~~",
    "---",
    "===",
    "| a | b |",
    "**tebal** _miring_ `kode` ~~coret~~",
    "a\\",
    "\\![x](y)",
    "baris  \nbaru",
    "\tkode",
    "$x$ ^a^",
)


def _tokens(written: str) -> list[tuple[str, str]]:
    flat = [token for block in MarkdownIt("gfm-like", {"linkify": False}).parse(written) for token in (block, *(block.children or ()))]
    return [(token.type, token.content) for token in flat]


def _shown(written: str) -> str:
    """What a reader sees of one paragraph."""
    return "".join(content for kind, content in _tokens(written) if kind in ("text", "text_special"))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_page_can_put_no_markup_into_the_document(text: str) -> None:
    ours = {kind for kind, _ in _tokens(render(reports.of_text("kata"), "md", kind="summary"))}
    for kind in ("summary", "translation"):
        found = {kind for kind, _ in _tokens(render(reports.of_text(text), "md", kind=kind))}
        assert found <= ours | {"text_special"}


@pytest.mark.parametrize("text", HOSTILE)
def test_escaped_text_is_shown_as_it_stands(text: str) -> None:
    assert _shown(escape(text)) == printable(text)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("ab1 \\`*_[](){}<>&|~$^#+-=!.:;@/\"'\n\t"), max_size=24))
def test_any_text_is_shown_as_it_stands(text: str) -> None:
    assert _shown(escape(text)).replace("\u2060", "") == printable(text)
    assert {kind for kind, _ in _tokens(escape(text))} <= {"paragraph_open", "inline", "text", "text_special", "paragraph_close"}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("lihat https://evil.example/a", r"lihat https\://evil\.example/a"),
        ("www.evil.example", r"www\.evil\.example"),
        ("redaksi@evil.example", "redaksi@\u2060evil\\.example"),
        ("naik 3,5 persen, Rp1.250.000 pukul 21.11 WIB", "naik 3,5 persen, Rp1.250.000 pukul 21.11 WIB"),
        ("model@1f2e", "model@1f2e"),
    ],
)
def test_nothing_is_left_that_github_would_link_by_itself(text: str, written: str) -> None:
    assert escape(text) == written


def test_citations_and_the_numbers_of_the_sources_agree() -> None:
    written = render(reports.summary(), "md", kind="summary")
    assert "closed the main road. [1][2] Nobody was hurt. [1][3]\n" in written
    assert (
        "\n3. Harian Contoh: Floods Inundate Two Villages (sentence 2)\n\n   > No one was hurt.\n   >\n   > Tidak ada korban.\n" in written
    )


def test_doubts_stand_below_the_source_they_belong_to() -> None:
    written = render(reports.of_text("kata"), "md", kind="summary")
    assert "1. kata: kata (sentence 1)\n\n   > kata\n\n   - The English repeats the source.\n" in written
