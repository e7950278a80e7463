"""A small picture of points and lines, as SVG of our own, for docs/."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import msgspec

_WIDTH, _HEIGHT = 720, 440
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 24, 48, 56
_INK, _GRID, _PAPER = "#1d2026", "#d9dbe0", "#ffffff"
_COLOURS = ("#0f8a5f", "#c2410c", "#4459c4", "#7a7f8a", "#b0368f")


class Line(msgspec.Struct, frozen=True):
    """Points joined in their order, each with a word beside it that may be empty."""

    name: str
    points: Sequence[tuple[float, float, str]]


def drawn(title: str, across: str, up: str, lines: Sequence[Line]) -> str:
    """The picture. ``across``, ``up``: what the axes are."""
    xs = _ticks([x for line in lines for x, _, _ in line.points])
    ys = _ticks([y for line in lines for _, y, _ in line.points])
    style = f'font-family="system-ui, sans-serif" font-size="12" fill="{_INK}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" {style}>',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="{_PAPER}"/>',
        f'<text x="{_LEFT}" y="24" font-size="15" font-weight="600">{escape(title)}</text>',
        *_axes(xs, ys, across, up),
    ]
    for n, line in enumerate(lines):
        parts += _line(line, _COLOURS[n % len(_COLOURS)], xs, ys)
        parts += _legend(line, _COLOURS[n % len(_COLOURS)], n)
    return "\n".join([*parts, "</svg>", ""])


def _axes(xs: Sequence[float], ys: Sequence[float], across: str, up: str) -> list[str]:
    parts = []
    for value in xs:
        x = _x(value, xs)
        parts.append(_stroke(x, _TOP, x, _HEIGHT - _BOTTOM))
        parts.append(f'<text x="{x:.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">{value:g}</text>')
    for value in ys:
        y = _y(value, ys)
        parts.append(_stroke(_LEFT, y, _WIDTH - _RIGHT, y))
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>')
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    parts.append(f'<text x="{middle:.1f}" y="{_HEIGHT - 12}" text-anchor="middle">{escape(across)}</text>')
    y = (_TOP + _HEIGHT - _BOTTOM) / 2
    turned = f'transform="rotate(-90 18 {y:.1f})"'
    parts.append(f'<text x="18" y="{y:.1f}" text-anchor="middle" {turned}>{escape(up)}</text>')
    return parts


def _line(line: Line, colour: str, xs: Sequence[float], ys: Sequence[float]) -> list[str]:
    places = [(_x(x, xs), _y(y, ys), word) for x, y, word in line.points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in places)
    parts = [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>']
    for x, y, word in places:
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>')
        if word:
            parts.append(f'<text x="{x + 7:.1f}" y="{y - 6:.1f}" fill="{colour}">{escape(word)}</text>')
    return parts


def _legend(line: Line, colour: str, n: int) -> list[str]:
    x = _LEFT + 12 + 150 * n
    return [
        f'<circle cx="{x}" cy="{_TOP - 10}" r="4" fill="{colour}"/>',
        f'<text x="{x + 9}" y="{_TOP - 6}">{escape(line.name)}</text>',
    ]


def _stroke(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{_GRID}"/>'


def _x(value: float, ticks: Sequence[float]) -> float:
    return _LEFT + (value - ticks[0]) / (ticks[-1] - ticks[0]) * (_WIDTH - _LEFT - _RIGHT)


def _y(value: float, ticks: Sequence[float]) -> float:
    return _HEIGHT - _BOTTOM - (value - ticks[0]) / (ticks[-1] - ticks[0]) * (_HEIGHT - _TOP - _BOTTOM)


def _ticks(values: Sequence[float]) -> list[float]:
    """Round numbers that hold all values between them."""
    low, high = min(values), max(values)
    step = 10.0**-6
    while (high - low) / step > 8:
        step *= 2.5 if f"{step:e}"[0] == "2" else 2
    first, last = int(low // step), int(-(-high // step))
    return [round(n * step, 9) for n in range(first, max(last, first + 1) + 1)]
