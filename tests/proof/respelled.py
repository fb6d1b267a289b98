"""Names as others write them."""

from people.romanising import romanised

IN_CYRILLIC = str.maketrans("abcdefghijklmnoprstuvyz", "абцдэфгхійклмнопрстувиз")


def respelled(name: str) -> list[str]:
    """The name as others write it: in another order and script, shortened, and with a slip."""
    first, *rest = name.split()
    last = rest[-1] if rest else first
    slip = f"{first} {last[:2]}{last[3:]}".strip()
    return [f"{last} {first}".lower().translate(IN_CYRILLIC), f"{first[0]}. {last}", slip, romanised(f"{last} {first}")]
