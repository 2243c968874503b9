from __future__ import annotations

import json

import pytest

from service.errors import InputError
from service.render import FORMATS, KINDS, render
from service.serialize import from_dict
from service.values import Report
from tests import reports


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("format", FORMATS)
def test_every_rendering_ends_with_one_line_break_and_is_utf8(format: str, kind: str) -> None:
    written = render(reports.of_text("a\udce9b"), format, kind=kind)
    assert written.encode("utf-8").endswith(b"\n")
    assert not written.endswith("\n\n")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("format", FORMATS)
def test_a_report_without_articles_is_rendered_with_its_failures(format: str, kind: str) -> None:
    report = Report((), (), reports.SIGNATURE, reports.summary().failures)
    assert "There is no file hilang" in render(report, format, kind=kind)


@pytest.mark.parametrize("kind", KINDS)
def test_json_holds_the_whole_report(kind: str) -> None:
    assert from_dict(json.loads(render(reports.summary(), "json", kind=kind))) == reports.summary()


@pytest.mark.parametrize(("format", "kind", "named"), [("pdf", "summary", "'pdf'"), ("json", "poem", "'poem'")])
def test_an_unknown_format_or_kind_is_refused_by_name(format: str, kind: str, named: str) -> None:
    with pytest.raises(InputError, match=named):
        render(reports.summary(), format, kind=kind)
