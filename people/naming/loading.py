"""Reads the tables before anybody asks: whoever asks first need not wait, and processes that are forked share them."""

from __future__ import annotations

from itertools import product

from people.naming.cases import parsings
from people.naming.comparing import compare
from people.naming.keys import keys_of
from people.naming.questions import questions

EXAMPLES = (
    *("Марыя Пятроўна Вадапад", "Maryja Piatrouna Vadapada", "M. Wodopad", "Ивана Водопада", "Ivn Szčuka"),
    *("王小明", "Wang Hsiao-ming", "Ван Сяомин", "김민수", "Kim Min-su", "Ким Мин Су", "Nguyễn Văn An"),
)
"""Between them they make use of every table."""


def load_tables() -> None:
    """Look the examples up and compare them with each other; what that needs is kept while the process runs."""
    asked = [one for name in EXAMPLES for one in parsings(name)]
    for one, other in product(asked, asked):
        compare(one, other)
    for one in asked:
        list(questions(one))
    keys_of(EXAMPLES)
