from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from service.errors import CacheUnusable, ModelBroken
from service.models import Checkpoint, converted, inventory
from service.models.checkpoint import from_folder
from service.models.convert import is_intact
from service.settings import Settings
from service.values import Notice
from tests.models.toys import (
    sketch,
    tiny_bart,
    tiny_marian,
    tiny_pegasus,
    tiny_t5,
    write,
)

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def marian_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_marian(tmp_path_factory.mktemp("models") / "marian")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(offline=True, cache_dir=tmp_path / "cache")


@pytest.fixture
def checkpoint(marian_folder: Path, settings: Settings) -> Checkpoint:
    return from_folder("translate", marian_folder, settings.cache_dir)


def test_a_conversion_runs_and_is_made_once(checkpoint: Checkpoint, settings: Settings) -> None:
    import ctranslate2

    folder = converted(checkpoint, settings, precision="int8")
    assert folder == settings.cache_dir / "ct2" / f"{checkpoint.sha256}-int8"
    (result,) = ctranslate2.Translator(str(folder), compute_type="int8").translate_batch([["▁", "a", "</s>"]], max_decoding_length=5)
    assert result.hypotheses
    made = (folder / "model.bin").stat()
    assert converted(checkpoint, settings, precision="int8") == folder
    assert (folder / "model.bin").stat() == made
    (held,) = [held for held in inventory(settings) if held.kind == "converted"]
    assert (held.name, held.revision, held.task, held.state) == ("marian (int8)", checkpoint.revision, "translate", "ready")


def test_each_precision_has_a_conversion_of_its_own(checkpoint: Checkpoint, settings: Settings) -> None:
    sizes = {
        precision: (converted(checkpoint, settings, precision=precision) / "model.bin").stat().st_size for precision in ("int8", "float32")
    }
    assert sizes["int8"] < sizes["float32"]
    with pytest.raises(ValueError, match="no such precision: 'int3'"):
        converted(checkpoint, settings, precision="int3")


@pytest.mark.parametrize(
    ("make", "task"), [(tiny_marian, "translate"), (tiny_bart, "summarize"), (tiny_pegasus, "summarize"), (tiny_t5, "summarize")]
)
def test_a_conversion_of_each_family_gives_every_token_the_probability_that_transformers_gives_it(
    make: Callable[[Path], Path], task: str, settings: Settings, tmp_path: Path
) -> None:
    import ctranslate2
    import torch
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    folder = make(tmp_path / "model")
    place = converted(from_folder(task, folder, settings.cache_dir), settings, precision="float32")
    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModelForSeq2SeqLM.from_pretrained(folder).eval()
    source, target = (tokenizer(text).input_ids for text in ("The rain fell on the town.", "the town"))
    start = torch.tensor([[model.config.decoder_start_token_id, *target[:-1]]])
    logits = model(input_ids=torch.tensor([source]), decoder_input_ids=start).logits[0]
    if task == "translate":
        logits[:, model.config.pad_token_id] = -torch.inf  # Marian's <pad> is no word in the converted model
    expected = logits.log_softmax(-1).gather(1, torch.tensor(target)[:, None])[:, 0].tolist()
    words = [tokenizer.convert_ids_to_tokens(tokens) for tokens in (source, target[:-1])]
    (result,) = ctranslate2.Translator(str(place), compute_type="float32").score_batch([words[0]], [words[1]])
    assert result.log_probs == pytest.approx(expected, abs=1e-3)
    assert max(expected) - min(expected) > 0.1


def test_a_pickled_checkpoint_converts_to_the_same_numbers(marian_folder: Path, settings: Settings, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file

    pickled = shutil.copytree(marian_folder, tmp_path / "pickled")
    torch.save(load_file(pickled / "model.safetensors"), pickled / "pytorch_model.bin")
    (pickled / "model.safetensors").unlink()
    models = [
        (converted(from_folder("translate", folder, settings.cache_dir), settings, precision="float32") / "model.bin").read_bytes()
        for folder in (marian_folder, pickled)
    ]
    assert models[0] == models[1]


def test_a_vocabulary_mapping_becomes_part_of_the_conversion_and_of_its_key(
    checkpoint: Checkpoint, settings: Settings, tmp_path: Path
) -> None:
    mapping = tmp_path / "mapping"
    mapping.write_text("\ta\n")
    folder = converted(checkpoint, settings, precision="int8", vmap=mapping)
    assert (folder / "vmap.txt").read_bytes() == mapping.read_bytes()
    assert folder != converted(checkpoint, settings, precision="int8")


def test_a_checkpoint_that_is_no_model_is_broken_and_leaves_nothing(settings: Settings, tmp_path: Path) -> None:
    folder = write(tmp_path / "sketch", sketch("marian"))
    with pytest.raises(ModelBroken, match="cannot be converted"):
        converted(from_folder("translate", folder, settings.cache_dir), settings, precision="int8")
    assert list((settings.cache_dir / "ct2").iterdir()) == []


@pytest.mark.parametrize("fault", ["cut", "altered", "removed", "unfinished", "a file"])
def test_a_damaged_conversion_is_made_again(checkpoint: Checkpoint, settings: Settings, fault: str) -> None:
    folder = converted(checkpoint, settings, precision="int8")
    model = folder / "model.bin"
    whole = model.read_bytes()
    if fault == "cut":
        model.write_bytes(whole[:-9])
    elif fault == "altered":
        model.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    elif fault == "removed":
        model.unlink()
    elif fault == "unfinished":
        (folder / "converted.json").unlink()
    else:
        shutil.rmtree(folder)
        folder.write_text("in the way")
    assert converted(checkpoint, settings, precision="int8") == folder
    assert model.read_bytes() == whole
    assert [path.name for path in (settings.cache_dir / "ct2").iterdir()] == [folder.name]


def test_what_a_killed_process_left_is_swept_after_a_day(checkpoint: Checkpoint, settings: Settings) -> None:
    old, new = (settings.cache_dir / "ct2" / f".unfinished-{name}" for name in ("old", "new"))
    for left in (old, new):
        write(left, {"model.bin": b"half"})
    two_days_ago = time.time() - 2 * 86_400
    os.utime(old, (two_days_ago, two_days_ago))
    converted(checkpoint, settings, precision="int8")
    assert (old.exists(), new.exists()) == (False, True)


def test_a_cache_that_cannot_be_written_costs_the_conversion_only_its_permanence(
    checkpoint: Checkpoint, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    blocked = Settings(offline=True, cache_dir=tmp_path / "file" / "cache")
    notices: list[Notice] = []
    folder = converted(checkpoint, blocked, precision="int8", on_notice=notices.append)
    assert [notice.code for notice in notices] == ["cache-unusable"]
    assert "Not a directory" in notices[0].message
    assert is_intact(folder, settings.cache_dir)
    assert converted(checkpoint, blocked, precision="int8", on_notice=notices.append) == folder
    assert notices == notices[:1] * 2, "made once, said each time"


PROGRAM = """
import sys, tempfile
from pathlib import Path
from service.models import converted
from service.models.checkpoint import from_folder
from service.settings import Settings

folder, cache, temporary = sys.argv[1:]
settings = Settings(offline=True, cache_dir=Path(cache))
checkpoint = from_folder("translate", Path(folder), settings.cache_dir)
tempfile.tempdir = temporary or None
print(converted(checkpoint, settings, precision="float32", on_notice=lambda notice: print(notice.code, notice.message, sep=chr(10))))
"""


def start(folder: Path, cache: Path, *, temporary: Path | str = "", before: str = "") -> subprocess.Popen[str]:
    """Run the program in a process of its own. `before` is a shell command to run first, in a private view of the file system."""
    command = [sys.executable, "-W", "error", "-c", PROGRAM, str(folder), str(cache), str(temporary)]
    if before:
        command = [*PRIVATE, f"{before} && exec {shlex.join(command)}"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> list[str]:
    out, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    return out.splitlines()


def test_two_processes_that_convert_at_once_both_succeed(marian_folder: Path, tmp_path: Path) -> None:
    processes = [start(marian_folder, tmp_path / "cache") for _ in range(2)]
    results = [finish(process) for process in processes]
    assert results[0] == results[1]
    assert [str(path) for path in (tmp_path / "cache" / "ct2").iterdir()] == results[0]
    assert is_intact(Path(results[0][0]), tmp_path / "cache")


PRIVATE = ["unshare", "--map-root-user", "--mount", "sh", "-c"]


def has_private_mounts(folder: Path) -> bool:
    command = [*PRIVATE, f"mount -t tmpfs tmpfs {shlex.quote(str(folder))}"]
    return shutil.which("unshare") is not None and subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(
    ("option", "reason"), [("size=24k", "No space left on device"), ("ro", "Read-only file system")], ids=["full", "read-only"]
)
def test_a_full_or_read_only_cache_costs_the_conversion_only_its_permanence(
    marian_folder: Path, tmp_path: Path, option: str, reason: str
) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    if not has_private_mounts(cache):
        pytest.skip("this system lets nobody mount a small disk of their own")
    (tmp_path / "temporary").mkdir()
    mount = f"mount -t tmpfs -o {option} tmpfs {shlex.quote(str(cache))}"
    code, message, folder = finish(start(marian_folder, cache, temporary=tmp_path / "temporary", before=mount))
    assert code == "cache-unusable"
    assert reason in message
    assert Path(folder).is_relative_to(tmp_path / "temporary")
    assert list((tmp_path / "temporary").iterdir()) == [], "what was kept for the run goes with it"


def test_an_unusable_cache_and_no_temporary_folder_is_an_error(
    checkpoint: Checkpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "file" / "temporary"))
    monkeypatch.setattr("service.models.convert._temporary", {})
    with pytest.raises(CacheUnusable, match="No temporary folder can be made"):
        converted(checkpoint, Settings(offline=True, cache_dir=tmp_path / "file" / "cache"), precision="int8")


def test_the_manifest_says_what_the_conversion_was_made_from(checkpoint: Checkpoint, settings: Settings) -> None:
    manifest = json.loads((converted(checkpoint, settings, precision="int8") / "converted.json").read_text())
    assert (manifest["name"], manifest["revision"], manifest["task"]) == ("marian", checkpoint.revision, "translate")
    assert set(manifest["sha256"]) >= {"model.bin", "config.json", "shared_vocabulary.json"}
