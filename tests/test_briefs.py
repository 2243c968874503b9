from __future__ import annotations

from dataclasses import replace

import pytest

from service.briefs import _date_key, left_out, overview, quoted_whole, told_of
from service.values import Article, Metadata, Notice, Outcome, Sentence, SourceRef, Span, TranslatedArticle, Translation


@pytest.mark.parametrize(
    ("source", "english", "expected"),
    [
        ("MOSKWA, KOMPAS.com – Rusia pergi.", "MOSCOW, KOMPAS.com - Russia will go.", "Russia will go."),
        ("jpnn.com, MOSKOW - Kedutaan berkata.", "jpnn.com, MOSCOW - The embassy said so.", "The embassy said so."),
        ("MOSKOW - Organisasi itu siap.", "MOSKOW - the organization is ready.", "The organization is ready."),
        ("Jakarta (ANTARA) - Bank itu menahan bunga.", "Jakarta (ANTARA) - The bank kept its rate.", "The bank kept its rate."),
        ("Gelombang COVID-19 usai - untuk kini.", "The COVID-19 wave is over - for now.", "The COVID-19 wave is over - for now."),
        ("Rusia pergi.", "Russia - and only Russia - goes.", "Russia - and only Russia - goes."),
    ],
)
def test_a_dateline_is_left_out_where_the_source_has_one_and_nothing_else(source: str, english: str, expected: str) -> None:
    article = translated((english, Outcome.TRANSLATED))
    first = replace(article.article.sentences[0], text=source)
    article = replace(article, article=replace(article.article, sentences=(first,)))
    assert [one.text for one in told_of(0, article)] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('We will stay," he said.', '"We will stay," he said.'),
        ('"We will stay.', '"We will stay."'),
        ('"We will," he said, "stay."', '"We will," he said, "stay."'),
        ('He said, "We will stay.', 'He said, "We will stay."'),
        ('The 15" screen costs Rp 2 million.', 'The 15" screen costs Rp 2 million.'),
        ('Stay," he said, "or go.', '"Stay," he said, "or go."'),
        ("It is 5' long.", "It is 5' long."),
    ],
)
def test_a_sentence_out_of_a_longer_quotation_gets_both_its_marks(text: str, expected: str) -> None:
    assert quoted_whole(text) == expected


def translated(*pairs: tuple[str, Outcome], published: str | None = None) -> TranslatedArticle:
    sentences = tuple(Sentence(Span(0, 0), "", "id") for _ in pairs)
    article = Article("", "a.txt", "id", Metadata(published=published), (), sentences)
    notices = (Notice("repetition", "It repeats itself."),)
    return TranslatedArticle(article, tuple(Translation(text, outcome, None, notices) for text, outcome in pairs))


def test_a_doubtful_sentence_is_kept_out_of_a_brief_while_sound_ones_remain() -> None:
    article = translated(
        ("Sound.", Outcome.TRANSLATED), ("Doubtful.", Outcome.FLAGGED), ("", Outcome.TRANSLATED), ("As is.", Outcome.PASSED_THROUGH)
    )
    assert [(one.text, one.source) for one in told_of(3, article)] == [("Sound.", SourceRef(3, 0)), ("As is.", SourceRef(3, 3))]
    assert [one.text for one in told_of(0, translated(("Doubtful.", Outcome.FLAGGED)))] == ["Doubtful."]


def test_what_a_brief_was_made_without_is_said() -> None:
    mixed = translated(("Sound.", Outcome.TRANSLATED), ("Doubtful.", Outcome.FLAGGED))
    [notice] = left_out([mixed, translated(("Doubtful.", Outcome.FLAGGED)), translated(("Sound.", Outcome.TRANSLATED))])
    assert notice.code == "doubtful-left-out"
    assert "sentence 2 of a.txt" in notice.message


def test_briefs_are_ordered_by_the_moment_and_not_by_the_clock() -> None:
    jayapura, jakarta = translated(published="2024-03-12T09:40+09:00"), translated(published="2024-03-12T08:00+07:00")
    undated = translated()
    assert sorted([undated, jakarta, jayapura], key=_date_key) == [jayapura, jakarta, undated]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2021-08-28T21:11+07:00", "2024-06-25", None], "Brief over 3 articles, 2021-08-28 to 2024-06-25 (1 undated)"),
        (["2021-08-28"], "Brief over 1 article, 2021-08-28"),
        ([None, None], "Brief over 2 articles, undated"),
    ],
)
def test_the_title_of_a_joint_brief_says_how_many_and_when(dates: list[str | None], expected: str) -> None:
    assert overview([translated(published=date) for date in dates]) == expected
