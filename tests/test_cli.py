from __future__ import annotations

import json
import os
import pty
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import pytest

import service
from service.cli import LENGTHS, main
from service.serialize import from_dict
from tests.standin import StandIn

ROOT = Path(service.__file__).parent.parent
COMMAND = [sys.executable, "-m", "tests.standin"]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "banjir.txt"
    path.write_text("Banjir merendam desa.\nTidak ada korban.\n", encoding="utf-8")
    return path


def ringkas(*arguments: object) -> int:
    return main([str(argument) for argument in arguments], build=StandIn)


def started(*arguments: object, stdout: int | IO[bytes] = subprocess.PIPE, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    return subprocess.Popen([*COMMAND, *map(str, arguments)], cwd=ROOT, stdin=stdin, stdout=stdout, stderr=subprocess.PIPE)


# Results and exit statuses


def test_a_brief_is_written_to_standard_output(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ringkas("summarize", page) == 0
    written = capsys.readouterr()
    assert written.out.startswith("Brief of length standard\n========================\n\nBANJIR MERENDAM DESA. [1]\n")
    assert written.err == "The embedded translator serves on ctranslate2.\n"


def test_a_translation_is_written_to_standard_output(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ringkas("translate", page, "--quiet") == 0
    written = capsys.readouterr()
    assert "TIDAK ADA KORBAN.\n\n    Tidak ada korban.\n" in written.out
    assert written.err == ""


def test_together_makes_one_brief_of_all(page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "jalan.txt"
    other.write_text("Jalan ditutup.\n", encoding="utf-8")
    assert ringkas("summarize", page, other, "-f", "json") == 0
    assert [brief.articles for brief in from_dict(json.loads(capsys.readouterr().out)).briefs] == [(0,), (1,)]
    assert ringkas("summarize", page, other, "-f", "json", "--together") == 0
    assert [brief.articles for brief in from_dict(json.loads(capsys.readouterr().out)).briefs] == [(0, 1)]


def test_one_bad_input_of_two_is_status_1_and_the_other_is_written(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ringkas("summarize", "hilang.txt", page, "-q") == 1
    written = capsys.readouterr()
    assert "BANJIR MERENDAM DESA. [1]" in written.out
    assert written.err == "ringkas: hilang.txt: There is no file hilang.txt.\n"


def test_no_result_at_all_is_status_3_and_leaves_an_existing_file_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = tmp_path / "brief.md"
    before.write_text("yesterday's")
    assert ringkas("summarize", "hilang.txt", "-o", before) == 3
    assert ringkas("summarize", "hilang.txt") == 3
    written = capsys.readouterr()
    assert before.read_text() == "yesterday's"
    assert written.out == ""
    assert "hilang.txt: There is no file hilang.txt." in written.err


def test_json_carries_the_failures_even_without_a_result(capsys: pytest.CaptureFixture[str]) -> None:
    assert ringkas("translate", "hilang.txt", "--format", "json") == 3
    assert from_dict(json.loads(capsys.readouterr().out)).failures[0].code == "unreadable"


def test_a_model_that_cannot_be_had_is_status_4_in_one_line(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ringkas("translate", page, "--translator", "missing/model") == 4
    written = capsys.readouterr()
    assert (written.out, written.err) == ("", "ringkas: missing/model cannot be had: the hub has no such model.\n")


def test_what_the_service_refuses_is_status_2(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ringkas("summarize", page, "--length", "5000") == 2
    assert capsys.readouterr().err == "ringkas: A brief has at most 1000 words.\n"


@pytest.mark.parametrize(("given", "length"), [("headline", "headline"), ("long", "long"), ("120", "120")])
def test_the_length_is_a_name_or_a_number_of_words(page: Path, given: str, length: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ringkas("summarize", page, "--length", given) == 0
    assert capsys.readouterr().out.startswith(f"Brief of length {length}\n")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["summarize", "a.txt", "--length", "tiny"], "'tiny'"),
        (["summarize", "a.txt", "--length", "0"], "'0'"),
        (["summarize", "a.txt", "--length", "-3"], "'-3'"),
        (["summarize", "a.txt", "--length", "²"], "'²'"),
        (["translate", "a.txt", "--length", "short"], "--length"),
        (["translate", "a.txt", "--format", "pdf"], "pdf"),
        (["translate", "a.txt", "--engine", "onnx"], "onnx"),
        (["models", "pull", "paint"], "paint"),
        (["condense", "a.txt"], "condense"),
    ],
)
def test_wrong_usage_is_status_2_and_names_what_is_wrong(arguments: list[str], named: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ringkas(*arguments) == 2
    written = capsys.readouterr()
    assert written.out == ""
    assert named in written.err


def test_options_reach_the_settings(page: Path) -> None:
    made: list[StandIn] = []

    def build(*given: object) -> StandIn:
        made.append(StandIn(*given))  # type: ignore[arg-type]
        return made[-1]

    options = ["--engine", "transformers", "--translator", "a/b", "--summarizer", "c", "--keep-all", "--offline"]
    assert main(["summarize", str(page), *options], build=build) == 0
    settings = made[0].settings
    assert (settings.engine, settings.translator, settings.summarizer) == ("transformers", "a/b", "c")
    assert type(settings.engine) is str
    assert settings.keep_all
    assert settings.offline


def test_flags_that_are_not_given_leave_the_environment_its_word(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RINGKAS_OFFLINE", "1")
    made: list[bool] = []

    def build(*given: object) -> StandIn:
        stand_in = StandIn(*given)  # type: ignore[arg-type]
        made.append(stand_in.settings.offline)
        return stand_in

    assert main(["translate", str(page)], build=build) == 0
    assert made == [True]


def test_the_lengths_are_those_of_the_summarizer() -> None:
    from service.summarizer import WORDS

    assert tuple(WORDS) == LENGTHS


# Help


def test_the_help_documents_every_exit_status(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ([], ["summarize"], ["translate"], ["models"]):
        assert ringkas(*command, "--help") == 0
        written = " ".join(capsys.readouterr().out.split())
        for status in ("0 all", "1 some", "2 wrong", "3 no", "4 a model", "130 stopped"):
            assert status in written


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert ringkas("--version") == 0
    assert capsys.readouterr().out == f"ringkas {service.__version__}\n"


def test_the_package_is_the_command_too() -> None:
    done = subprocess.run([sys.executable, "-m", "service", "--version"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == f"ringkas {service.__version__}\n"


# Sources


def test_no_source_and_a_pipe_asks_for_a_dash() -> None:
    done = subprocess.run([*COMMAND, "summarize"], cwd=ROOT, input=b"Banjir.", capture_output=True)
    assert done.returncode == 2
    assert b"pass -" in done.stderr


def test_no_source_on_a_terminal_shows_the_usage() -> None:
    ours, theirs = pty.openpty()
    done = subprocess.run([*COMMAND, "summarize"], cwd=ROOT, stdin=theirs, capture_output=True)
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert b"Usage: ringkas summarize" in done.stderr
    assert b"--together" in done.stderr
    assert done.stdout == b""


def test_a_dash_reads_standard_input() -> None:
    done = subprocess.run([*COMMAND, "translate", "-", "-q"], cwd=ROOT, input="Banjir é.\n".encode(), capture_output=True)
    assert done.returncode == 0
    assert "BANJIR É.\n\n    Banjir é.\n" in done.stdout.decode()


# Output


@pytest.mark.parametrize(
    ("name", "start"), [("a.md", "# Brief"), ("a.json", "{"), ("a.html", "<!doctype html>"), ("a.txt", "Brief of length standard\n=")]
)
def test_the_suffix_of_the_output_chooses_the_format(page: Path, tmp_path: Path, name: str, start: str) -> None:
    assert ringkas("summarize", page, "--output", tmp_path / name) == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_a_named_format_overrules_the_suffix(page: Path, tmp_path: Path) -> None:
    assert ringkas("summarize", page, "--output", tmp_path / "a.txt", "--format", "md") == 0
    assert (tmp_path / "a.txt").read_text(encoding="utf-8").startswith("# Brief")


def test_an_output_that_cannot_be_written_is_found_out_before_any_work(page: Path, tmp_path: Path) -> None:
    def build(*_: object) -> StandIn:
        raise AssertionError("work began")

    for output in (tmp_path / "missing" / "a.md", tmp_path, page / "a.md"):
        assert main(["summarize", str(page), "-o", str(output)], build=build) == 2


def test_an_output_that_is_an_input_is_refused(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ringkas("translate", page, "-o", page.parent / "." / page.name) == 2
    assert "it is one of the inputs" in capsys.readouterr().err
    assert page.read_text(encoding="utf-8").startswith("Banjir")


def test_a_disk_that_fills_up_keeps_the_old_file_and_the_result_goes_to_standard_output(page: Path, tmp_path: Path) -> None:
    output = tmp_path / "out" / "brief.md"
    output.parent.mkdir()
    output.write_text("old")
    done = subprocess.run(
        [*COMMAND, "summarize", page, "-o", output],
        cwd=ROOT,
        capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64)),
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 2
    assert b"brief.md: File too large. The result follows on standard output.\n" in done.stderr
    assert b"BANJIR MERENDAM DESA" in done.stdout
    assert output.read_text() == "old"
    assert os.listdir(output.parent) == ["brief.md"]


def test_a_full_standard_output_is_one_line_and_status_2(page: Path) -> None:
    with open("/dev/full", "wb") as full:
        running = started("translate", page, "-q", stdout=full)
        _, err = running.communicate()
    assert running.returncode == 2
    assert err == b"ringkas: cannot write to standard output: No space left on device.\n"


def test_a_reader_that_has_seen_enough_is_no_error(page: Path) -> None:
    with started("translate", page, "-q") as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


def test_output_to_a_program_is_utf8_whatever_the_locale(page: Path) -> None:
    page.write_text("Presiden “Élan”.\n", encoding="utf-8")
    done = subprocess.run(
        [*COMMAND, "translate", page, "-q"], cwd=ROOT, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii"}
    )
    assert done.returncode == 0
    assert "PRESIDEN “ÉLAN”." in done.stdout.decode("utf-8")


# Ctrl-C


def _until(stream: IO[bytes] | None, words: bytes) -> None:
    assert stream is not None
    while words not in (line := stream.readline()):
        assert line, f"{words!r} never came"


def test_ctrl_c_stops_and_writes_what_is_done(page: Path, tmp_path: Path) -> None:
    running = started("translate", page, "never-reached.txt", "--translator", "patient", "-o", tmp_path / "a.md")
    _until(running.stderr, b"waiting")
    running.send_signal(signal.SIGINT)
    _, err = running.communicate()
    assert running.returncode == 130
    assert b"Press Ctrl-C again" in err
    assert b"Traceback" not in err
    assert "BANJIR MERENDAM DESA." in (tmp_path / "a.md").read_text(encoding="utf-8")


def test_ctrl_c_before_anything_is_done_writes_nothing(tmp_path: Path) -> None:
    running = started("translate", "hilang.txt", "--translator", "patient", "-o", tmp_path / "a.md")
    _until(running.stderr, b"waiting")
    running.send_signal(signal.SIGINT)
    _, err = running.communicate()
    assert running.returncode == 130
    assert b"ringkas: stopped before anything was done.\n" in err
    assert not (tmp_path / "a.md").exists()


def test_a_second_ctrl_c_stops_at_once(page: Path, tmp_path: Path) -> None:
    running = started("translate", page, "--translator", "stubborn", "-o", tmp_path / "a.md")
    _until(running.stderr, b"waiting")
    running.send_signal(signal.SIGINT)
    _until(running.stderr, b"Press Ctrl-C again")
    running.send_signal(signal.SIGINT)
    _, err = running.communicate()
    assert running.returncode == 130
    assert b"Traceback" not in err
    assert not (tmp_path / "a.md").exists()


def test_ctrl_c_means_again_what_it_meant_before_once_the_command_is_done(page: Path) -> None:
    before = signal.getsignal(signal.SIGINT)
    assert ringkas("translate", page, "-q") == 0
    assert signal.getsignal(signal.SIGINT) is before


# What a terminal sees


def _on_a_terminal(arguments: Sequence[object]) -> str:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
    environment.pop("NO_COLOR", None)
    running = subprocess.Popen(
        [*COMMAND, *map(str, arguments)], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=theirs, env=environment
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            chunk = os.read(ours, 4096)
        except OSError:  # Linux says so when the last writer is gone
            break
        if not chunk:
            break
        seen += chunk
    os.close(ours)
    assert running.wait() == 0
    return seen.decode()


def test_a_terminal_sees_progress_and_notices(page: Path) -> None:
    seen = _on_a_terminal(["translate", page])
    assert "Translating" in seen
    assert "1 of 1 sentences" in seen
    assert "The embedded translator serves on ctranslate2." in seen


def test_a_quiet_terminal_sees_nothing(page: Path) -> None:
    assert _on_a_terminal(["translate", page, "--quiet"]) == ""


def test_a_file_name_cannot_control_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert ringkas("translate", "a\x1b[2J[red]b.txt", "-q") == 3
    assert capsys.readouterr().err == "ringkas: a[2J[red]b.txt: There is no file a[2J[red]b.txt.\n"


# Models


def test_the_models_are_listed_with_their_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RINGKAS_CACHE", str(tmp_path))
    assert main(["models"]) == 0
    plain = capsys.readouterr().out
    assert main(["models", "list"]) == 0
    assert capsys.readouterr().out == plain
    head, *rows = plain.splitlines()
    assert head.split() == ["TASK", "KIND", "MODEL", "REVISION", "SIZE", "STATE"]
    assert [row.split()[:2] for row in rows] == [
        ["translate", "embedded"],
        ["summarize", "embedded"],
        ["translate", "hub"],
        ["summarize", "hub"],
    ]
    assert [row.split()[-1] for row in rows if "hub" in row] == ["absent", "absent"]


# Real models


@pytest.mark.parametrize("name", ["a.txt", "new.html"])
def test_an_output_that_an_input_folder_would_swallow_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    (tmp_path / "a.txt").write_text("Warga menerima bantuan.\n")
    assert main(["translate", str(tmp_path), "--output", str(tmp_path / name), "-q"], build=StandIn) == 2
    assert "one of the inputs" in capsys.readouterr().err
    assert (tmp_path / "a.txt").read_text() == "Warga menerima bantuan.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.model
def test_a_users_own_references_are_measured_and_reported(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.txt").write_text(
        "Warga tiga desa di lereng gunung menerima bantuan pangan dari pemerintah daerah pada Senin pagi.\n"
    )
    (tmp_path / "mine" / "a.summary.txt").write_text("Residents of three villages received food aid on Monday.\n")
    command = [sys.executable, "-m", "service", "evaluate", str(tmp_path / "mine"), "--to", str(tmp_path / "report")]
    environment = os.environ | {"RINGKAS_OFFLINE": "1", "RINGKAS_CACHE": str(tmp_path / "cache")}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    assert "rouge1" in done.stdout
    assert list((tmp_path / "report").glob("*.html"))


@pytest.mark.model
def test_real_models_make_a_brief_whose_sources_are_in_the_page(tmp_path: Path) -> None:
    page = tmp_path / "banjir.txt"
    page.write_text(
        "Banjir Rendam Dua Desa di Kendal\n\nSenin, 1 Februari 2021\n\n"
        "Banjir merendam dua desa di Kabupaten Kendal pada Senin pagi setelah hujan deras sepanjang malam.\n\n"
        "Baca juga: Jalan Utama Ditutup\n\n"
        "Sebanyak 120 keluarga mengungsi ke balai desa, kata kepala desa setempat. Tidak ada korban jiwa dalam kejadian itu.\n",
        encoding="utf-8",
    )
    output = tmp_path / "brief.json"
    arguments = ["summarize", page, "--translator", "embedded", "--summarizer", "embedded", "--offline", "-o", output]
    done = subprocess.run([sys.executable, "-m", "service", *map(str, arguments)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    report = from_dict(json.loads(output.read_text(encoding="utf-8")))
    assert [sentence.text.split()[0] for sentence in report.articles[0].article.sentences] == ["Banjir", "Sebanyak", "Tidak"]
    assert len(report.articles[0].translations) == 3
    assert [use.provenance for use in report.signature.models] == ["embedded", "embedded"]
    assert all(made.sources for made in report.briefs[0].sentences)
    assert "120" in " ".join(translation.text for translation in report.articles[0].translations)
