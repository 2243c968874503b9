"""Every system on the whole set: ours from raw pages, ours from reference translations, and the baselines beside them.

The two of ours part the error: what the second does better than the first is lost in reading and translating, the rest in
condensing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from eval import baselines, labels
from eval.metrics.citations import Cited
from eval.metrics.segmentation import labelled_lines
from eval.stories import RatedArticle, Story, Support
from eval.subject import Subject
from service.errors import InputError
from service.values import Article, Brief, Outcome, Sentence, TranslatedArticle, Translation

OnProgress = Callable[[str, int, int], None]

OURS = "ours"
FROM_REFERENCE = "ours from reference translation"
LEAD_REFERENCE = "lead-3 of reference translation"
LEAD_OURS = "lead-3 of our translation"
LEAD_WORDS = "lead of our translation, as many words as ours"
TEXT_RANK = "TextRank on our translation"
ORACLE = "extractive oracle"
ORACLE_OURS = "extractive oracle on our translation"
PERSON = "a person: second reference against the first"
BASELINES = (LEAD_REFERENCE, LEAD_OURS, LEAD_WORDS, TEXT_RANK, ORACLE)
BRIEF = "brief: "
LEAD_BRIEF = "lead of every article's reference translation"

SUMMARY_LENGTH = "standard"
"""What a user gets who asks for nothing. In words it comes close to lead-3; the reports give the words of both."""
BRIEF_LENGTH = "standard"


@dataclass(slots=True)
class Outputs:
    """What the systems made of the set: by article key, by system and unit (article key or story name)."""

    read: dict[str, Article] = field(default_factory=dict)
    segmented: dict[str, tuple[Sentence, ...]] = field(default_factory=dict)
    english: dict[str, list[str]] = field(default_factory=dict)
    """Our English of our own sentences."""
    aligned: dict[str, list[str]] = field(default_factory=dict)
    """Our English of the sentences as a person set them apart."""
    summaries: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    citations: dict[str, dict[str, tuple[Cited, ...]]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)


def run_all(subject: Subject, stories: Sequence[Story], on_progress: OnProgress) -> Outputs:
    """Run every system. What a system cannot read counts as a miss and goes on."""
    outputs = Outputs()
    articles = [article for story in stories for article in story.articles]
    for number, article in enumerate(articles):
        on_progress("reading", number, len(articles))
        try:
            outputs.read[article.key] = subject.read(labels.page_of(article))
        except InputError as error:
            outputs.read[article.key] = labels.unread(article)
            outputs.failures[article.key] = f"{error.code}: {error}"
        outputs.segmented[article.key] = subject.segment(article.page, labelled_lines(article))
    translated = _translate(subject, articles, outputs, on_progress)
    by_hand = {article.key: labels.labelled_article(article, article.reference) for article in articles}
    _condense(subject, stories, OURS, translated, outputs, on_progress)
    _condense(subject, stories, FROM_REFERENCE, by_hand, outputs, on_progress)
    _baselines(stories, outputs, on_progress)
    return outputs


def _translate(
    subject: Subject, articles: Sequence[RatedArticle], outputs: Outputs, on_progress: OnProgress
) -> dict[str, TranslatedArticle]:
    """Translate our sentences, and those by hand that are not among them."""
    wanted: dict[str, Sentence] = {}
    for article in articles:
        for sentence in (*outputs.read[article.key].sentences, *labels.labelled_sentences(article)):
            wanted.setdefault(sentence.text, sentence)
    results = subject.translate(list(wanted.values()), lambda done, total: on_progress("translating", done, total))
    known = dict(zip(wanted, results, strict=True))
    translated = {}
    for article in articles:
        read = outputs.read[article.key]
        translations = tuple(known[sentence.text] for sentence in read.sentences)
        outputs.english[article.key] = [one.text for one in translations]
        outputs.aligned[article.key] = [known[sentence.text].text for sentence in labels.labelled_sentences(article)]
        translated[article.key] = TranslatedArticle(read, translations, Translation(article.key, Outcome.PASSED_THROUGH))
    return translated


def _condense(
    subject: Subject,
    stories: Sequence[Story],
    system: str,
    translated: dict[str, TranslatedArticle],
    outputs: Outputs,
    on_progress: OnProgress,
) -> None:
    single, together = outputs.summaries.setdefault(system, {}), outputs.summaries.setdefault(BRIEF + system, {})
    cited = outputs.citations.setdefault(system, {})
    cited_together = outputs.citations.setdefault(BRIEF + system, {})
    for number, story in enumerate(stories):
        on_progress(f"condensing, {system}", number, len(stories))
        members = [translated[article.key] for article in story.articles]
        briefs = {brief.articles[0]: brief for brief in subject.condense(members, SUMMARY_LENGTH, together=False)}
        for index, article in enumerate(story.articles):
            single[article.key], cited[article.key] = _told(story, members, briefs.get(index))
        [*whole] = subject.condense(members, BRIEF_LENGTH, together=True)
        together[story.name], cited_together[story.name] = _told(story, members, whole[0] if whole else None)


def _told(story: Story, members: Sequence[TranslatedArticle], brief: Brief | None) -> tuple[tuple[str, ...], tuple[Cited, ...]]:
    """Return a brief's sentences, and the labelled sentences each points at."""
    sentences = brief.sentences if brief else ()
    cited = []
    for sentence in sentences:
        sources: set[Support] = set()
        for ref in sentence.sources:
            span = members[ref.article].article.sentences[ref.sentence].span
            sources |= labels.supports(story.articles[ref.article], [span])
        cited.append(Cited(sentence.text, frozenset(sources)))
    return tuple(sentence.text for sentence in sentences), tuple(cited)


def _baselines(stories: Sequence[Story], outputs: Outputs, on_progress: OnProgress) -> None:
    found: dict[str, dict[str, tuple[str, ...]]] = {name: {} for name in BASELINES}
    briefs: dict[str, tuple[str, ...]] = {}
    for number, story in enumerate(stories):
        on_progress("baselines", number, len(stories))
        for article in story.articles:
            ours = outputs.english[article.key]
            found[LEAD_REFERENCE][article.key] = tuple(baselines.lead(article.reference))
            found[LEAD_OURS][article.key] = tuple(baselines.lead(ours))
            n_words = len(" ".join(outputs.summaries[OURS][article.key]).split())
            found[LEAD_WORDS][article.key] = tuple(baselines.lead_words(ours, n_words))
            found[TEXT_RANK][article.key] = tuple(baselines.text_rank(ours))
            found[ORACLE][article.key] = tuple(baselines.oracle(article.reference, article.summaries))
        dated = sorted(story.articles, key=lambda article: (article.published is None, article.published or ""))
        briefs[story.name] = tuple(baselines.lead(article.reference, 1)[0] for article in dated)
    outputs.summaries |= found
    outputs.summaries[BRIEF + LEAD_BRIEF] = briefs
