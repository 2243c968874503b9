"""One run over the set: every system's outputs measured, with all that the figures depend on. Saved and loaded as JSON."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eval.fingerprint import counts, data_sha256
from eval.metrics import citations, cleaning, segmentation, summary, translation
from eval.metrics.figures import Figure, Measure, Row
from eval.metrics.summary import Summary
from eval.parsing import DATA
from eval.stories import Fact, Story
from eval.subject import Subject
from eval.systems import (
    BASELINES,
    BRIEF,
    BRIEF_LENGTH,
    FROM_REFERENCE,
    LEAD_BRIEF,
    OURS,
    PERSON,
    SUMMARY_LENGTH,
    OnProgress,
    Outputs,
    run_all,
)
from service.version import __version__

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Setup:
    """What made the figures: the set, the models, the rules, the lengths."""

    data_sha256: str
    counts: dict[str, int]
    version: str
    cleaner: str
    models: tuple[dict[str, Any], ...]
    lengths: str
    when: str
    """UTC, ISO 8601, to the second."""
    seconds: float

    @property
    def pair(self) -> str:
        """Return engine and model pair: `ctranslate2 int8 | ringkas-id-en | ringkas-condenser`."""
        return " | ".join((f"{self.models[0]['engine']} {self.models[0]['precision']}", *(str(model["name"]) for model in self.models)))

    @property
    def revisions(self) -> str:
        """Return the revisions of the models."""
        return " | ".join(str(model["revision"]) for model in self.models)


@dataclass(frozen=True, slots=True)
class Run:
    """Figures with their rows, and the texts behind them (`english` is ours of the labelled sentences, by article)."""

    setup: Setup
    figures: tuple[Figure, ...]
    summaries: dict[str, dict[str, tuple[str, ...]]]
    english: dict[str, tuple[str, ...]]
    labels: dict[str, tuple[str, ...]]
    """What the cleaner made of every line, by article."""
    failures: dict[str, str]

    def figure(self, name: str) -> Figure:
        """Return a figure by its name. Raises KeyError."""
        found = self.find(name)
        if found is None:
            raise KeyError(name)
        return found

    def find(self, name: str) -> Figure | None:
        """Return a figure by its name, or None: a user's own references do not allow every measure."""
        return next((one for one in self.figures if one.name == name), None)


def evaluate(subject: Subject, stories: Sequence[Story], on_progress: OnProgress, *, folder: Path = DATA) -> Run:
    """Run and measure every system on the stories (which came from `folder`)."""
    started = time.monotonic()
    outputs = run_all(subject, stories, on_progress)
    figures = measure(stories, outputs, on_progress)
    setup = Setup(
        data_sha256=data_sha256(folder, [story.name for story in stories]),
        counts=counts(stories),
        version=__version__,
        cleaner=subject.cleaner,
        models=tuple(asdict(model) for model in subject.models),
        lengths=f"summary {SUMMARY_LENGTH}, brief {BRIEF_LENGTH}",
        when=datetime.now(UTC).isoformat(timespec="seconds"),
        seconds=round(time.monotonic() - started, 1),
    )
    found = {article.key: tuple(cleaning.found_labels(article, outputs.read[article.key].lines)) for s in stories for article in s.articles}
    english = {key: tuple(texts) for key, texts in outputs.aligned.items()}
    return Run(setup, tuple(figures), outputs.summaries, english, found, outputs.failures)


def measure(stories: Sequence[Story], outputs: Outputs, on_progress: OnProgress) -> list[Figure]:
    """Return every figure of every system."""
    articles = [article for story in stories for article in story.articles]
    figures = cleaning.figures(OURS, [(article, outputs.read[article.key].lines) for article in articles])
    figures += segmentation.figures(OURS, [(article, outputs.segmented[article.key]) for article in articles])
    figures += translation.figures(OURS, [(article.key, article.pairs, outputs.aligned[article.key]) for article in articles])
    whole = [(article.key, article.pairs, " ".join(outputs.english[article.key])) for article in articles]
    figures.append(translation.whole_pages("ours from raw pages", whole))
    systems = (OURS, FROM_REFERENCE, *BASELINES)
    for number, system in enumerate(systems):
        on_progress("measuring", number, len(systems))
        figures += summary.figures(system, _summaries(stories, outputs, system))
    figures += summary.figures(PERSON, _person(stories), by=("mean",))
    for system in (OURS, FROM_REFERENCE, LEAD_BRIEF):
        figures += summary.figures(BRIEF + system, _briefs(stories, outputs, BRIEF + system), by=("best",))
    for system in (OURS, FROM_REFERENCE):
        cited, together = outputs.citations[system], outputs.citations[BRIEF + system]
        single = [(a.key, cited[a.key], _facts_of(story, a.name)) for story in stories for a in story.articles]
        figures += citations.figures(system, single)
        figures += citations.figures(BRIEF + system, [(story.name, together[story.name], story.facts) for story in stories])
    return figures


def _facts_of(story: Story, name: str) -> list[Fact]:
    return [fact for fact in story.facts if any(support.article == name for support in fact.support)]


def _made_from(system: str, ours: Sequence[str], reference: Sequence[str]) -> tuple[str, ...]:
    return tuple(reference if "reference" in system or "oracle" in system else ours)


def _summaries(stories: Sequence[Story], outputs: Outputs, system: str) -> list[Summary]:
    return [
        Summary(
            unit=article.key,
            sentences=outputs.summaries[system][article.key],
            made_from=_made_from(system, outputs.english[article.key], article.reference),
            references=article.summaries,
            must=article.must,
            known=" ".join((article.page, *article.reference)),
            n_words=len(" ".join(article.reference).split()),
        )
        for story in stories
        for article in story.articles
    ]


def _person(stories: Sequence[Story]) -> list[Summary]:
    """Return the second references as if a system had written them, to be held against the first: how far people agree."""
    articles = [article for story in stories for article in story.articles]
    return [
        Summary(
            unit=article.key,
            sentences=article.summaries[1],
            made_from=article.reference,
            references=article.summaries[:1],
            must=article.must,
            known=" ".join((article.page, *article.reference)),
            n_words=len(" ".join(article.reference).split()),
        )
        for article in articles
    ]


def _briefs(stories: Sequence[Story], outputs: Outputs, system: str) -> list[Summary]:
    briefs = []
    for story in stories:
        reference = [sentence for article in story.articles for sentence in article.reference]
        ours = [sentence for article in story.articles for sentence in outputs.english[article.key]]
        briefs.append(
            Summary(
                unit=story.name,
                sentences=outputs.summaries[system][story.name],
                made_from=_made_from(system, ours, reference),
                references=(story.brief,),
                must=tuple(fact.text for fact in story.facts if fact.must),
                known=" ".join((*(article.page for article in story.articles), *reference)),
                n_words=len(" ".join(reference).split()),
            )
        )
    return briefs


def save(run: Run, path: Path) -> None:
    """Write a run as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"format": FORMAT, **asdict(run)}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def load(path: Path) -> Run:
    """Read a saved run. Raises ValueError for a file of another format, OSError for none."""
    content = json.loads(path.read_text(encoding="utf-8"))
    if content.get("format") != FORMAT:
        raise ValueError(f"{path} is not a saved run of format {FORMAT}.")
    figures = []
    for entry in content["figures"]:
        rows = tuple(Row(row["unit"], tuple(row["statistics"])) for row in entry.pop("rows"))
        figures.append(Figure(**{**entry, "measure": Measure(**entry["measure"]), "rows": rows}))
    summaries = {system: {unit: tuple(texts) for unit, texts in units.items()} for system, units in content["summaries"].items()}
    setup = Setup(**{**content["setup"], "models": tuple(content["setup"]["models"])})
    english = {key: tuple(texts) for key, texts in content["english"].items()}
    labels = {key: tuple(texts) for key, texts in content["labels"].items()}
    return Run(setup, tuple(figures), summaries, english, labels, content["failures"])
