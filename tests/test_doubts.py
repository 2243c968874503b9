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
    ("Sebanyak 1.250 orang tiba pukul 21.11 WIB.", "A total of 1,250 people arrived at 21:11 WIB.", []),
    ("Sebanyak 1.250 orang tiba.", "A total of 1,520 people arrived.", ["number-missing"]),
    ("Dana itu Rp 1,5 miliar dan 40 ribu dolar.", "The fund is Rp 1.5 billion and $40,000.", []),
    ("Dana itu Rp 1,5 miliar.", "The fund is in the billions.", ["number-missing"]),
    ("Sebanyak 200 orang tewas.", "Some 20 people died.", ["number-missing"]),
    ("Harga naik 3,5 persen dan 12,75 poin.", "Prices rose 35 percent and 12.75 points.", ["number-missing"]),
    ("Dana itu 2,5 juta dolar.", "The fund is $2,500,000.", []),
    ("Ada 12 anak dan 3 guru.", "There are twelve children and three teachers.", []),
    ("Pada Sabtu (28/8/2021).", "On Saturday (28/8/2012).", ["number-missing"]),
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
