"""Whether what is there and what a table lists are the same, said line by line where they are not."""

from __future__ import annotations

from collections.abc import Iterable

from kurzum.custody.listed import Listed


def agree(of: Listed, there: Iterable[str], known: Iterable[str]) -> None:
    """All that is there is known, and all that is known is there; says each that is not."""
    real, names = list(dict.fromkeys(there)), set(known)
    missing = [name for name in real if name not in names]
    gone = [f"{of.called} {name} is not there any more; take it out" for name in sorted(names - set(real))]
    lines = [f'    "{name}": "?",' for name in missing]
    assert not missing + gone, "\n".join([*of.faults(missing), *lines, *gone])
