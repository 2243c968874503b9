"""The whole path on the embedded models, and every kind of input it must meet."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from service.errors import InputError
from service.pipeline import Service
from service.progress import Progress
from service.reading import from_text
from service.settings import ReadingLimits, Settings
from service.values import Document, LineKind, Outcome, Report

EXAMPLES = Path(__file__).parents[1] / "service" / "examples"
ASH = (EXAMPLES / "1-ash-closes-airport.txt").read_text(encoding="utf-8")

pytestmark = pytest.mark.model


def offline(cache: Path, **options: object) -> Settings:
    return replace(Settings(offline=True, cache_dir=cache, translator="embedded", summarizer="embedded"), **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def service(cache: Path) -> Service:
    return Service(offline(cache))


@pytest.fixture(scope="module")
def examples(service: Service) -> Report:
    return service.summarize([str(EXAMPLES)], together=True, length="long")


def pasted(text: str, origin: str = "pasted") -> Document:
    return from_text(text, origin, ReadingLimits())


def test_the_examples_give_one_brief_in_the_order_of_their_dates(examples: Report) -> None:
    assert examples.failures == ()
    [brief] = examples.briefs
    assert brief.title == "Brief over 3 articles, 2024-03-12 to 2024-03-14"
    first = [sentence.sources[0].article for sentence in brief.sentences]
    assert first == sorted(first)
    assert set(first) == {0, 1, 2}


def test_every_sentence_keeps_its_exact_place_and_is_accounted_for(examples: Report) -> None:
    for article in examples.articles:
        assert len(article.translations) == len(article.article.sentences)
        for sentence in article.article.sentences:
            assert sentence.span.of(article.article.text) == sentence.text
        outcomes = [translation.outcome for translation in article.translations]
        assert sum(outcomes.count(outcome) for outcome in Outcome) == len(outcomes)


def test_every_brief_sentence_points_at_sentences_that_are_there(examples: Report) -> None:
    for sentence in examples.briefs[0].sentences:
        assert sentence.sources
        for source in sentence.sources:
            assert examples.articles[source.article].article.sentences[source.sentence].text


def test_no_page_furniture_reaches_the_translation(examples: Report) -> None:
    said = " ".join(sentence.text for article in examples.articles for sentence in article.article.sentences)
    for furniture in ("Baca juga", "Gabung", "WhatsApp", "Berita Terkait", "loading", "A A A", "Copyright", "Close Ads", "Pewarta"):
        assert furniture not in said
    kept = [line for article in examples.articles for line in article.article.lines if line.kept]
    assert all(line.kind is LineKind.BODY for line in kept)
    assert len(kept) == 19


def test_the_report_says_what_made_it(examples: Report) -> None:
    translate, condense = examples.signature.models
    assert (translate.name, translate.provenance, translate.engine) == ("ringkas-id-en", "embedded", "ctranslate2")
    assert condense.prompt is not None
    assert condense.prompt.startswith("condenser/")
    assert examples.signature.cleaner


def test_without_a_name_and_without_a_network_the_embedded_models_serve_and_say_so(cache: Path, tmp_path: Path) -> None:
    told: list[str] = []
    settings = Settings(offline=True, cache_dir=cache, hub_cache_dir=tmp_path)
    report = Service(settings, on_notice=lambda notice: told.append(notice.code)).translate([pasted(ASH)])
    assert told == ["embedded-model"]
    assert "Helsinki-NLP/opus-mt-id-en" in report.notices[0].message


def test_both_engines_give_the_same_report_text(cache: Path) -> None:
    fast = Service(offline(cache, precision="float32")).translate([pasted(ASH)])
    slow = Service(offline(cache, engine="transformers")).translate([pasted(ASH)])
    texts = [[one.text for one in report.articles[0].translations] for report in (fast, slow)]
    assert texts[0] == texts[1]


HARMLESS = "Warga tiga desa di lereng gunung menerima bantuan pangan dari pemerintah daerah pada Senin pagi."
BAD = {
    "empty": ("", "no-article-text"),
    "blank": (" \n\t\n", "no-article-text"),
    "boilerplate": ("Baca juga: Harga Cabai Naik\nADVERTISEMENT\nKomentar\nCopyright 2024", "no-article-text"),
    "headline": ("Harga Beras Naik Jelang Lebaran", "no-article-text"),
    "javanese": (
        "Wong-wong padha teka ing pasar esuk-esuk. Aku arep menyang omahe simbah sesuk bareng karo adhiku. "
        "Dheweke ora gelem mangan amarga wis wareg. Bocah-bocah padha dolanan ing latar omah nganti sore.",
        "unsupported-language",
    ),
    "arabic": (
        "أعلنت الحكومة اليوم عن خطة جديدة لدعم المزارعين في المناطق الريفية. وقال الوزير إن الخطة تبدأ الشهر المقبل.",
        "unsupported-language",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_an_input_without_an_article_fails_by_name_and_the_others_go_on(service: Service, name: str) -> None:
    text, code = BAD[name]
    report = service.translate([pasted(text, name), pasted(HARMLESS, "good")])
    assert [(failure.origin, failure.code) for failure in report.failures] == [(name, code)]
    assert [article.article.origin for article in report.articles] == ["good"]
    assert report.articles[0].translations[0].text


def test_files_that_cannot_be_read_fail_and_the_others_go_on(service: Service, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n1 0 obj")
    (tmp_path / "b.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "big.txt").write_text("Beras naik. " * 450_000)
    (tmp_path / "empty").mkdir()
    (tmp_path / "good.txt").write_text(HARMLESS)
    names = ["a.pdf", "b.txt", "big.txt", "empty", "missing.txt", "good.txt"]
    report = service.translate([str(tmp_path / name) for name in names])
    assert [failure.code for failure in report.failures if failure.origin.endswith("big.txt")] == ["too-large"]
    assert sorted(Path(failure.origin).name for failure in report.failures) == ["a.pdf", "b.txt", "big.txt", "empty", "missing.txt"]
    assert len(report.articles) == 1


def test_english_and_malay_are_let_through_with_a_notice(service: Service) -> None:
    english = "The government said on Monday that it would hold the price of rice steady until the end of the year."
    malay = "Kerajaan negeri itu memaklumkan bahawa wang bantuan sebanyak RM 2 juta akan diagihkan kepada mangsa banjir minggu hadapan."
    report = service.translate([pasted(english, "en"), pasted(malay, "ms")])
    by_origin = {article.article.origin: article for article in report.articles}
    assert [one.outcome for one in by_origin["en"].translations] == [Outcome.PASSED_THROUGH]
    assert by_origin["en"].translations[0].text == english
    assert by_origin["ms"].article.language == "ms"
    assert by_origin["ms"].article.notices


def test_a_sentence_of_four_thousand_words_is_translated_in_parts_with_a_notice(service: Service) -> None:
    words = "warga desa itu menerima bantuan dari pemerintah daerah dan mereka membawa pulang beras serta minyak goreng"
    text = " ".join([words] * 250) + "."
    [article] = service.translate([pasted(text)]).articles
    assert len(article.article.sentences) == 1
    assert "sentence-split" in [notice.code for notice in article.translations[0].notices]
    assert len(article.translations[0].text.split()) > 1000


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("kata", "kata\u200b").replace("Bandara", "\u200eBandara"),
        lambda text: text.replace(". ", ". 🔥🔥 "),
        lambda text: __import__("unicodedata").normalize("NFD", text),
    ],
    ids=["capitals", "crlf", "zero-width", "emoji", "nfd"],
)
def test_odd_writing_still_gives_a_translation_with_exact_spans(service: Service, change: Callable[[str], str]) -> None:
    report = service.translate([pasted(change(ASH))])
    assert report.failures == ()
    [article] = report.articles
    assert len(article.translations) >= 8
    assert all(sentence.span.of(article.article.text) == sentence.text for sentence in article.article.sentences)


def test_the_same_article_twice_is_used_once_with_a_notice(service: Service) -> None:
    report = service.translate([pasted(HARMLESS, "a"), pasted(HARMLESS + "\n", "b")])
    assert [article.article.origin for article in report.articles] == ["a"]
    assert [notice.code for notice in report.notices] == ["same-article"]


def test_articles_over_the_limit_fail_by_name(cache: Path) -> None:
    service = Service(offline(cache, reading=ReadingLimits(max_articles=1)))
    report = service.translate([pasted(HARMLESS, "a"), pasted(ASH, "b")])
    assert [(failure.origin, failure.code) for failure in report.failures] == [("b", "too-many")]


def test_keep_all_translates_what_would_be_dropped(cache: Path) -> None:
    text = f"{HARMLESS}\nBaca juga: Harga Cabai Naik Dua Kali Lipat"
    kept, dropped = (Service(offline(cache, keep_all=choice)).translate([pasted(text)]).articles[0] for choice in (True, False))
    assert len(kept.translations) == len(dropped.translations) + 1


def test_cancelling_keeps_what_is_done_and_says_so(service: Service) -> None:
    cancel = threading.Event()

    def stop_early(progress: Progress) -> None:
        if progress.stage == "translating" and progress.n_done > 0:
            cancel.set()

    text = "\n".join(f"Pemerintah daerah nomor {i} menerima {i} ton beras dari gudang pusat pada hari Senin." for i in range(400))
    report = service.summarize([pasted(text, "long"), pasted(ASH, "ash")], on_progress=stop_early, cancel=cancel)
    assert "cancelled" in [notice.code for notice in report.notices]
    first = report.articles[0]
    assert len(first.translations) < 400
    assert "not-translated" in [notice.code for notice in first.notices]


def test_progress_counts_every_sentence_once(service: Service) -> None:
    seen: list[Progress] = []
    service.translate([pasted(ASH), pasted(HARMLESS)], on_progress=seen.append)
    steps = [progress for progress in seen if progress.stage == "translating"]
    assert [step.n_done for step in steps] == sorted(step.n_done for step in steps)
    assert steps[-1].n_done == steps[-1].n_total == 10


def test_one_service_serves_several_threads_alike(service: Service) -> None:
    results: list[list[str]] = []

    def work() -> None:
        results.append([one.text for one in service.translate([pasted(ASH)]).articles[0].translations])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4
    assert all(result == results[0] for result in results)


def test_a_lone_string_or_an_unknown_length_is_refused(service: Service) -> None:
    with pytest.raises(InputError, match="list"):
        service.translate("a.txt")
    with pytest.raises(InputError, match="epic"):
        service.summarize([pasted(ASH)], length="epic")
