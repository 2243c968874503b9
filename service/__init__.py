"""Indonesian news pages in, an English translation and an English brief out, every sentence traceable to its source.

    from service import summarize
    report = summarize(["article.txt", "https://example.com/berita"], together=True)
    print(report.briefs[0].text)

Importing the package loads nothing heavy: names are looked up on first use, models on the first call.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.default import summarize, translate
    from service.errors import InputError, ModelError, PromptError, ServiceError
    from service.pipeline import Service
    from service.progress import Progress
    from service.serialize import from_dict, to_dict
    from service.settings import Decoding, ReadingLimits, Settings
    from service.values import (
        Article,
        Brief,
        BriefSentence,
        Document,
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
    from service.version import __version__

_HOMES = {
    "service.default": ("summarize", "translate"),
    "service.errors": ("InputError", "ModelError", "PromptError", "ServiceError"),
    "service.pipeline": ("Service",),
    "service.progress": ("Progress",),
    "service.serialize": ("from_dict", "to_dict"),
    "service.settings": ("Decoding", "ReadingLimits", "Settings"),
    "service.values": (
        "Article",
        "Brief",
        "BriefSentence",
        "Document",
        "Failure",
        "Line",
        "LineKind",
        "Metadata",
        "ModelUse",
        "Notice",
        "Outcome",
        "Report",
        "Sentence",
        "Severity",
        "Signature",
        "SourceRef",
        "Span",
        "TranslatedArticle",
        "Translation",
    ),
    "service.version": ("__version__",),
}

__all__ = [
    "Article",
    "Brief",
    "BriefSentence",
    "Decoding",
    "Document",
    "Failure",
    "InputError",
    "Line",
    "LineKind",
    "Metadata",
    "ModelError",
    "ModelUse",
    "Notice",
    "Outcome",
    "Progress",
    "PromptError",
    "ReadingLimits",
    "Report",
    "Sentence",
    "Service",
    "ServiceError",
    "Settings",
    "Severity",
    "Signature",
    "SourceRef",
    "Span",
    "TranslatedArticle",
    "Translation",
    "__version__",
    "from_dict",
    "summarize",
    "to_dict",
    "translate",
]


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
