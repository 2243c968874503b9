"""Turn a report into plain JSON values and back, exactly.

The field names are the dataclasses' own, so one walker over their type hints serves all of them; the published shape is
`service/schema/report-1.json`. Reading is strict: a key too many, a key too few, a wrong type, a span outside its text or a
source that points at nothing is an `InputError` whose message starts with the JSON Pointer (RFC 6901) of the place.

What it does not do: write or read files, or accept a schema other than its own.
"""

from __future__ import annotations

import json
import math
import re
import sys
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from importlib import resources
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from service.errors import InputError
from service.values import Notice, Report, SourceRef, Span, TranslatedArticle

SCHEMA = "ringkas/report/1"


def to_dict(report: Report) -> dict[str, Any]:
    """Return the report as JSON values (dict, list, str, int, float, bool, None), `schema` first.

    Raises InputError for a number that JSON cannot hold (an infinity, not-a-number).
    """
    return {"schema": SCHEMA, **_write(report, "")}


def from_dict(plain: dict[str, Any]) -> Report:
    """Return the report that `to_dict` wrote; `from_dict(to_dict(report)) == report`.

    Raises InputError, its message starting with a JSON Pointer, for another schema or malformed content.
    """
    if not isinstance(plain, dict):
        raise _wrong("", "an object", plain)
    schema = plain.get("schema")
    if schema != SCHEMA:
        raise InputError(f"/schema: this version reads {SCHEMA!r}, not {_shown(schema)}.")
    report: Report = _read(Report, {key: value for key, value in plain.items() if key != "schema"}, "")
    _check_places(report)
    return report


def to_json(report: Report, *, indent: int | None = 2) -> str:
    """Return `to_dict(report)` as JSON text that any UTF-8 stream takes, ending with a line break."""
    text = json.dumps(to_dict(report), ensure_ascii=False, allow_nan=False, indent=indent)
    # A file name that is not UTF-8 reaches us with lone surrogates; JSON holds them as escapes, UTF-8 does not hold them.
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def schema() -> dict[str, Any]:
    """Return the published JSON Schema (draft 2020-12) of `to_dict`."""
    loaded: dict[str, Any] = json.loads((resources.files("service") / "schema" / "report-1.json").read_text(encoding="utf-8"))
    return loaded


def _write(value: Any, pointer: str) -> Any:
    if is_dataclass(value):
        return {field.name: _write(getattr(value, field.name), f"{pointer}/{field.name}") for field in fields(value)}
    if isinstance(value, tuple):
        return [_write(item, f"{pointer}/{index}") for index, item in enumerate(value)]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float) and not math.isfinite(value):
        raise InputError(f"{pointer}: {value} is no number that JSON can hold.")
    return value


def _read(kind: Any, value: Any, pointer: str) -> Any:
    if get_origin(kind) is UnionType:
        (inner,) = (option for option in get_args(kind) if option is not NoneType)
        return None if value is None else _read(inner, value, pointer)
    if get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise _wrong(pointer, "a list", value)
        return tuple(_read(get_args(kind)[0], item, f"{pointer}/{index}") for index, item in enumerate(value))
    if is_dataclass(kind):
        return _read_fields(kind, value, pointer)
    return _read_scalar(kind, value, pointer)


def _read_fields(kind: Any, value: Any, pointer: str) -> Any:
    if not isinstance(value, dict):
        raise _wrong(pointer, "an object", value)
    hints = _hints(kind)
    for key in value:
        if key not in hints:
            raise InputError(f"{pointer}/{_escaped(key)}: unknown key; {kind.__name__} has {', '.join(hints)}.")
    for name in hints:
        if name not in value:
            raise InputError(f"{pointer}/{name}: missing.")
    return kind(**{name: _read(hint, value[name], f"{pointer}/{name}") for name, hint in hints.items()})


def _read_scalar(kind: Any, value: Any, pointer: str) -> Any:
    if issubclass(kind, Enum):
        known = [member.value for member in kind]
        if value not in known:
            raise _wrong(pointer, f"one of {', '.join(known)}", value)
        return kind(value)
    if kind is float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= sys.float_info.max:
            raise _wrong(pointer, "a finite number", value)
        return float(value)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise _wrong(pointer, {str: "a text", int: "a whole number", bool: "true or false"}[kind], value)
    return value


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)


def _check_places(report: Report) -> None:
    """Refuse spans and references that point at nothing: renderers follow them without looking."""
    for index, translated in enumerate(report.articles):
        _check_article(translated, f"/articles/{index}")
    for index, brief in enumerate(report.briefs):
        for number, which in enumerate(brief.articles):
            if not 0 <= which < len(report.articles):
                raise InputError(f"/briefs/{index}/articles/{number}: there is no article {which}.")
        for number, made in enumerate(brief.sentences):
            if not made.sources:
                raise InputError(f"/briefs/{index}/sentences/{number}/sources: a sentence without a source.")
            for place, ref in enumerate(made.sources):
                _check_reference(ref, report, f"/briefs/{index}/sentences/{number}/sources/{place}")


def _check_article(translated: TranslatedArticle, pointer: str) -> None:
    article = translated.article
    for index, line in enumerate(article.lines):
        _check_span(line.span, article.text, f"{pointer}/article/lines/{index}/span")
    for index, sentence in enumerate(article.sentences):
        place = f"{pointer}/article/sentences/{index}"
        _check_span(sentence.span, article.text, f"{place}/span")
        if sentence.span.of(article.text) != sentence.text:
            raise InputError(f"{place}/text: is not what the article's text has at its span.")
    if len(translated.translations) > len(article.sentences):
        raise InputError(f"{pointer}/translations: more translations than the article has sentences.")
    _check_notices(article.notices, article.text, f"{pointer}/article/notices")
    _check_notices(translated.notices, article.text, f"{pointer}/notices")
    for index, translation in enumerate(translated.translations):
        _check_notices(translation.notices, article.text, f"{pointer}/translations/{index}/notices")


def _check_notices(notices: tuple[Notice, ...], text: str, pointer: str) -> None:
    for index, notice in enumerate(notices):
        if notice.span is not None:
            _check_span(notice.span, text, f"{pointer}/{index}/span")


def _check_span(span: Span, text: str, pointer: str) -> None:
    if not 0 <= span.start <= span.end <= len(text):
        raise InputError(f"{pointer}: {span.start}:{span.end} is not a range of a text of {len(text)} characters.")


def _check_reference(ref: SourceRef, report: Report, pointer: str) -> None:
    if not 0 <= ref.article < len(report.articles):
        raise InputError(f"{pointer}/article: there is no article {ref.article}.")
    if not 0 <= ref.sentence < len(report.articles[ref.article].article.sentences):
        raise InputError(f"{pointer}/sentence: article {ref.article} has no sentence {ref.sentence}.")


def _wrong(pointer: str, wanted: str, got: object) -> InputError:
    return InputError(f"{pointer or '(top)'}: expected {wanted}, got {_shown(got)}.")


def _shown(value: object) -> str:
    text = json.dumps(value, default=repr)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _escaped(key: object) -> str:
    return str(key).replace("~", "~0").replace("/", "~1")
