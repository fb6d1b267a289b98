"""What is one name in many scripts and presses sounds alike; what is not does not."""

from itertools import combinations

import pytest

from people.naming.sounds import foldings, readings

ONE_NAME = {
    "be, ru, press": "Кавалёнак Ковалёнок Ковaленок Kavalionak Kovalyonok Kovalenok Kowaljonok Kavalonak",
    "palatal consonants": "Цярэшкаў Терешков Tsiareshkau Tereshkov Ciareškaŭ Tereschkow Terechkov",
    "short u": "Сакалоўскі Соколовский Sakalouski Sokolovsky Sokolowskij Sakałoŭski Sokołowski Соколовський",
    "hushing": "Шчарбакоў Щербаков Shcharbakou Shcherbakov Szczerbakow Schtscherbakow Chtcherbakov Ščarbakoŭ Ščerbakov",
    "ch": "Чарнышоў Чернышёв Charnyshou Chernyshev Czernyszow Tschernyschow Tchernychov Čarnyšoŭ Čërnyšëv",
    "zh": "Жукава Жукова Zhukava Zhukova Żukowa Žukava Schukowa Joukova",
    "kh": "Бахвалаў Бахвалов Bakhvalau Bakhvalov Bachwalow Bachvałaŭ Bahvalov",
    "g and h": "Гарбунова Горбунова Harbunova Gorbunova Гарбунова Horbunova",
    "yo": "Сямёнава Семёнова Семенова Siamionava Semyonova Semenova Siemionowa",
    "at the beginning": "Ярмошын Ермошин Yarmoshyn Ermoshin Yermoshin Jermoschin Jarmošyn Iarmoshyn",
    "-ski": "Палескі Полесский Paleski Polessky Polesskij Polesskiy Poleski",
    "-off": "Лапіцкаў Лапицков Lapitskau Lapitskov Lapizkow Lapitskoff Lapickow",
    "Baltic endings": "Зорын Зорин Zoryn Zorin Zorinas Zorins",
}


@pytest.mark.parametrize("words", ONE_NAME.values(), ids=ONE_NAME)
def test_spellings_of_one_name_share_a_folding(words: str) -> None:
    apart = [(one, other) for one, other in combinations(words.split(), 2) if foldings(one).isdisjoint(foldings(other))]
    assert not apart


@pytest.mark.parametrize(
    ("one", "other"),
    [("Оля", "Алла"), ("Olya", "Ala"), ("Яна", "Анна"), ("Марат", "Марта"), ("Галіна", "Аліна"), ("Алина", "Алёна")],
)
def test_other_given_names_have_no_reading_in_common(one: str, other: str) -> None:
    assert readings(one).isdisjoint(readings(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Каваленка", "Кавальчук"), ("Новік", "Новікаў"), ("Іванова", "Іванкова"), ("Бондар", "Бандура")],
)
def test_other_surnames_have_no_folding_in_common(one: str, other: str) -> None:
    assert foldings(one).isdisjoint(foldings(other))


def test_letters_of_the_other_script_that_look_the_same_are_read_as_meant() -> None:
    assert readings("Ивaнoв") == readings("Иванов")
    assert readings("Ivаnоv") == readings("Ivanov")


@pytest.mark.parametrize("word", ["محمد", "王", "გიორგი", "", "123", "ʼ", "Ω", "ß", "é́"])
def test_whatever_is_in_no_table_breaks_nothing(word: str) -> None:
    assert all(isinstance(one, str) for one in readings(word) | foldings(word))


def test_there_are_never_very_many_readings() -> None:
    assert len(readings("Schtschoukchtchejczewskaja" * 4)) <= 12
