from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from service.errors import Cancelled, ModelBroken, ModelUnavailable
from service.models import Checkpoint, pull, resolve
from service.settings import Settings
from tests.models.conftest import (
    SUMMARIZER,
    SUMMARIZER_COMMIT,
    TRANSLATOR,
    TRANSLATOR_COMMIT,
)
from tests.models.hub_server import Faults, HubServer
from tests.models.toys import sketch, write

N_FILES = 6


def codes(checkpoint: Checkpoint) -> list[str]:
    return [notice.code for notice in checkpoint.notices]


def embedded_because(settings: Settings, task: str = "translate") -> str:
    """Resolve to the embedded model and return the notice's text."""
    chosen = resolve(task, settings)
    assert (chosen.provenance, codes(chosen)) == ("embedded", ["embedded-model"])
    assert chosen.name in chosen.notices[0].message
    return chosen.notices[0].message


# What the caller names


def test_a_named_folder_serves_and_nothing_is_asked_of_the_hub(settings: Settings, hub: HubServer, tmp_path: Path) -> None:
    folder = write(tmp_path / "mine", sketch("marian"))
    chosen = resolve("translate", replace(settings, translator=str(folder)))
    assert (chosen.folder, chosen.name, chosen.provenance, chosen.family) == (folder.resolve(), "mine", "folder", "marian")
    assert chosen.revision == chosen.sha256[:12]
    assert hub.requests == []


@pytest.mark.parametrize(
    ("removed", "named"),
    [
        ("config.json", "config.json"),
        ("source.spm", "source.spm"),
        ("vocab.json", "vocab.json"),
        ("model.safetensors", "model.safetensors or pytorch_model.bin"),
    ],
)
def test_a_named_folder_that_lacks_a_file_is_refused_with_its_name(settings: Settings, tmp_path: Path, removed: str, named: str) -> None:
    folder = write(tmp_path / "mine", sketch("marian"))
    (folder / removed).unlink()
    with pytest.raises(ModelBroken, match=f"lacks {named}"):
        resolve("translate", replace(settings, translator=str(folder)))


def test_a_model_of_the_wrong_or_of_no_known_family_is_refused(settings: Settings, tmp_path: Path) -> None:
    bart = write(tmp_path / "bart", sketch("bart"))
    with pytest.raises(ModelBroken, match="is a bart model; to translate takes one of: marian"):
        resolve("translate", replace(settings, translator=str(bart)))
    gpt = write(tmp_path / "gpt", sketch("gpt2"))
    with pytest.raises(ModelBroken, match="unknown kind 'gpt2'"):
        resolve("summarize", replace(settings, summarizer=str(gpt)))


@pytest.mark.parametrize("file", ["config.json", "tokenizer_config.json"])
def test_a_checkpoint_that_brings_code_is_refused(settings: Settings, tmp_path: Path, file: str) -> None:
    folder = write(tmp_path / "mine", sketch("marian"))
    (folder / file).write_text('{"model_type": "marian", "auto_map": {"AutoModel": "evil.Model"}}')
    with pytest.raises(ModelBroken, match="auto_map"):
        resolve("translate", replace(settings, translator=str(folder)))


def test_a_named_hub_model_is_fetched_at_its_revision(settings: Settings) -> None:
    chosen = resolve("translate", replace(settings, translator="someone/their-model@v1.2"))
    assert (chosen.name, chosen.revision, chosen.provenance) == ("someone/their-model", "3" * 40, "hub")
    again = resolve("translate", replace(settings, translator="someone/their-model@v1.2", offline=True))
    assert again == chosen


def test_a_named_model_that_cannot_be_had_is_refused_and_never_replaced(settings: Settings, hub: HubServer) -> None:
    for named, reason in (
        ("someone/no-such-model", "the hub knows no public model someone/no-such-model"),
        ("someone/their-model@v9", "the hub knows no revision 'v9'"),
        ("no folder at all", "neither a folder nor a model's name"),
        ("./missing/folder", "neither a folder nor a model's name"),
        ("someone/../their-model", "neither a folder nor a model's name"),
    ):
        with pytest.raises(ModelUnavailable, match=reason):
            resolve("translate", replace(settings, translator=named))
    with pytest.raises(ModelUnavailable, match="offline mode is on"):
        resolve("translate", replace(settings, translator="someone/their-model", offline=True))
    hub.faults = Faults(altered="model.safetensors")
    with pytest.raises(ModelBroken, match=r"model\.safetensors of someone/their-model does not have the hash"):
        resolve("translate", replace(settings, translator="someone/their-model"))


def test_the_embedded_model_can_be_named_and_then_needs_no_notice(settings: Settings, hub: HubServer) -> None:
    chosen = resolve("summarize", replace(settings, summarizer="embedded"))
    assert (chosen.name, chosen.revision, chosen.provenance, chosen.notices) == ("toy-condenser", "7", "embedded", ())
    assert hub.requests == []


def test_an_unknown_task_is_a_mistake_of_the_caller(settings: Settings) -> None:
    with pytest.raises(ValueError, match="no such task: 'dance'"):
        resolve("dance", settings)


# The hub's models


def test_the_default_models_come_from_the_hub_at_the_commit_recorded(settings: Settings, hub: HubServer) -> None:
    translator, summarizer = resolve("translate", settings), resolve("summarize", settings)
    assert (translator.name, translator.revision, translator.family) == (TRANSLATOR, TRANSLATOR_COMMIT, "marian")
    assert (summarizer.name, summarizer.revision, summarizer.family) == (SUMMARIZER, SUMMARIZER_COMMIT, "bart")
    assert (translator.provenance, translator.notices) == ("hub", ())
    assert (translator.folder / "model.safetensors").read_bytes() == hub.repos[TRANSLATOR].files["model.safetensors"]


def test_what_was_fetched_once_is_used_without_a_network(settings: Settings, hub: HubServer) -> None:
    first = resolve("translate", settings)
    n_requests = len(hub.requests)
    assert resolve("translate", settings) == first
    assert resolve("translate", replace(settings, offline=True)) == first
    assert len(hub.requests) == n_requests


def test_only_what_a_checkpoint_needs_is_fetched_and_safetensors_are_preferred(settings: Settings, hub: HubServer) -> None:
    hub.repos[TRANSLATOR].files |= {"pytorch_model.bin": b"x" * 99, "tf_model.h5": b"x", "README.md": b"x", "flax_model.msgpack": b"x"}
    resolve("translate", settings)
    assert set(hub.downloads()) == set(sketch("marian"))
    assert hub.downloads()[-1] == "model.safetensors"


def test_a_sharded_model_is_fetched_whole(settings: Settings, hub: HubServer) -> None:
    files = hub.repos[TRANSLATOR].files
    files["model-1.safetensors"] = files.pop("model.safetensors")
    files["model-2.safetensors"] = sketch("marian", seed=4)["model.safetensors"]
    files["model.safetensors.index.json"] = b'{"weight_map": {"a": "model-2.safetensors", "b": "model-1.safetensors"}}'
    folder = resolve("translate", settings).folder
    assert (folder / "model-2.safetensors").is_file()
    assert resolve("translate", replace(settings, offline=True)).folder == folder


def test_progress_counts_bytes_up_to_the_total(settings: Settings, hub: HubServer) -> None:
    calls: list[tuple[str, int, int]] = []
    resolve("translate", settings, on_progress=lambda name, done, total: calls.append((name, done, total)))
    total = sum(map(len, hub.repos[TRANSLATOR].files.values()))
    assert calls[-1] == (TRANSLATOR, total, total)
    done = [call[1] for call in calls]
    assert done == sorted(done)
    assert len(done) >= N_FILES


def test_a_cancelled_download_comes_through_and_the_next_one_goes_on(settings: Settings, hub: HubServer) -> None:
    def cancel(name: str, done: int, total: int) -> None:
        if done == total:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        resolve("translate", settings, on_progress=cancel)
    assert not list((settings.hub_cache_dir or Path()).rglob("*.incomplete"))
    chosen = resolve("translate", settings)
    assert (chosen.provenance, chosen.notices) == ("hub", ())
    assert hub.downloads().count("config.json") == 1


# Faults of the hub, each of which leads to the embedded model and says why


def test_offline_mode_leads_to_the_embedded_model_without_a_request(settings: Settings, hub: HubServer) -> None:
    message = embedded_because(replace(settings, offline=True))
    assert message == f"The embedded model toy-translator translates in place of {TRANSLATOR}, because offline mode is on."
    assert "toy-condenser summarizes" in embedded_because(replace(settings, offline=True), "summarize")
    assert hub.requests == []


def test_an_overloaded_hub_is_asked_once_for_both_tasks(settings: Settings, hub: HubServer) -> None:
    hub.faults = Faults(status={"": 503})
    assert f"the hub ({hub.url}) answered with status 503" in embedded_because(settings)
    assert "503" in embedded_because(settings, "summarize")
    assert len(hub.requests) == 1


def test_a_hub_that_gives_the_listing_but_not_the_files_is_not_asked_again_and_again(settings: Settings, hub: HubServer) -> None:
    hub.faults = Faults(status={"config.json": 503})
    assert "answered with status 503" in embedded_because(settings)
    assert sum("config.json" in line for line in hub.requests) == 1


def test_a_hub_that_never_answers_is_given_up_after_the_limit_and_not_tried_again_by_itself(settings: Settings, hub: HubServer) -> None:
    hub.faults = Faults(silent=True)
    hasty = replace(settings, hub_timeout_seconds=0.2)
    assert "did not answer within 0.2 s" in embedded_because(hasty)
    hub.faults = Faults()
    assert "did not answer within 0.2 s" in embedded_because(settings, "summarize")
    assert resolve("summarize", replace(settings, summarizer=SUMMARIZER)).provenance == "hub", "who names it is worth another try"
    assert resolve("summarize", settings).provenance == "hub"


def test_a_hub_that_drips_is_given_up_although_every_byte_comes_in_time(settings: Settings, hub: HubServer) -> None:
    hub.faults = Faults(n_drips=60)
    assert "did not answer within 0.5 s" in embedded_because(replace(settings, hub_timeout_seconds=0.5))


def test_a_refused_connection_is_no_reason_to_retry(settings: Settings) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{unused.getsockname()[1]}"
        assert f"the hub ({closed}) cannot be reached" in embedded_because(replace(settings, hub_endpoint=closed))


def test_an_address_that_swallows_packets_is_given_up_after_the_limit(settings: Settings) -> None:
    # A listener with a full queue drops further connections without a word, as a black-holed address does.
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address = listener.getsockname()
        waiting = []
        for _ in range(3):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(address)
            waiting.append(filler)
        hole = replace(settings, hub_endpoint=f"http://127.0.0.1:{address[1]}", hub_timeout_seconds=0.3)
        assert "did not answer within 0.3 s" in embedded_because(hole)
        for filler in waiting:
            filler.close()


def test_a_name_that_does_not_resolve_is_an_unreachable_hub(settings: Settings) -> None:
    message = embedded_because(replace(settings, hub_endpoint="http://hub.invalid", hub_timeout_seconds=5.0))
    assert "cannot be reached" in message or "did not answer" in message


def test_a_log_in_page_is_not_taken_for_the_hub(settings: Settings, hub: HubServer) -> None:
    hub.faults = Faults(captive=True)
    assert "does not answer as the hub does" in embedded_because(settings)


def test_a_hub_without_the_model_says_nothing_about_the_other_model(settings: Settings, hub: HubServer) -> None:
    del hub.repos[TRANSLATOR]
    assert f"the hub knows no public model {TRANSLATOR}" in embedded_because(settings)
    assert resolve("summarize", settings).provenance == "hub"


def test_a_hub_that_serves_another_commit_than_the_pinned_one_is_refused(settings: Settings, hub: HubServer) -> None:
    hub.faults = Faults(wrong_commit=True)
    assert f"where {SUMMARIZER_COMMIT} was asked for" in embedded_because(settings, "summarize")


def test_a_download_that_is_cut_once_is_resumed_where_it_broke(settings: Settings, hub: HubServer) -> None:
    hub.faults = Faults(cut_after=20)
    chosen = resolve("translate", settings)
    assert (chosen.provenance, chosen.notices) == ("hub", ())
    assert hub.faults.n_cuts == 0
    assert hub.downloads().count("source.spm") == 2
    assert (chosen.folder / "source.spm").read_bytes() == hub.repos[TRANSLATOR].files["source.spm"]


def test_a_download_that_breaks_off_leads_to_the_embedded_model_and_is_completed_later(settings: Settings, hub: HubServer) -> None:
    hub.faults = Faults(cut_after=20, after_cuts=503)
    assert "503" in embedded_because(settings)
    hub.faults = Faults()
    assert codes(resolve("translate", settings)) == ["embedded-model"], "one process does not try again by itself"
    (pulled,) = pull(settings, ["translate"])
    assert (pulled.provenance, pulled.notices) == ("hub", ())
    assert resolve("translate", settings) == pulled


def test_a_truncated_file_leads_to_the_embedded_model(settings: Settings, hub: HubServer) -> None:
    hub.faults = Faults(truncated=True)
    assert "broke off" in embedded_because(settings)


@pytest.mark.parametrize("file", ["model.safetensors", "vocab.json"])
def test_a_file_with_the_wrong_hash_is_removed_and_leads_to_the_embedded_model(settings: Settings, hub: HubServer, file: str) -> None:
    hub.faults = Faults(altered=file)
    assert f"{file} of {TRANSLATOR} does not have the hash" in embedded_because(settings)
    assert not list((settings.hub_cache_dir or Path()).rglob(file))
    assert "offline" in embedded_because(replace(settings, offline=True))


def test_hashes_are_checked_even_if_the_listing_has_none(settings: Settings, hub: HubServer) -> None:
    hub.faults = Faults(altered="model.safetensors", unlisted=True)
    assert "does not have the hash" in embedded_because(settings)


def test_a_hub_cache_that_cannot_be_written_leads_to_the_embedded_model(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    message = embedded_because(replace(settings, hub_cache_dir=tmp_path / "file" / "hub"))
    assert "cannot be written" in message


# Damage on this machine


def damage(checkpoint: Checkpoint, *, cut: bool) -> None:
    blob = (checkpoint.folder / "model.safetensors").resolve()
    content = blob.read_bytes()
    blob.write_bytes(content[:-7] if cut else content[:-1] + bytes([content[-1] ^ 1]))


@pytest.mark.parametrize("cut", [True, False])
def test_a_damaged_copy_is_fetched_again_and_said_so(settings: Settings, hub: HubServer, cut: bool) -> None:
    whole = resolve("translate", settings)
    damage(whole, cut=cut)
    repaired = resolve("translate", settings)
    assert codes(repaired) == ["cache-repaired"]
    assert repaired.sha256 == whole.sha256
    assert hub.downloads().count("model.safetensors") == 2
    assert resolve("translate", settings).notices == ()


@pytest.mark.parametrize("cut", [True, False])
def test_a_damaged_copy_is_never_used_when_the_hub_is_away(settings: Settings, cut: bool) -> None:
    damage(resolve("translate", settings), cut=cut)
    message = embedded_because(replace(settings, offline=True))
    assert "offline mode is on; the copy in" in message
    assert "is damaged (model.safetensors)" in message
    with pytest.raises(ModelBroken, match="is damaged"):
        resolve("translate", replace(settings, translator=TRANSLATOR, offline=True))


def test_a_copy_without_links_is_checked_by_its_shape(settings: Settings) -> None:
    chosen = resolve("translate", settings)
    weights = chosen.folder / "model.safetensors"
    content = weights.read_bytes()
    weights.unlink()
    weights.write_bytes(content[: len(content) // 2])
    assert "is damaged (model.safetensors)" in embedded_because(replace(settings, offline=True))


def test_an_incomplete_copy_is_completed_or_named(settings: Settings, hub: HubServer) -> None:
    chosen = resolve("translate", settings)
    (chosen.folder / "model.safetensors").resolve().unlink()
    (chosen.folder / "model.safetensors").unlink()
    assert "lacks model.safetensors or pytorch_model.bin" in embedded_because(replace(settings, offline=True))
    assert resolve("translate", settings) == chosen
    assert hub.downloads().count("config.json") == 1


def test_a_damaged_embedded_model_is_refused(settings: Settings) -> None:
    place = (settings.embedded_dir or Path()) / "translator" / "vocab.json"
    place.write_text("{}")
    with pytest.raises(ModelBroken, match=r"vocab\.json is not the file its card names.*offline mode is on"):
        resolve("translate", replace(settings, offline=True))


def test_without_any_model_both_reasons_are_given(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"no embedded model to translate.*offline mode is on"):
        resolve("translate", replace(settings, offline=True, embedded_dir=tmp_path / "nowhere"))


# Threads and processes


@pytest.mark.parametrize("healthy", [True, False])
def test_threads_that_ask_at_once_ask_the_hub_once(settings: Settings, hub: HubServer, healthy: bool) -> None:
    hub.faults = Faults() if healthy else Faults(status={"": 503})
    found: list[Checkpoint] = []
    threads = [threading.Thread(target=lambda: found.append(resolve("translate", settings))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert {checkpoint.provenance for checkpoint in found} == {"hub" if healthy else "embedded"}
    assert sum("/api/models/" in line for line in hub.requests) == 1


def test_the_environment_names_the_hub_and_its_cache(hub: HubServer, tmp_path: Path) -> None:
    program = (
        "from service.models import resolve; from service.settings import Settings; "
        "found = resolve('translate', Settings()); print(found.provenance, found.revision, found.folder)"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "RINGKAS_"))}
    environment |= {"HF_ENDPOINT": hub.url, "HF_HOME": str(tmp_path / "home"), "RINGKAS_CACHE": str(tmp_path / "cache")}
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program], env=environment, cwd=root, capture_output=True, text=True, check=True)
    provenance, revision, folder = done.stdout.split()
    assert (provenance, revision) == ("hub", TRANSLATOR_COMMIT)
    assert Path(folder).is_relative_to(tmp_path / "home" / "hub")
