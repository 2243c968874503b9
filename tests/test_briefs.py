from __future__ import annotations

import pytest

from service.briefs import overview, quoted_whole, told_of, without_dateline
from service.values import Article, Metadata, Notice, Outcome, Sentence, SourceRef, Span, TranslatedArticle, Translation


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MOSCOW, KOMPAS.com - Russia will go.", "Russia will go."),
        ("jpnn.com, MOSCOW - The embassy said so.", "The embassy said so."),
        ("Jakarta (ANTARA) - The bank kept its rate.", "The bank kept its rate."),
        ("TEMPO.CO, JAKARTA - 12 people died.", "12 people died."),
        ("BANDAR LAMPUNG - Rain fell.", "Rain fell."),
        ("The COVID-19 wave is over - for now.", "The COVID-19 wave is over - for now."),
        ("NATO - and only NATO - decides.", "NATO - and only NATO - decides."),
        ("UN-backed talks began.", "UN-backed talks began."),
        ("", ""),
    ],
)
def test_a_dateline_is_left_out_of_a_brief_and_nothing_else(text: str, expected: str) -> None:
    assert without_dateline(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('We will stay," he said.', '"We will stay," he said.'),
        ('"We will stay.', '"We will stay."'),
        ('"We will," he said, "stay."', '"We will," he said, "stay."'),
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
