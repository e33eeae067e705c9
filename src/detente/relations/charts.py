"""A relation or a balance in, an Altair chart out, and a chart saved as SVG, PNG or HTML.

Colours are from Okabe and Ito's palette, which colour-blind readers can tell apart; every chart
names its scale and its interval. Saving needs no network.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import altair as alt
import polars as pl
import vl_convert

from detente.relations.balance import Balance
from detente.relations.constants import MIN_DEVELOPMENTS, SCALE_NAMES
from detente.relations.relation import Relation
from detente.relations.turning_points import TurningPoint
from detente.relations.weighing import in_window, of_pair, weigh
from detente.relations.words import name_of, position_words, signed, verdict

COOPERATION, CONFLICT = "#0072B2", "#D55E00"
INK, GREY, PALE = "#22303c", "#6b7680", "#c6d3df"
WIDTH = 700
LETTER_WIDTH = 5.6  # of the 11-pixel label font, rounded up
MAX_LABELS = 8
MAX_ROWS = 7
MAX_LETTERS = 42
TEXT_ROWS = 3  # rows for the words of turning points
ROW_HEIGHT = 16
SAVED_AS = (".svg", ".png", ".html")


@dataclass(frozen=True, slots=True)
class Placed:
    """A label of a chart: which item, its row from below, where its text begins, in pixels."""

    item: int
    row: int
    left: float


def relation_chart(
    relation: Relation, developments: pl.DataFrame, names: Mapping[str, str]
) -> alt.VConcatChart:
    """Return tone with its interval and turning points above volume, one time axis.

    `developments` is the table that `relation` was made of; the column `label` names what is
    marked: the developments that pull the tone most from the mean of all pairs.
    Raises ValueError when the relation has no development with a day.
    """
    if relation.since is None or relation.until is None or not relation.series:
        raise ValueError(
            f"nothing to draw: no development between {' and '.join(relation.pair)} has a day"
        )
    a, b = (name_of(code, names) for code in relation.pair)
    state = f"{verdict(relation.tone)}" if relation.tone else "not enough data for a tone"
    figure = f" ({signed(relation.tone.mean)})" if relation.tone else ""
    x = _time_axis(relation.since, relation.until)
    panels = [_tone_panel(relation, x), _volume_panel(relation, relation.since, relation.until)]
    marked = _marked(relation, developments)
    if marked:
        panels.insert(0, _label_panel(marked, relation.since, relation.until))
    return _finish(
        panels,
        title=f"{a} and {b}: {state}{figure}",
        caption=[
            f"Tone: mean score of developments, {SCALE_NAMES[relation.scale]}, recent ones "
            f"counting more, few ones drawn to the mean of all pairs (dotted).",
            "Band: 90 % interval. Dashed rules: turning points, with the weekly level before and "
            "after. Blue: cooperation, orange: conflict.",
        ],
    )


def balance_chart(balance: Balance, names: Mapping[str, str]) -> alt.VConcatChart:
    """Return the lean between two rivals over time with its interval.

    Raises ValueError when there is no lean at any time.
    """
    shown = [period for period in balance.series if period.lean is not None]
    if balance.since is None or balance.until is None or not shown:
        raise ValueError(
            f"nothing to draw: fewer than {MIN_DEVELOPMENTS} developments between "
            f"{balance.state} and one of {' and '.join(balance.between)}"
        )
    state, p, q = (name_of(code, names) for code in (balance.state, *balance.between))
    x = _time_axis(balance.since, balance.until)
    rows = [
        {"day": _iso(period.end), "value": period.lean, "low": period.low, "high": period.high}
        for period in shown
    ]
    reach = max(1.0, *(abs(float(row[key] or 0)) for row in rows for key in ("low", "high")))
    y = alt.Scale(domain=[-1.15 * reach, 1.15 * reach], nice=False)
    sides = [
        {"value": 1.05 * reach, "text": f"↑ towards {p}"},
        {"value": -1.05 * reach, "text": f"↓ towards {q}"},
    ]
    side_labels = (
        alt.Chart(alt.InlineData(values=sides))
        .mark_text(align="left", fontSize=12, fontWeight="bold", color=GREY, dx=6)
        .encode(x=alt.value(0), y=alt.Y("value:Q", scale=y), text="text:N")
    )
    chart = alt.LayerChart(layer=[*_band_and_line(rows, x, y), side_labels]).properties(
        width=WIDTH, height=260, title=_panel_title("Lean: tone with one rival minus the other")
    )
    rank = (
        f" Percentile {balance.percentile:.0f} of lean to {p} among {balance.peers} states."
        if balance.percentile is not None
        else ""
    )
    trust = {True: "agrees", False: "does not agree", None: "was never compared"}[balance.validated]
    return _finish(
        [chart],
        title=f"{state} between {p} and {q}: {position_words(balance, names)}",
        caption=[
            f"Lean in points of {SCALE_NAMES[balance.scale]}. Band: 90 % interval.{rank}",
            f"For these rivals the lean {trust} with UN voting.",
        ],
    )


def to_svg(chart: alt.VConcatChart) -> str:
    """Return a chart as SVG, to stand inside a page."""
    svg: str = vl_convert.vegalite_to_svg(chart.to_json())
    return svg


def save_chart(chart: alt.VConcatChart, path: str | Path) -> Path:
    """Write a chart as .svg, .png or .html (one file, scripts inside) and return its path.

    Raises ValueError for another ending.
    """
    path = Path(path)
    if path.suffix not in SAVED_AS:
        raise ValueError(f"{path} ends in {path.suffix!r}: expected one of {', '.join(SAVED_AS)}")
    if path.suffix == ".html":
        chart.save(str(path), inline=True)
    else:
        chart.save(str(path), scale_factor=2 if path.suffix == ".png" else 1)
    return path


def place_labels(positions: Sequence[float], widths: Sequence[float]) -> list[Placed]:
    """Return rows for labels over a time axis so that no text meets a text or a leader line.

    `positions` and `widths` are pixels; a text begins at its position, or further left where it
    would leave the chart. Worked from right to left: an earlier label goes above the later ones
    that it reaches over. A label for which no row is free is left out.
    """
    placed: list[Placed] = []
    for item in sorted(range(len(positions)), key=lambda k: (-positions[k], k)):
        left = max(0.0, min(positions[item], WIDTH - widths[item]))
        for row in range(MAX_ROWS):
            candidate = Placed(item, row, left)
            if not any(_collide(candidate, other, positions, widths) for other in placed):
                placed.append(candidate)
                break
    return placed


def _collide(a: Placed, b: Placed, positions: Sequence[float], widths: Sequence[float]) -> bool:
    right_a, right_b = a.left + widths[a.item], b.left + widths[b.item]
    if a.row == b.row:
        return a.left < right_b and b.left < right_a
    low, high, right = (a, b, right_a) if a.row < b.row else (b, a, right_b)
    # the leader of the higher label runs down through the rows below it
    return low.left - 2 <= positions[high.item] <= right


def _marked(relation: Relation, developments: pl.DataFrame) -> list[dict[str, Any]]:
    if relation.mu is None or "label" not in developments.columns:
        return []
    pair = of_pair(weigh(developments, relation.scale), *relation.pair)
    own = in_window(pair, relation.since, relation.until).filter(
        (pl.col("weight") > 0) & pl.col("label").is_not_null() & (pl.col("label") != "")
    )
    pull = pl.col("weight") * (pl.col("value") - relation.mu).abs()
    chosen = own.with_columns(pull=pull).sort("pull", "development_id", descending=[True, False])
    # ten reports of one kind of act on one day would fill the chart with one label
    chosen = chosen.unique(["day", "label"], keep="first", maintain_order=True)
    return [
        {
            "day": row["day"],
            "text": _shorten(f"{row['day'].day} {row['day']:%b}: {row['label']}"),
            "sign": (row["value"] > 0) - (row["value"] < 0),
        }
        for row in chosen.head(MAX_LABELS).iter_rows(named=True)
    ]


def _shorten(text: str) -> str:
    return text if len(text) <= MAX_LETTERS else f"{text[: MAX_LETTERS - 1].rstrip()}…"


def _label_panel(marked: list[dict[str, Any]], since: dt.date, until: dt.date) -> alt.LayerChart:
    days = max(1, (until - since).days)
    positions = [WIDTH * (row["day"] - since).days / days for row in marked]
    widths = [LETTER_WIDTH * len(row["text"]) + 10 for row in marked]
    placed = place_labels(positions, widths)
    height = ROW_HEIGHT * (1 + max(label.row for label in placed)) + 6
    colours = {1: COOPERATION, -1: CONFLICT, 0: GREY}
    rows = [
        {
            "day": _iso(marked[label.item]["day"]),
            "left": label.left,
            "text": marked[label.item]["text"],
            "y": height - ROW_HEIGHT * (label.row + 0.5) - 6,
            # a leader stops below a text that was moved over it
            "top": height
            - ROW_HEIGHT * label.row
            - 6
            - (8 if label.left == positions[label.item] else 2),
            "base": height,
            "colour": colours[marked[label.item]["sign"]],
        }
        for label in placed
    ]
    pixels = alt.Scale(domain=[0, height], range=[0, height])
    y = alt.Y("y:Q", scale=pixels, axis=None)
    colour = alt.Color("colour:N", scale=None)
    x = _time_axis(since, until, shown=False)
    base = alt.Chart(alt.InlineData(values=rows))
    left = alt.X("left:Q", scale=alt.Scale(domain=[0, WIDTH], range=[0, WIDTH]), axis=None)
    leaders = base.mark_rule(strokeWidth=1).encode(
        x=x, y=alt.Y("top:Q", scale=pixels, axis=None), y2="base:Q", color=colour
    )
    dots = base.mark_circle(size=40, opacity=1).encode(
        x=x, y=alt.Y("base:Q", scale=pixels, axis=None), color=colour
    )
    texts = base.mark_text(align="left", baseline="middle", fontSize=11, dx=4).encode(
        x=left, y=y, text="text:N", color=colour
    )
    panel: alt.LayerChart = alt.LayerChart(layer=[leaders, dots, texts]).resolve_scale(
        x="independent"
    )
    return panel.properties(width=WIDTH, height=height)


def _tone_panel(relation: Relation, x: alt.X) -> alt.LayerChart:
    rows = [
        {"day": _iso(period.end), "value": period.tone, "low": period.low, "high": period.high}
        for period in relation.series
        if period.tone is not None
    ]
    title = _panel_title("Tone")
    if not rows:
        empty = alt.Chart(alt.InlineData(values=[{"text": "not enough data for a tone"}]))
        text = empty.mark_text(fontSize=14, color=GREY).encode(
            x=alt.value(WIDTH / 2), y=alt.value(40), text="text:N"
        )
        return alt.LayerChart(layer=[text]).properties(width=WIDTH, height=80, title=title)
    ends = [0.0, *(float(row[key] or 0) for row in rows for key in ("low", "high"))]
    room = 0.12 * (max(ends) - min(ends))
    y = alt.Scale(domain=[min(ends) - room, max(ends) + 2 * room], nice=False)
    mean = (
        alt.Chart(alt.InlineData(values=[{"value": relation.mu}]))
        .mark_rule(strokeDash=[1, 3], color=GREY)
        .encode(y=alt.Y("value:Q", scale=y))
    )
    breaks = [point for point in relation.turning_points if point.kind == "tone"]
    return alt.LayerChart(
        layer=[*_band_and_line(rows, x, y), mean, *_turning_point_marks(breaks, relation, x)]
    ).properties(width=WIDTH, height=230, title=title)


def _band_and_line(
    rows: list[dict[str, Any]], x: alt.X, scale: alt.Scale
) -> tuple[alt.Chart, alt.Chart, alt.Chart]:
    base = alt.Chart(alt.InlineData(values=rows))
    axis = alt.Axis(
        title=None,
        format="+.1~f",
        tickCount=5,
        labelExpr="datum.value == 0 ? '0' : datum.label",
    )
    y = alt.Y("value:Q", scale=scale, axis=axis)
    zero = (
        alt.Chart(alt.InlineData(values=[{"value": 0}]))
        .mark_rule(color=INK, strokeWidth=1)
        .encode(y=alt.Y("value:Q", scale=scale))
    )
    band = base.mark_area(color=PALE, opacity=0.75).encode(
        x=x, y=alt.Y("low:Q", scale=scale, axis=axis), y2="high:Q"
    )
    line = base.mark_line(
        color=INK, strokeWidth=2, point=alt.OverlayMarkDef(color=INK, size=18)
    ).encode(x=x, y=y)
    return band, zero, line


def _volume_panel(relation: Relation, since: dt.date, until: dt.date) -> alt.LayerChart:
    rows = [
        {
            "start": _iso(period.start),
            "end": _iso(period.end + dt.timedelta(days=1)),
            "volume": period.volume,
        }
        for period in relation.series
    ]
    breaks = [point for point in relation.turning_points if point.kind == "volume"]
    # the words of the turning points stand above the bars
    room = 1 + 0.3 * min(len(breaks), TEXT_ROWS)
    top = room * max(1, *(period.volume for period in relation.series))
    bars = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_rect(color="#93a4b3", stroke="white", strokeWidth=1)
        .encode(
            x=_time_axis(since, until, field="start"),
            x2="end:T",
            y=alt.Y(
                "volume:Q",
                scale=alt.Scale(domain=[0, top], nice=False),
                axis=alt.Axis(title=None, tickCount=3, tickMinStep=1, format="d"),
            ),
            y2=alt.datum(0),
        )
    )
    x = _time_axis(since, until)
    return alt.LayerChart(layer=[bars, *_turning_point_marks(breaks, relation, x)]).properties(
        width=WIDTH,
        height=int(90 * room),
        title=_panel_title(f"Volume: developments a {relation.by}"),
    )


def _turning_point_marks(
    points: list[TurningPoint], relation: Relation, x: alt.X
) -> list[alt.Chart]:
    if not points or relation.since is None or relation.until is None:
        return []
    days = max(1, (relation.until - relation.since).days)
    rows = []
    for k, point in enumerate(points):
        levels = (
            f"{signed(point.before)} to {signed(point.after)}"
            if point.kind == "tone"
            else f"{point.before:.1f} to {point.after:.1f} a week"
        )
        text = f"{point.date.day} {point.date:%b}: {levels}"
        at = WIDTH * (point.date - relation.since).days / days
        rows.append(
            {
                "day": _iso(point.date),
                "text": text,
                "shift": max(4.0, min(at + 4, WIDTH - LETTER_WIDTH * len(text))),
                "y": 8 + 14 * (k % TEXT_ROWS),
            }
        )
    base = alt.Chart(alt.InlineData(values=rows))
    rules = base.mark_rule(color=INK, strokeDash=[5, 3], strokeWidth=1.2).encode(x=x)
    texts = [
        alt.Chart(alt.InlineData(values=[row]))
        .mark_text(
            align="left",
            fontSize=11,
            fontWeight="bold",
            color=INK,
            stroke=rim,
            strokeWidth=0 if rim is None else 4,
        )
        .encode(x=alt.value(row["shift"]), y=alt.value(row["y"]), text="text:N")
        for row in rows
        # a white rim below keeps the words apart from a rule or line that they cross
        for rim in ("white", None)
    ]
    return [rules, *texts]


def _time_axis(since: dt.date, until: dt.date, *, field: str = "day", shown: bool = True) -> alt.X:
    until = max(until, since + dt.timedelta(days=1))
    form = "%-d %b %Y" if (until - since).days < 150 else "%b %Y"
    axis = alt.Axis(title=None, format=form, tickCount=7, labelOverlap=True, grid=False)
    return alt.X(
        f"{field}:T",
        scale=alt.Scale(domain=[_date_time(since), _date_time(until)], nice=False),
        axis=axis if shown else None,
    )


def _date_time(day: dt.date) -> alt.DateTime:
    return alt.DateTime(year=day.year, month=day.month, date=day.day)


def _iso(day: dt.date) -> str:
    # with a time: a bare day is read as UTC and drawn a day early west of Greenwich
    return f"{day.isoformat()}T00:00:00"


def _panel_title(text: str) -> alt.TitleParams:
    return alt.TitleParams(text, anchor="start", fontSize=12, color=GREY, offset=6)


def _finish(panels: list[alt.LayerChart], *, title: str, caption: list[str]) -> alt.VConcatChart:
    headline = alt.TitleParams(
        title,
        subtitle=caption,
        anchor="start",
        fontSize=17,
        color=INK,
        subtitleFontSize=11,
        subtitleColor=GREY,
        subtitlePadding=5,
        offset=12,
    )
    styled: alt.VConcatChart = (
        alt.VConcatChart(vconcat=panels, spacing=6)
        .properties(title=headline, background="white", padding=14)
        .configure(font="Helvetica, Arial, sans-serif")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=GREY,
            labelFontSize=11,
            domainColor="#aab4bd",
            tickColor="#aab4bd",
            gridColor="#eceff1",
        )
    )
    return styled
