"""Invented names in three spellings, from syllables of our own: no name is taken from a living person's list.

A family name is a triple of syllables, so that any two of 4,608 persons in a row have different ones; and every ending
is spelled differently in Belarusian and in Russian romanisation, so that a person's names are three texts.
"""

from typing import NamedTuple


class Spelling(NamedTuple):
    """One name, or a part of it, as three traditions write it."""

    belarusian: str
    russian: str
    cyrillic: str

    def __add__(self, other: object) -> "Spelling":
        """Letters put together, spelling by spelling."""
        if not isinstance(other, Spelling):
            return NotImplemented
        return Spelling(*(mine + its for mine, its in zip(self, other, strict=True)))


def _spellings(words: str) -> tuple[Spelling, ...]:
    return tuple(Spelling(*word.split("/")) for word in words.split())


GIVEN_MEN = _spellings(
    "Ihnar/Ignar/Игнар Valhor/Valgor/Валгор Zhdamir/Zhdamir/Ждамир Stanihor/Stanigor/Станигор "
    "Barysvet/Borisvet/Борисвет Radahost/Radogost/Радогост Miralad/Mirolad/Миролад Vezhan/Vezhan/Вежан "
    "Liubahor/Lyubogor/Любогор Tsveran/Tsveran/Цверан Darafan/Dorofan/Дорофан Kiryvit/Kirivit/Киривит "
    "Alharyn/Olgarin/Ольгарин Siavur/Sevur/Севур Yasnamir/Yasnomir/Ясномир Hradzim/Gradim/Градим "
    "Pralesh/Prolesh/Пролеш Valian/Volyan/Волян Uladan/Vladan/Владан Zmiser/Dmiser/Дмисер"
)
GIVEN_WOMEN = _spellings(
    "Ihnara/Ignara/Игнара Valhora/Valgora/Валгора Zhdamira/Zhdamira/Ждамира Staniha/Staniga/Станига "
    "Svetsiana/Svetyana/Светяна Radahosta/Radogosta/Радогоста Miralada/Mirolada/Миролада Vezhana/Vezhana/Вежана "
    "Liubahora/Lyubogora/Любогора Tsverana/Tsverana/Цверана Darafana/Dorofana/Дорофана Kiryna/Kirina/Кирина "
    "Alharyna/Olgarina/Ольгарина Siaura/Sevura/Севура Yasnamira/Yasnomira/Ясномира Hradana/Gradana/Градана "
    "Pralesa/Prolesa/Пролеса Valiana/Volyana/Воляна Uladana/Vladana/Владана Zmisera/Dmisera/Дмисера"
)
BEGINNINGS = _spellings(
    "Ba/Ba/Ба Vie/Ve/Ве Ho/Go/Го Dra/Dra/Дра Zhu/Zhu/Жу Za/Za/За Ki/Ki/Ки Lia/Lya/Ля Mu/Mu/Му Nio/Nyo/Нё Pa/Po/По "
    "Ru/Ru/Ру Sia/Se/Се Ta/To/То Ure/Vre/Вре Fa/Fa/Фа Khi/Khi/Хи Tso/Tso/Цо Che/Che/Че Shu/Shu/Шу Ya/Ya/Я Kra/Kra/Кра "
    "Hli/Gli/Гли Blu/Blu/Блу"
)
MIDDLES = _spellings(
    "bar/bar/бар vil/vil/вил hun/gun/гун dzim/dim/дим zhal/zhal/жал zor/zor/зор kut/kut/кут los/los/лос myr/mir/мир "
    "nat/nat/нат pen/pen/пен ryd/rid/рид sar/sar/сар tul/tul/тул feld/feld/фельд khav/khov/хов tsyr/tsir/цир "
    "char/char/чар shal/shal/шал brus/brus/брус drak/drak/драк klim/klim/клим stan/stan/стан tryz/triz/триз"
)
ENDINGS_MEN = _spellings(
    "ouski/ovsky/овский ionak/yonok/ёнок au/ov/ов chyk/chik/чик ievich/evich/евич enia/enya/еня yn/in/ин iets/ets/ец"
)
ENDINGS_WOMEN = _spellings(
    "ouskaia/ovskaya/овская ionak/yonok/ёнок ava/ova/ова chyk/chik/чик ievich/evich/евич enia/enya/еня yna/ina/ина "
    "iets/ets/ец"
)
FAMILIES = len(BEGINNINGS) * len(MIDDLES) * len(ENDINGS_MEN)
# Prime, so that walking in such steps visits every family name before one comes again.
STEP = 1009
TOWN_ENDINGS = ("ava", "ichy", "ets", "na", "sk")
TOWNS = len(BEGINNINGS) * len(MIDDLES) * len(TOWN_ENDINGS)


def family(number: int, *, woman: bool) -> Spelling:
    """The family name with this number (any whole number; the names repeat after ``FAMILIES``)."""
    rest, ending = divmod(number * STEP % FAMILIES, len(ENDINGS_MEN))
    beginning, middle = divmod(rest, len(MIDDLES))
    endings = ENDINGS_WOMEN if woman else ENDINGS_MEN
    return BEGINNINGS[beginning] + MIDDLES[middle] + endings[ending]


def town(number: int) -> str:
    """The invented town with this number; the names repeat after ``TOWNS``."""
    rest, ending = divmod(number * STEP % TOWNS, len(TOWN_ENDINGS))
    beginning, middle = divmod(rest, len(MIDDLES))
    return f"{BEGINNINGS[beginning].belarusian}{MIDDLES[middle].belarusian}{TOWN_ENDINGS[ending]}"
