"""The measurements of ``name_quality`` as people read them: tables first, then every failure on a line of its own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bench.name_quality import ACCEPTED, Asked, Bin, ToldApart, off_by, shares


def found(asked: Sequence[Asked], names: Mapping[str, str]) -> str:
    """Shares by kind and every query whose right person was not first. ``names`` has a name of each person."""
    lines = [f"{'kind':22}{'queries':>8}{'first':>8}{'in ten':>8}"]
    lines += [
        f"{one.kind:22}{one.queries:8}{one.first / one.queries:8.3f}{one.among / one.queries:8.3f}"
        for one in shares(asked)
    ]
    missed = [one for one in asked if one.place != 1]
    lines += ["", f"Not first: {len(missed)}", *(_missed(one, names) for one in missed)]
    return _text(lines)


def _missed(one: Asked, names: Mapping[str, str]) -> str:
    place = f"place {one.place}" if one.place else "not found"
    before = one.answers[0] if one.answers else None
    instead = f"; first {names.get(before[0], before[0])} ({before[1]:.2f})" if before else ""
    return f"  {one.pair.kind:20} {one.pair.query} → {one.pair.known[0]} [{one.pair.person}]: {place}{instead}"


def told_apart(result: ToldApart) -> str:
    """The threshold, the share of different people that it accepts, each of them, each true pair that it refuses."""
    share = len(result.taken) / result.different if result.different else 0.0
    at = f"At {result.threshold:.3f}, which accepts {ACCEPTED:.0%} of {result.pairs} true pairs,"
    lines = [
        f"{at} {len(result.taken)} of {result.different} pairs of different people are accepted ({share:.2%}).",
        *(f"  taken for one  {score:.2f}  {two.kind:16} {two.one} / {two.other}" for two, score in result.taken),
        *(f"  refused        {score:.2f}  {p.kind:16} {p.query} / {p.known[0]}" for p, score in result.refused),
    ]
    return _text(lines)


def calibrated(bins: Sequence[Bin]) -> str:
    """Each bin of scores with the share that was right, and how far they are apart on average."""
    return _text(_bins(bins))


def _bins(bins: Sequence[Bin]) -> Iterator[str]:
    yield f"{'score':>12}{'answers':>9}{'mean':>8}{'right':>8}"
    for one in bins:
        yield f"{f'{one.low:.2f}–{one.high:.2f}':>12}{one.samples:9}{one.mean:8.3f}{one.share:8.3f}"
    yield f"Scores are off by {off_by(bins):.3f} on average."


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
