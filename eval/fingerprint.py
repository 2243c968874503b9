"""What pins the evaluation set: a hash over its files and the counts a reader can check by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from eval.parsing import DATA
from eval.stories import Story


def data_sha256(folder: Path = DATA, only: Sequence[str] = ()) -> str:
    """Return the SHA-256 over names and contents of all files of the stories (`only` these, if any), in order of their names."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*/*")):
        if only and path.parent.name not in only:
            continue
        digest.update(f"{path.parent.name}/{path.name}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def counts(stories: Sequence[Story]) -> dict[str, int]:
    """Return how much there is of everything in the set."""
    articles = [article for story in stories for article in story.articles]
    return {
        "stories": len(stories),
        "articles": len(articles),
        "outlets": len({article.outlet for article in articles if article.outlet}),
        "page_lines": sum(len(article.lines) for article in articles),
        "body_lines": sum(line.label == "body" for article in articles for line in article.lines),
        "boilerplate_lines": sum(line.label == "boilerplate" for article in articles for line in article.lines),
        "sentences": sum(len(article.pairs) for article in articles),
        "source_words": sum(len(pair.source.split()) for article in articles for pair in article.pairs),
        "reference_words": sum(len(pair.reference.split()) for article in articles for pair in article.pairs),
        "summaries": sum(len(article.summaries) for article in articles),
        "must_facts": sum(len(article.must) for article in articles),
        "story_facts": sum(len(story.facts) for story in stories),
        "conflicts": sum(len(story.conflicts) for story in stories),
        "undated_articles": sum(article.published is None for article in articles),
        "malay_articles": sum(article.language == "ms" for article in articles),
    }
