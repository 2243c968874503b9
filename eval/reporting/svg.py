"""Draw charts as SVG text: bars with intervals, points, lines. Only what the report needs; no chart carries a script or a font."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

STYLE = (
    "<style>.chart text{font:12px system-ui,sans-serif;fill:#333}.chart .faint{fill:#777;font-size:11px}.chart .grid{stroke:#e3e3e3}"
    ".chart .axis{stroke:#999}.chart .whisker{stroke:#222;stroke-width:1.3}.chart .head{font-weight:600}"
    "@media(prefers-color-scheme:dark){.chart text{fill:#ddd}.chart .faint{fill:#999}.chart .grid{stroke:#333}"
    ".chart .whisker{stroke:#eee}}</style>"
)
OURS, BASELINE, BOUND = "#2f6fde", "#9aa5b1", "#e0a030"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its interval."""

    label: str
    value: float
    low: float
    high: float
    color: str = OURS


@dataclass(frozen=True, slots=True)
class Point:
    """One point; `label` is shown when the pointer rests on it."""

    x: float
    y: float
    label: str
    color: str = OURS


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps values between two bounds to pixels; `is_log` by their logarithms."""

    low: float
    high: float
    start: float
    end: float
    is_log: bool = False

    def __call__(self, value: float) -> float:
        """Return the pixel of a value."""
        low, high, value = (math.log(x) for x in (self.low, self.high, value)) if self.is_log else (self.low, self.high, value)
        return self.start + (value - low) / ((high - low) or 1) * (self.end - self.start)

    def ticks(self) -> list[float]:
        """Return round values within the bounds: of 1, 2 and 5 times powers of ten, about five of them."""
        if self.is_log:
            found = [m * 10**e for e in range(7) for m in (1, 2, 5)]
            return [tick for tick in found if self.low <= tick <= self.high]
        rough = (self.high - self.low) / 5 or 1
        power = 10 ** math.floor(math.log10(rough))
        step = next(m * power for m in (1, 2, 5, 10) if m * power >= rough * 0.999)
        first = math.ceil(self.low / step)
        return [n * step for n in range(first, math.floor(self.high / step + 1e-9) + 1)]


def chart(width: float, height: float, parts: Sequence[str], title: str) -> str:
    """Return a whole SVG document."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {width:g} {height:g}" role="img" width="{width:g}">'
    return f"{head}<title>{escape(title)}</title>{STYLE}{''.join(parts)}</svg>"


def bars(panels: Sequence[tuple[str, Sequence[Bar]]], title: str) -> str:
    """Return panels of horizontal bars side by side; the panels name the same systems in the same order."""
    left, panel, row, top = 300, 250, 24, 34
    height = top + row * max(len(found) for _, found in panels) + 24
    parts = []
    for number, (name, found) in enumerate(panels):
        start = left + number * (panel + 30)
        scale = Scale(0, max(bar.high for bar in found) * 1.05 or 1, start, start + panel)
        parts.append(text(start, 16, name, "head"))
        parts += [grid_x(scale, tick, top - 8, height - 22) for tick in scale.ticks()]
        for index, bar in enumerate(found):
            y = top + index * row
            if number == 0:
                parts.append(text(left - 8, y + 13, bar.label, anchor="end"))
            label = f"{bar.label}: {bar.value:.1f} [{bar.low:.1f}, {bar.high:.1f}]"
            size = max(0.0, scale(bar.value) - start)
            parts.append(
                f'<rect x="{start}" y="{y + 2}" width="{size:.1f}" height="{row - 8}" rx="2" fill="{bar.color}">'
                f"<title>{escape(label)}</title></rect>"
            )
            parts.append(_whisker(scale(bar.low), scale(bar.high), y + row / 2 - 2))
    return chart(left + len(panels) * (panel + 30), height, parts, title)


def scatter(points: Sequence[Point], x_name: str, y_name: str, title: str, *, diagonal: bool = False, log_x: bool = False) -> str:
    """Return a scatter plot; with `diagonal` both axes share their bounds."""
    width, height, left, bottom = 460, 420, 56, 46
    xs, ys = [point.x for point in points], [point.y for point in points]
    (x_low, x_high), (y_low, y_high) = _bounds(xs, log_x), _bounds(ys)
    if diagonal:
        x_low = y_low = min(x_low, y_low)
        x_high = y_high = max(x_high, y_high)
    x, y = Scale(x_low, x_high, left, width - 14, log_x), Scale(y_low, y_high, height - bottom, 14)
    parts = [grid_x(x, tick, 14, height - bottom) for tick in x.ticks()] + [grid_y(y, tick, left, width - 14) for tick in y.ticks()]
    if diagonal:
        parts.append(f'<line class="axis" stroke-dasharray="4 4" x1="{x(x_low)}" y1="{y(y_low)}" x2="{x(x_high)}" y2="{y(y_high)}"/>')
    for point in points:
        parts.append(
            f'<circle cx="{x(point.x):.1f}" cy="{y(point.y):.1f}" r="5" fill="{point.color}" fill-opacity="0.7">'
            f"<title>{escape(point.label)}</title></circle>"
        )
    parts.append(text((left + width) / 2, height - 8, x_name, anchor="middle"))
    parts.append(f'<g transform="translate(14 {(height - bottom) / 2}) rotate(-90)">{text(0, 0, y_name, anchor="middle")}</g>')
    return chart(width, height, parts, title)


def lines(series: Sequence[tuple[str, Sequence[float], str]], names: Sequence[str], title: str) -> str:
    """Return lines over named steps, each line labelled at its end."""
    width, height, left, bottom, right = 760, 320, 46, 46, 210
    (low, high) = _bounds([value for _, values, _ in series for value in values])
    x, y = Scale(0, max(1, len(names) - 1), left + 10, width - right), Scale(low, high, height - bottom, 14)
    parts = [grid_y(y, tick, left, width - right + 10) for tick in y.ticks()]
    step = max(1, len(names) // 6)
    parts += [text(x(i), height - 24, name, "faint", "middle") for i, name in enumerate(names) if i % step == 0]
    last = -100.0
    for name, values, color in sorted(series, key=lambda one: -one[1][-1]):
        places = " ".join(f"{x(i):.1f},{y(value):.1f}" for i, value in enumerate(values))
        parts.append(f'<polyline points="{places}" fill="none" stroke="{color}" stroke-width="2"/>')
        parts += [f'<circle cx="{x(i):.1f}" cy="{y(value):.1f}" r="3" fill="{color}"/>' for i, value in enumerate(values)]
        last = max(last + 14, y(values[-1]) + 4)
        parts.append(text(x(len(values) - 1) + 10, last, f"{name} {values[-1]:.1f}", color=color))
    return chart(width, height, parts, title)


def text(x: float, y: float, content: str, kind: str = "", anchor: str = "start", color: str = "") -> str:
    """Return a text element."""
    style = f' style="fill:{color}"' if color else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}"{style}>{escape(content)}</text>'


def grid_x(scale: Scale, tick: float, top: float, bottom: float) -> str:
    """Return a vertical grid line with its value below."""
    at = scale(tick)
    return f'<line class="grid" x1="{at:.1f}" y1="{top}" x2="{at:.1f}" y2="{bottom}"/>' + text(
        at, bottom + 15, f"{tick:g}", "faint", "middle"
    )


def grid_y(scale: Scale, tick: float, left: float, right: float) -> str:
    """Return a horizontal grid line with its value on the left."""
    at = scale(tick)
    return f'<line class="grid" x1="{left}" y1="{at:.1f}" x2="{right}" y2="{at:.1f}"/>' + text(
        left - 6, at + 4, f"{tick:g}", "faint", "end"
    )


def _whisker(low: float, high: float, y: float) -> str:
    ends = "".join(f'<line class="whisker" x1="{x:.1f}" y1="{y - 4}" x2="{x:.1f}" y2="{y + 4}"/>' for x in (low, high))
    return f'<line class="whisker" x1="{low:.1f}" y1="{y}" x2="{high:.1f}" y2="{y}"/>{ends}'


def _bounds(values: Sequence[float], is_log: bool = False) -> tuple[float, float]:
    low, high = min(values), max(values)
    if is_log:
        return low / 1.2, high * 1.2
    room = (high - low) * 0.06 or 1
    return max(0.0, low - room) if low >= 0 else low - room, high + room
