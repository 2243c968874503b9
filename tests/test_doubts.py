from __future__ import annotations

import pytest

from service.doubts import doubts, repeats

CASES = [
    ("Presiden tiba di Kabul pada Senin pagi.", "The president arrived in Kabul on Monday morning.", []),
    ("Presiden tiba di Kabul pada Senin pagi.", "", ["no-translation"]),
    ("...", "", []),
    ("Ya.", "Yes.", []),
    ("Tidak, tidak, tidak!", "No, no, no!", []),
    ("Menteri meminta maaf atas kejadian itu.", "I'm sorry, I'm sorry, I'm sorry, I'm sorry.", ["repetition"]),
    ("Polisi menahan tiga orang di Medan kemarin malam.", "Police.", ["length-ratio"]),
    ("Polisi menahan tiga orang.", "Police said " + " ".join(f"word{i}" for i in range(14)), ["length-ratio"]),
    ("Warga yang tinggal di lereng itu akan mengungsi.", "Residents yang tinggal di lereng itu akan evacuate.", ["source-copied"]),
    ("Ia lahir di Desa Di Atas Awan.", "He was born in Desa Di Atas Awan.", []),
]


@pytest.mark.parametrize(("source", "hypothesis", "codes"), CASES)
def test_doubts_name_what_is_wrong_and_nothing_else(source: str, hypothesis: str, codes: list[str]) -> None:
    assert [doubt.code for doubt in doubts(source, hypothesis)] == codes


def test_a_translation_stopped_at_the_limit_is_doubted() -> None:
    assert [doubt.code for doubt in doubts("Ia pergi.", "He went", finished=False)] == ["cut"]


@pytest.mark.parametrize(("text", "expected"), [("a b c a b c a b c", 3), ("a a a a", 4), ("a b c", 1), ("", 1)])
def test_repeats_counts_the_commonest_run(text: str, expected: int) -> None:
    assert repeats(text.split()) == expected
