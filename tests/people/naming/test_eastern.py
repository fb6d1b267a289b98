"""Chinese, Korean and Vietnamese names are one whatever way they are written in, and two where a syllable differs."""

import pytest

from people.naming.comparing import compare
from people.naming.eastern import syllables_of
from people.naming.keys import keys_of
from people.naming.parsed import parse
from people.naming.tables import rows_of
from people.naming.tokens import Part
from people.naming.weighing import probability


def score(one: str, other: str) -> float:
    return probability(compare(parse(one), parse(other)).likeness)


SAME = [
    # Wade-Giles, with and without its marks.
    ("Ts'ao Chung-jen", "Cao Zhongren"),
    ("Hsiung Kuo-ch'üan", "Xiong Guoquan"),
    ("Hsiung Kuo-chuan", "Guoquan Xiong"),
    ("Chu-ko I-ting", "Zhuge Yiting"),
    # Palladius.
    ("Цзэн Жуйсюэ", "Zeng Ruixue"),
    ("Ван Чжицян", "Wang Zhiqiang"),
    ("Лю Чэнъянь", "Liu Chengyan"),
    ("У Жуйсюэ", "Wu Ruixue"),
    # Each syllable by itself, tones, characters, the family last.
    ("Fán Xiùhuá", "Xiu Hua Fan"),
    ("樊秀华", "Fan Xiuhua"),
    ("Lyu Jiayi", "Lü Jia-yi"),
    # Korean: Revised Romanization, McCune-Reischauer with and without breves, what passports and papers have.
    ("Baek Seungcheol", "Paek Sŭngch'ŏl"),
    ("Paik Seung-chul", "Paek Sungchol"),
    ("Rhee Ok-hee", "Yi Okhŭi"),
    ("이옥희", "Ri Okhui"),
    ("Lim Byung-kyu", "Im Byeonggyu"),
    ("Цой Сок Чин", "Choi Seok-jin"),
    # Vietnamese, without its marks, the family last.
    ("Le Quang Khai", "Lê Quang Khải"),
    ("Quang Khải Lê", "Le Quang Khai"),
    ("Vũ Thị Hoà", "Vũ Thị Hòa"),
]
DIFFERENT = [
    ("Xiong Guoquan", "Xiong Guoqing"),
    ("Cao Zhong", "Cao Chong"),
    ("Hsiung Kuo-ch'üan", "Xiong Guoqing"),
    ("Yang Xiuhua", "Wang Xiuhua"),
    ("Baek Seungcheol", "Baek Seunghun"),
    ("Paik Seung-chul", "Paek Songho"),
    ("Lê Quang Khanh", "Lê Quang Khang"),
    ("Le Quang Khanh", "Le Quang Thanh"),
    ("Lê Quang Thắng", "Lê Quang Thăng"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_name_is_one_in_every_way_of_writing(one: str, other: str) -> None:
    assert score(one, other) > 0.9
    assert score(other, one) > 0.9


@pytest.mark.parametrize(("one", "other"), SAME)
def test_whoever_is_meant_shares_keys(one: str, other: str) -> None:
    assert len(set(keys_of([one])) & set(keys_of([other]))) > 1


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_another_syllable_makes_another_name(one: str, other: str) -> None:
    assert score(one, other) < 0.7
    assert score(other, one) < 0.7


@pytest.mark.parametrize("name", ["Ганна Мельнік", "Li Kavalenka", "Kim Philby", "Пак Виктор", "Nguyen Smith", "Chan"])
def test_other_names_have_no_syllables(name: str) -> None:
    assert syllables_of(name.casefold().split()) == ()


def test_what_is_a_particle_elsewhere_is_a_name_there() -> None:
    assert [word.text for word in parse("Le Van Khai").words] == ["le", "van", "khai"]
    assert [word.text for word in parse("Du Xiuhua").words] == ["du", "xiuhua"]


def test_an_initial_stays_one() -> None:
    assert [word.part for word in parse("У. Мельнік").words] == [Part.INITIAL, Part.WORD]
    assert [word.part for word in parse("Kim A.").words] == [Part.WORD, Part.INITIAL]


def test_every_surname_is_one_of_its_language() -> None:
    for language, name, *_spellings in rows_of("eastern_surnames"):
        if language == "zh":
            assert set(name.split("-")) <= {pinyin for pinyin, *_others in rows_of("chinese")}, name
        if language == "vi":
            assert syllables_of([name, "khải"]), name


def test_no_syllable_and_no_surname_stands_twice() -> None:
    syllables = [pinyin for pinyin, *_others in rows_of("chinese")]
    surnames = [(language, name) for language, name, *_spellings in rows_of("eastern_surnames")]
    assert len(syllables) == len(set(syllables))
    assert len(surnames) == len(set(surnames))
