"""Build reports for tests: real values with real spans, from lines of a page and their English."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.values import (
    Article,
    Brief,
    BriefSentence,
    Failure,
    Line,
    LineKind,
    Metadata,
    ModelUse,
    Notice,
    Outcome,
    Report,
    Sentence,
    Severity,
    Signature,
    SourceRef,
    Span,
    TranslatedArticle,
    Translation,
)

NOTHING_SAID = Metadata()


@dataclass(frozen=True)
class PageLine:
    """A line of a page: its sentences, or why it is none."""

    sentences: tuple[tuple[str, str], ...] = ()
    dropped: str = ""
    reason: str = "default"
    kind: LineKind = LineKind.BOILERPLATE

    @property
    def text(self) -> str:
        return self.dropped or " ".join(source for source, _ in self.sentences)


def body(*sentences: tuple[str, str]) -> PageLine:
    """A kept line of (Indonesian, English) sentences."""
    return PageLine(sentences)


def dropped(text: str, reason: str, kind: LineKind = LineKind.BOILERPLATE) -> PageLine:
    """A line that was not kept."""
    return PageLine((), text, reason, kind)


def article(
    page: Sequence[PageLine],
    *,
    origin: str = "banjir.txt",
    metadata: Metadata = NOTHING_SAID,
    title: str | None = None,
    flagged: Sequence[str] = (),
    n_translated: int | None = None,
    notices: Sequence[Notice] = (),
) -> TranslatedArticle:
    """An article of lines, one below the other; `flagged` names sources whose English is in doubt."""
    text, lines, sentences, translations = "", [], [], []
    for line in page:
        start = len(text)
        lines.append(
            Line(Span(start, start + len(line.text)), LineKind.BODY if line.sentences else line.kind, bool(line.sentences), line.reason)
        )
        for source, english in line.sentences:
            sentences.append(Sentence(Span(start, start + len(source)), source, "id"))
            start += len(source) + 1
            doubt = (Notice("source-copied", "The English repeats the source.", Severity.WARNING),) if source in flagged else ()
            translations.append(Translation(english, Outcome.FLAGGED if doubt else Outcome.TRANSLATED, -0.25, doubt))
        text += f"{line.text}\n"
    made = Article(text, origin, "id", metadata, tuple(lines), tuple(sentences), tuple(notices))
    return TranslatedArticle(made, tuple(translations[:n_translated]), Translation(title, Outcome.TRANSLATED, -0.5) if title else None)


EMBEDDED = ModelUse("translate", "ringkas-id-en", "v1", "embedded", "ctranslate2", "int8", "beam 4")
HUB = ModelUse("summarize", "owner/condenser", "abc123", "hub", "ctranslate2", "int8", "beam 4", "news#1f2e")
SIGNATURE = Signature("0.1.0", "1#9c1d", (EMBEDDED, HUB))


def flood() -> TranslatedArticle:
    """An article of three sentences, with a line dropped and one sentence in doubt."""
    return article(
        [
            dropped("Banjir Rendam Dua Desa", "structure:title", LineKind.TITLE),
            dropped("Baca juga: Jalan Utama Ditutup", "rule:baca-juga"),
            body(
                ("Banjir merendam dua desa pada Senin.", "Floods inundated two villages on Monday."),
                ("Tidak ada korban.", "No one was hurt."),
            ),
            body(("Warga mengungsi ke balai desa.", "Warga mengungsi ke balai desa.")),
        ],
        metadata=Metadata(
            "Banjir Rendam Dua Desa", "Harian Contoh", "Sari", "2021-08-28T21:11+07:00", "KENDAL", "https://contoh.example/1"
        ),
        title="Floods Inundate Two Villages",
        flagged=["Warga mengungsi ke balai desa."],
    )


def road() -> TranslatedArticle:
    """An article of one sentence from another outlet that names no date."""
    return article(
        [body(("Jalan utama ditutup.", "The main road was closed."))],
        origin="jalan.txt",
        metadata=Metadata("Jalan Ditutup", "Warta Misal"),
        title="Road Closed",
    )


def summary() -> Report:
    """Two articles, one brief over both, one failure, one notice."""
    brief = Brief(
        "Floods close a road",
        (
            BriefSentence("Floods hit two villages and closed the main road.", (SourceRef(0, 0), SourceRef(1, 0))),
            BriefSentence("Nobody was hurt.", (SourceRef(0, 1), SourceRef(0, 0))),
        ),
        (0, 1),
        "standard",
    )
    failure = Failure("hilang.txt", "unreadable", "There is no file hilang.txt.")
    return Report(
        (flood(), road()), (brief,), SIGNATURE, (failure,), (Notice("embedded", "The embedded translator serves.", Severity.INFO),)
    )


def of_text(hostile: str) -> Report:
    """A report that has `hostile` in every place a page, a file name or a model can put it."""
    one = article(
        [dropped(hostile, hostile), body((hostile, hostile))],
        origin=hostile,
        metadata=Metadata(hostile, hostile, hostile, hostile, hostile, hostile),
        title=hostile,
        flagged=[hostile],
        notices=[Notice("x", hostile)],
    )
    sentence = BriefSentence(hostile, (SourceRef(0, 0),), (Notice("x", hostile),))
    use = ModelUse("translate", hostile, hostile, hostile, hostile, hostile, hostile, hostile)
    return Report(
        (one, one),
        (Brief(hostile, (sentence,), (0,), "short", (Notice("x", hostile),)), Brief(hostile, (sentence,), (0, 1), "short")),
        Signature(hostile, hostile, (use,)),
        (Failure(hostile, "x", hostile),),
        (Notice("x", hostile),),
    )
