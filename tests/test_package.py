from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from pathlib import Path

import pytest

import service
from service import errors, values

ROOT = Path(service.__file__).parent.parent
HEAVY = {"torch", "transformers", "gradio", "ctranslate2", "trafilatura", "httpx", "huggingface_hub", "numpy", "tokenizers"}
HEAVY |= {"safetensors", "sentencepiece", "sentencex", "sacremoses", "py3langid", "charset_normalizer"}
TERMINAL = {"typer", "rich"}


@pytest.mark.parametrize(
    ("code", "unwanted"),
    [
        ("import service", HEAVY | TERMINAL),
        ("import service; service.Settings, service.Report, service.to_dict", HEAVY | TERMINAL),
        ("import service.cli", HEAVY | {"rich"}),
        ("from service.cli import main; main(['--help'])", HEAVY),
        ("from service.cli import main; main(['summarize', '--help'])", HEAVY),
        ("import service; service.Service()", HEAVY),
    ],
)
def test_nothing_heavy_is_loaded_by(code: str, unwanted: set[str]) -> None:
    listing = "; import sys; print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code + listing], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert "service" in loaded
    assert unwanted & loaded == set()


def test_every_public_name_is_there() -> None:
    assert [name for name in service.__all__ if getattr(service, name, None) is None] == []
    assert service.__all__ == sorted(service.__all__)
    assert set(service.__all__) <= set(dir(service))


def test_type_checkers_see_exactly_the_public_names() -> None:
    tree = ast.parse(Path(service.__file__).read_text(encoding="utf-8"))
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    seen = {alias.name for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert seen == set(service.__all__)


def test_every_value_is_public() -> None:
    classes = {name for name, kind in vars(values).items() if isinstance(kind, type) and kind.__module__ == values.__name__}
    assert classes <= set(service.__all__)
    assert issubclass(service.Severity, Enum)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'summarise'"):
        service.summarise  # noqa: B018


def test_the_version_is_the_one_the_build_uses() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    if "version" in project["project"]:
        assert project["project"]["version"] == service.__version__
    else:
        assert project["tool"]["hatch"]["version"]["path"] == "service/version.py"


def test_the_shared_service_is_one_for_all_threads() -> None:
    from service.default import default_service

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: default_service(), range(32)))) == 1


@pytest.mark.parametrize("call", [service.translate, service.summarize])
def test_the_calls_report_an_input_that_cannot_be_read(call: object) -> None:
    report = call(["no-such-file.txt"])  # type: ignore[operator]
    assert [(failure.origin, failure.code) for failure in report.failures] == [("no-such-file.txt", errors.UnreadableInput.code)]
    assert report.articles == ()
