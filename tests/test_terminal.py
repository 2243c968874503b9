from __future__ import annotations

import signal
import threading

import pytest

from service.progress import Progress
from service.terminal import Display, counted, interruptible
from service.values import Notice, Severity


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (Progress("translating", 12, 88, "a.txt"), "12 of 88 sentences"),
        (Progress("condensing", 0, 2), "0 of 2 articles"),
        (Progress("reading", 1, 5), "1 of 5 inputs"),
        (Progress("downloading", 31_240_000, 298_000_000), "31.2 of 298.0 MB"),
        (Progress("downloading", 31_240_000, 0), ""),
        (Progress("loading", 0, 0, "the model"), ""),
        (Progress("weighing", 1, 3), "1 of 3"),
    ],
)
def test_progress_is_counted_in_its_own_unit(progress: Progress, words: str) -> None:
    assert counted(progress) == words


def test_a_warning_is_marked_and_information_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    with Display() as display:
        display.on_notice(Notice("a", "The cache cannot be written.", Severity.WARNING))
        display.on_notice(Notice("b", "The hub's translator serves.", Severity.INFO))
    assert capsys.readouterr().err == "warning: The cache cannot be written.\nThe hub's translator serves.\n"


def test_without_a_terminal_progress_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    with Display() as display:
        display.on_progress(Progress("translating", 1, 2))
    assert capsys.readouterr().err == ""


def test_the_first_ctrl_c_sets_the_event_and_the_second_raises() -> None:
    with interruptible(quiet=True) as cancel:
        assert not cancel.is_set()
        signal.raise_signal(signal.SIGINT)
        assert cancel.is_set()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_outside_the_main_thread_signals_are_left_alone() -> None:
    seen: list[bool] = []

    def work() -> None:
        before = signal.getsignal(signal.SIGINT)
        with interruptible() as cancel:
            seen.append(cancel.is_set() or signal.getsignal(signal.SIGINT) is not before)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [False]
