"""A subject without models: the service's own cleaner and segmenter, the reference translations, the first sentences as a summary.

Each part can be replaced by a worse one, as a broken service would be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from eval.parsing import load
from eval.stories import Story
from eval.subject import OnDone
from service.articles import prepare
from service.briefs import told_of
from service.cleaning import CLEANER_VERSION
from service.segment import segment
from service.settings import Settings
from service.summarizer import Told
from service.values import Article, Brief, BriefSentence, Document, Line, ModelUse, Outcome, Sentence, TranslatedArticle, Translation

STORY = "dengue-rise"
MODELS = tuple(
    ModelUse(task=task, name=name, revision="1", provenance="test", engine="none", precision="exact", decoding="none")
    for task, name in (("translate", "references"), ("summarize", "firsts"))
)


def stories() -> tuple[Story, ...]:
    """One story of the real set: four articles."""
    return load(only=(STORY,))


def first_two(told: Sequence[Told]) -> list[Told]:
    return list(told[:2])


@dataclass
class Standard:
    """Translates what the set has and nothing else; `english` and `pick` are the translator and the summarizer."""

    settings: Settings = field(default_factory=Settings)
    english: Callable[[str], str] | None = None
    pick: Callable[[Sequence[Told]], list[Told]] = first_two
    models: tuple[ModelUse, ...] = MODELS
    cleaner: str = CLEANER_VERSION

    def read(self, page: Document) -> Article:
        return prepare(page, self.settings)

    def segment(self, page: str, lines: Sequence[Line]) -> tuple[Sentence, ...]:
        return segment(page, lines)

    def translate(self, sentences: Sequence[Sentence], on_done: OnDone) -> list[Translation]:
        known = {pair.source: pair.reference for story in stories() for article in story.articles for pair in article.pairs}
        english = self.english or (lambda text: known.get(text, text))
        on_done(len(sentences), len(sentences))
        return [Translation(english(sentence.text), Outcome.TRANSLATED) for sentence in sentences]

    def condense(self, articles: Sequence[TranslatedArticle], length: str | int, *, together: bool) -> tuple[Brief, ...]:
        bodies = []
        for number, article in enumerate(articles):
            picked = self.pick(told_of(number, article))
            bodies.append(tuple(BriefSentence(told.text, (told.source,)) for told in picked))
        if together:
            return (Brief("all", tuple(one for body in bodies for one in body[:1]), tuple(range(len(articles))), str(length)),)
        return tuple(Brief("one", body, (number,), str(length)) for number, body in enumerate(bodies) if body)
