from __future__ import annotations

import dataclasses
import json
import math
import typing
from copy import deepcopy
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service import values
from service.errors import InputError
from service.serialize import SCHEMA, from_dict, schema, to_dict, to_json
from tests import reports

TEXT = st.text(max_size=12)
VALIDATOR = jsonschema.Draft202012Validator(schema())
SEVERITIES = st.sampled_from(values.Severity)


@st.composite
def spans(draw: st.DrawFn, text: str) -> values.Span:
    start = draw(st.integers(0, len(text)))
    return values.Span(start, draw(st.integers(start, len(text))))


def notices(text: str) -> st.SearchStrategy[tuple[values.Notice, ...]]:
    return st.lists(st.builds(values.Notice, TEXT, TEXT, SEVERITIES, st.none() | spans(text)), max_size=2).map(tuple)


@st.composite
def articles(draw: st.DrawFn) -> values.TranslatedArticle:
    text = draw(st.text(max_size=60))
    sentences = tuple(values.Sentence(span, span.of(text), draw(TEXT)) for span in draw(st.lists(spans(text), max_size=3)))
    lines = draw(st.lists(st.builds(values.Line, spans(text), st.sampled_from(values.LineKind), st.booleans(), TEXT), max_size=3))
    translation = st.builds(
        values.Translation,
        TEXT,
        st.sampled_from(values.Outcome),
        st.none() | st.floats(allow_nan=False, allow_infinity=False),
        notices(text),
    )
    metadata = st.builds(values.Metadata, *[st.none() | TEXT] * 6)
    made = values.Article(text, draw(TEXT), draw(TEXT), draw(metadata), tuple(lines), sentences, draw(notices(text)))
    done = draw(st.lists(translation, max_size=len(sentences)))
    return values.TranslatedArticle(made, tuple(done), draw(st.none() | translation), draw(notices(text)))


@st.composite
def reports_of_any_kind(draw: st.DrawFn) -> values.Report:
    made = draw(st.lists(articles(), max_size=2))
    places = [values.SourceRef(a, s) for a, one in enumerate(made) for s in range(len(one.article.sentences))]
    made_of: st.SearchStrategy[tuple[values.BriefSentence, ...]] = st.just(())
    if places:
        refs = st.lists(st.sampled_from(places), min_size=1, max_size=3).map(tuple)
        sentence = st.builds(values.BriefSentence, TEXT, refs, notices(""))
        made_of = st.lists(sentence, max_size=2).map(lambda drawn: tuple(drawn))
    covered = st.lists(st.integers(0, len(made) - 1), max_size=2).map(tuple) if made else st.just(())
    brief = st.builds(values.Brief, TEXT, made_of, covered, TEXT, notices(""))
    use = st.builds(values.ModelUse, *[TEXT] * 7, st.none() | TEXT)
    signature = st.builds(values.Signature, TEXT, TEXT, st.lists(use, max_size=2).map(tuple))
    failures = st.lists(st.builds(values.Failure, TEXT, TEXT, TEXT), max_size=2).map(tuple)
    briefs = tuple(draw(st.lists(brief, max_size=2)))
    return values.Report(tuple(made), briefs, draw(signature), draw(failures), draw(notices("")))


@settings(deadline=None)
@given(reports_of_any_kind())
def test_every_report_comes_back_from_json_as_it_was(report: values.Report) -> None:
    assert from_dict(json.loads(to_json(report))) == report


@settings(deadline=None)
@given(reports_of_any_kind())
def test_every_report_fits_the_published_schema(report: values.Report) -> None:
    VALIDATOR.validate(to_dict(report))


def test_json_names_its_schema_first_and_uses_plain_values() -> None:
    plain = to_dict(reports.summary())
    assert next(iter(plain.items())) == ("schema", "ringkas/report/1")
    assert plain["articles"][0]["article"]["sentences"][0]["span"] == {"start": 54, "end": 90}
    assert type(plain["articles"][0]["translations"][2]["outcome"]) is str
    assert plain["articles"][0]["translations"][2]["outcome"] == "flagged"
    assert type(plain["briefs"][0]["sentences"][0]["sources"]) is list


def test_a_whole_number_where_a_fraction_belongs_is_read_as_one() -> None:
    plain = to_dict(reports.summary())
    plain["articles"][0]["translations"][0]["mean_logprob"] = -1
    read = from_dict(plain).articles[0].translations[0].mean_logprob
    assert (read, type(read)) == (-1.0, float)


def test_a_file_name_that_is_not_utf8_survives_utf8_json() -> None:
    report = dataclasses.replace(reports.summary(), failures=(values.Failure("berita\udce9.txt", "unreadable", "No such file."),))
    assert from_dict(json.loads(to_json(report).encode("utf-8"))) == report


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_a_number_json_cannot_hold_is_refused_when_writing(value: float) -> None:
    one = reports.road()
    broken = dataclasses.replace(one, translations=(dataclasses.replace(one.translations[0], mean_logprob=value),))
    with pytest.raises(InputError, match=r"^/articles/0/translations/0/mean_logprob: "):
        to_dict(values.Report((broken,), (), reports.SIGNATURE))


REMOVED = object()
MALFORMED: list[tuple[tuple[str | int, ...], Any, str]] = [
    (("schema",), "ringkas/report/2", "/schema: this version reads 'ringkas/report/1', not \"ringkas/report/2\""),
    (("schema",), REMOVED, "/schema: "),
    (("articles",), {}, "/articles: expected a list, got {}"),
    (("articles", 0), None, "/articles/0: expected an object, got null"),
    (("articles", 0, "article", "text"), 5, "/articles/0/article/text: expected a text, got 5"),
    (("articles", 0, "article", "text"), REMOVED, "/articles/0/article/text: missing"),
    (("articles", 0, "article", "a/b~c"), 1, "/articles/0/article/a~1b~0c: unknown key"),
    (("articles", 0, "article", "lines", 1, "kind"), "advert", "/articles/0/article/lines/1/kind: expected one of title, meta, "),
    (("articles", 0, "article", "lines", 1, "kept"), 1, "/articles/0/article/lines/1/kept: expected true or false"),
    (("articles", 0, "article", "lines", 1, "span", "end"), True, "/articles/0/article/lines/1/span/end: expected a whole number"),
    (("articles", 0, "article", "lines", 1, "span", "end"), 1.5, "/articles/0/article/lines/1/span/end: expected a whole number"),
    (("articles", 0, "article", "lines", 1, "span", "end"), 9999, "/articles/0/article/lines/1/span: 23:9999 is not a range"),
    (("articles", 0, "article", "sentences", 0, "span", "start"), -1, "/articles/0/article/sentences/0/span: "),
    (("articles", 0, "article", "sentences", 0, "text"), "Lain.", "/articles/0/article/sentences/0/text: "),
    (("articles", 0, "article", "metadata", "title"), 3, "/articles/0/article/metadata/title: expected a text"),
    (("articles", 0, "translations", 0, "mean_logprob"), math.nan, "/articles/0/translations/0/mean_logprob: expected a finite number"),
    (("articles", 0, "translations", 0, "mean_logprob"), 10**400, "/articles/0/translations/0/mean_logprob: expected a finite number"),
    (("articles", 0, "translations", 0, "mean_logprob"), False, "/articles/0/translations/0/mean_logprob: expected a finite number"),
    (("articles", 0, "translations", 2, "notices", 0, "span"), {"start": 3, "end": 1}, "/articles/0/translations/2/notices/0/span: "),
    (("articles", 0, "article", "sentences"), [], "/articles/0/translations: more translations than"),
    (("briefs", 0, "articles", 1), 2, "/briefs/0/articles/1: there is no article 2"),
    (("briefs", 0, "sentences", 0, "sources"), [], "/briefs/0/sentences/0/sources: "),
    (("briefs", 0, "sentences", 0, "sources", 1, "article"), 7, "/briefs/0/sentences/0/sources/1/article: there is no article 7"),
    (("briefs", 0, "sentences", 0, "sources", 1, "sentence"), 1, "/briefs/0/sentences/0/sources/1/sentence: article 1 has no sentence 1"),
    (("signature", "models", 0, "prompt"), ["x"], "/signature/models/0/prompt: expected a text"),
]


@pytest.mark.parametrize(("path", "value", "message"), MALFORMED, ids=["/".join(map(str, path)) for path, _, _ in MALFORMED])
def test_malformed_content_is_refused_with_a_pointer_to_its_place(path: tuple[str | int, ...], value: Any, message: str) -> None:
    plain = deepcopy(to_dict(reports.summary()))
    place: Any = plain
    for step in path[:-1]:
        place = place[step]
    if value is REMOVED:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    with pytest.raises(InputError) as caught:
        from_dict(plain)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("value", [None, [], "report", 3])
def test_what_is_no_object_is_no_report(value: Any) -> None:
    with pytest.raises(InputError, match="expected an object"):
        from_dict(value)


@pytest.mark.parametrize(
    ("path", "value"),
    [(("articles", 0, "article", "language"), None), (("articles", 0, "extra"), 1), (("briefs", 0, "sentences", 0, "sources"), [])],
)
def test_the_published_schema_refuses_a_broken_report(path: tuple[str | int, ...], value: Any) -> None:
    plain: Any = to_dict(reports.summary())
    assert VALIDATOR.is_valid(plain)
    place = plain
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert not VALIDATOR.is_valid(plain)


def test_the_published_schema_is_a_valid_schema_of_this_version() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert schema()["properties"]["schema"] == {"const": SCHEMA}


@pytest.mark.parametrize("kind", [kind for kind in vars(values).values() if dataclasses.is_dataclass(kind) and kind is not values.Document])
def test_the_published_schema_has_the_fields_of_every_value(kind: type[Any]) -> None:
    described = schema() if kind is values.Report else schema()["$defs"][kind.__name__]
    names = list(typing.get_type_hints(kind))
    assert [name for name in described["properties"] if name != "schema"] == names
    assert [name for name in described["required"] if name != "schema"] == names
    assert described["additionalProperties"] is False
