from importlib.metadata import version

import pytest

from service.errors import UnsupportedLanguage
from service.language import SUPPORTED, Detected, assign, detect, name_of
from service.values import Notice, Sentence, Severity, Span

INDONESIAN = [
    "Pemerintah Kabupaten Sigi akan memperbaiki tiga jembatan yang rusak akibat banjir pekan lalu.",
    "Bupati mengatakan bahwa uang untuk pekerjaan itu sudah tersedia sejak bulan Maret.",
    "Warga berharap mobil angkutan bisa kembali melintas karena pasar sepi tanpa pembeli.",
    "Rapat berikutnya digelar pada hari Senin di kantor kecamatan.",
]
MALAY = [
    "Kerajaan negeri akan membaiki tiga jambatan yang rosak akibat banjir minggu lalu.",
    "Beliau berkata bahawa wang bagi kerja itu telah diluluskan dalam mesyuarat pada bulan Mac.",
    "Penduduk berharap kereta boleh melalui jalan itu semula kerana pasar lengang tanpa pembeli.",
    "Polis memaklumkan bahawa tiada mangsa yang cedera dalam kemalangan itu.",
]
JAVANESE = [
    "Pamarentah Kabupaten bakal ndandani telung kreteg sing rusak amarga banjir minggu kepungkur.",
    "Bupati ngendika yen dhuwit kanggo garapan iku wis ana wiwit sasi Maret.",
    "Warga ngarep-arep montor bisa liwat maneh amarga pasar saiki sepi ora ana sing tuku.",
    "Rapat candhake bakal digelar dina Senin ing kantor kecamatan.",
]
SUNDANESE = [
    "Pamaréntah Kabupatén rék ngomean tilu sasak nu ruksak ku banjir minggu kamari.",
    "Bupati nyebutkeun yén duit pikeun éta pagawéan geus aya ti bulan Maret.",
    "Warga miharep mobil bisa ngaliwat deui lantaran pasar jadi sepi teu aya nu meuli.",
    "Rapat saterusna baris digelar dina poé Senén di kantor kacamatan.",
]
ENGLISH = [
    "The district government will repair three bridges that were damaged by last week's flood.",
    "The regent said that the money for the work had been available since March.",
    "People hope that cars can cross again because the market is empty.",
]
ARABIC = [
    "قال رئيس البلدية إن الحكومة ستصلح ثلاثة جسور تضررت من الفيضانات الأسبوع الماضي.",
    "وأضاف أن المال اللازم للعمل متوفر منذ شهر مارس.",
]
TAGALOG = [
    "Aayusin ng pamahalaan ang tatlong tulay na nasira ng baha noong nakaraang linggo.",
    "Sinabi ng alkalde na may pera na para sa gawain mula pa noong Marso.",
]
DUTCH = [
    "De gemeente zal drie bruggen herstellen die vorige week door het water zijn beschadigd.",
    "De burgemeester zei dat het geld voor het werk al sinds maart beschikbaar is.",
]


def article(texts: list[str]) -> tuple[str, tuple[Sentence, ...]]:
    """The texts as an article's sentences, one a line."""
    sentences, start = [], 0
    for text in texts:
        sentences.append(Sentence(Span(start, start + len(text)), text, ""))
        start += len(text) + 1
    return "\n".join(texts), tuple(sentences)


def assigned(texts: list[str]) -> tuple[str, list[str], tuple[Notice, ...]]:
    code, sentences, notices = assign(*article(texts))
    assert [sentence.text for sentence in sentences] == texts
    return code, [sentence.language for sentence in sentences], notices


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("id", INDONESIAN),
        ("ms", MALAY),
        ("jv", JAVANESE),
        ("su", SUNDANESE),
        ("en", ENGLISH),
        ("ar", ARABIC),
        ("tl", TAGALOG),
        ("nl", DUTCH),
    ],
)
def test_every_sentence_of_a_language_is_told(code: str, texts: list[str]) -> None:
    found = [detect(text).code for text in texts]
    allowed = {code, "id"} if code == "ms" else {code}
    assert set(found) <= allowed
    assert detect(" ".join(texts)).code == code


def test_an_indonesian_article_has_indonesian_sentences_and_no_notice() -> None:
    assert assigned(INDONESIAN) == ("id", ["id"] * 4, ())


def test_a_malay_article_is_allowed_with_a_notice() -> None:
    code, languages, notices = assigned(MALAY)
    assert (code, languages) == ("ms", ["ms"] * 4)
    assert [(notice.code, notice.severity) for notice in notices] == [("article-in-malay", Severity.WARNING)]


def test_an_english_article_passes_with_a_notice() -> None:
    code, languages, notices = assigned(ENGLISH)
    assert (code, languages) == ("en", ["en"] * 3)
    assert [(notice.code, notice.severity) for notice in notices] == [("article-in-english", Severity.INFO)]


@pytest.mark.parametrize(
    ("texts", "name"),
    [(JAVANESE, "Javanese"), (SUNDANESE, "Sundanese"), (ARABIC, "Arabic"), (TAGALOG, "Tagalog"), (DUTCH, "Dutch")],
)
def test_another_language_is_refused_by_name(texts: list[str], name: str) -> None:
    with pytest.raises(UnsupportedLanguage, match=f"^This article is in {name}; only Indonesian and Malay"):
        assigned(texts)


@pytest.mark.parametrize("texts", [INDONESIAN, ENGLISH, JAVANESE], ids=["id", "en", "jv"])
def test_capitals_do_not_change_the_language(texts: list[str]) -> None:
    assert detect(" ".join(texts).upper()).code == detect(" ".join(texts)).code


NAMES = [
    "Presiden Prabowo Subianto bertemu Perdana Menteri Anwar Ibrahim di Kuala Lumpur, Kamis (9/1).",
    "Wakil Wali Kota Surakarta Astrid Widayani mendampingi KGPAA Mangkunegara X.",
    "Susunan pemain: Ernando Ari; Asnawi Mangkualam, Rizky Ridho, Jordi Amat; Marselino Ferdinan.",
    "Manajer Manchester United, Ruben Amorim, memuji Bruno Fernandes.",
    "Ki Manteb Soedharsono mementaskan lakon Kumbakarna Gugur di Pendapa Ageng.",
    'Film "The Lord of the Rings" tayang lagi di bioskop Cinema XXI Plaza Indonesia.',
    "Universal Studios Hollywood, Walt Disney World, Legoland New York ditutup sementara.",
]


@pytest.mark.parametrize("sentence", NAMES)
def test_a_sentence_full_of_names_keeps_the_language_of_its_article(sentence: str) -> None:
    assert assigned([*INDONESIAN, sentence]) == ("id", ["id"] * 5, ())


@pytest.mark.parametrize("short", ["Kick-off!", "Game over.", "Quo vadis?", "The end.", "12,5", "😀", "https://example.com/a"])
def test_a_short_sentence_takes_the_language_of_its_article(short: str) -> None:
    assert assigned([*INDONESIAN, short])[1][-1] == "id"


@pytest.mark.parametrize(
    "quote",
    [
        '"We are very happy with the result and we will continue to work for the people of this island."',
        "“The bridge is not safe, and it has never been safe,” said the engineer.",
        "This statement was sent to us by the embassy.",
    ],
)
def test_an_english_sentence_in_an_indonesian_article_is_marked_for_passing_through(quote: str) -> None:
    code, languages, _ = assigned([*INDONESIAN[:2], quote, *INDONESIAN[2:]])
    assert (code, languages) == ("id", ["id", "id", "en", "id", "id"])


@pytest.mark.parametrize(
    "quote",
    ['"We are very happy with the result," kata Rangga.', 'Rangga menulis: "We will never give up and we will win."'],
)
def test_an_english_quotation_in_an_indonesian_sentence_does_not_flip_it(quote: str) -> None:
    assert assigned([*INDONESIAN, quote])[1][-1] == "id"


def test_an_indonesian_sentence_in_an_english_article_is_marked_for_translation() -> None:
    assert assigned([*ENGLISH, *ENGLISH, INDONESIAN[1]])[1][-1] == "id"


@pytest.mark.parametrize(("sentence", "code"), [(ARABIC[0], "ar"), (JAVANESE[1] + " " + JAVANESE[2], "jv")])
def test_a_sentence_in_another_language_is_named_in_a_notice(sentence: str, code: str) -> None:
    texts = [*INDONESIAN, sentence]
    _, languages, notices = assigned(texts)
    assert languages == ["id"] * 4 + [code]
    (notice,) = notices
    assert notice.code == "sentence-in-other-language"
    assert name_of(code) in notice.message
    assert notice.span is not None
    assert notice.span.of("\n".join(texts)) == sentence


def test_most_of_the_text_decides_not_most_of_the_sentences() -> None:
    assert (
        assigned(
            [*INDONESIAN, "Let us go now, my friend.", "It is good to be here.", "We are not done.", "You can do it all.", "We did it."]
        )[0]
        == "id"
    )


def test_a_text_too_short_to_tell_is_taken_as_indonesian_with_a_notice() -> None:
    code, languages, notices = assigned(["Jokowi, Bali."])
    assert (code, languages) == ("id", ["id"])
    assert [notice.code for notice in notices] == ["language-unsure"]


@pytest.mark.parametrize("nothing", ["", " ", "12.345", "😀", "?!"])
def test_nothing_can_be_told_of_a_text_without_words(nothing: str) -> None:
    assert detect(nothing) == Detected("und", 0.0)


@pytest.mark.parametrize("run", ["a" * 400_000, "1." * 200_000, "a.b-" * 100_000, "data:image/png;base64," + "QUJD/" * 80_000])
def test_a_long_run_without_a_space_is_no_language_and_does_not_decide(run: str) -> None:
    assert detect(run) == Detected("und", 0.0)
    assert assigned([*INDONESIAN[:2], run, *INDONESIAN[2:]]) == ("id", ["id"] * 5, ())


def test_a_long_text_in_a_script_without_spaces_is_still_told() -> None:
    assert detect("市政府将修复上周被洪水损坏的三座桥梁，市长说工程款已经到位。" * 20).code == "zh"


def test_one_long_line_of_noise_does_not_outvote_the_sentences() -> None:
    noise = "De gemeente zal drie bruggen herstellen die door het water zijn beschadigd " * 800
    assert assigned([*INDONESIAN, noise])[0] == "id"


@pytest.mark.parametrize("address", ["KOMPAS.com", "(detik.com),", "WWW.contoh.go.id/a", "redaksi@contoh.id", "https://contoh.id/a"])
def test_addresses_are_not_words(address: str) -> None:
    assert detect(address) == Detected("und", 0.0)


def test_every_language_that_can_be_detected_has_a_name() -> None:
    from py3langid import rank

    named = {code: name_of(code) for code, _ in rank("apa saja")} | {code: name_of(code) for code in SUPPORTED | {"su", "und"}}
    unnamed = [code for code, name in named.items() if name.startswith("language ")]
    assert set(unnamed) <= {"ary", "arz", "pcm", "nn", "wuu", "yue", "uzs", "hbo", "grc"}, version("py3langid")


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert name_of("qqq") == "language qqq"
