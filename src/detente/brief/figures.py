"""Relations and a balance in, the sections on where they stand out: every figure in words."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from functools import partial

import polars as pl

from detente.brief.citing import Citer
from detente.brief.data import BriefData, Pair
from detente.brief.phrases import begin, enumerate_words, name_in_text, pair_in_text
from detente.brief.telling import act_with_date, searched_words
from detente.brief.tree import Drawing, Section, Statement
from detente.records import Development
from detente.relations import Balance, Relation, Tone
from detente.relations.balance import Lean
from detente.relations.constants import MIN_CHANGES, MIN_DEVELOPMENTS, MIN_SIDE, SCALE_NAMES
from detente.relations.relation import towards
from detente.relations.turning_points import TurningPoint
from detente.relations.weighing import in_window, of_pair, weigh
from detente.relations.words import date_words, left_out_words, signed, verdict

NO_TONE = f"not enough data (fewer than {MIN_DEVELOPMENTS} developments that count)"


def counted_ids(data: BriefData, relation: Relation) -> tuple[str, ...]:
    """Return the ids of the developments that count for the tone of a pair."""
    return _ids(_counted(data, relation, since=data.since))


def _counted(data: BriefData, relation: Relation, *, since: dt.date | None) -> pl.DataFrame:
    pair = of_pair(weigh(data.table, relation.scale), *relation.pair)
    return in_window(pair, since, data.until).filter(pl.col("weight") > 0)


def _ids(rows: pl.DataFrame) -> tuple[str, ...]:
    return tuple(rows["development_id"])


def figure(text: str, ids: Sequence[str], citer: Citer, *, label: str = "") -> Statement:
    """Return a figure that rests on developments, or the absence of any."""
    citations = citer.of(ids)
    if not citations:
        searched = searched_words(citer.data)
        return Statement(text, kind="absence", label=label, searched=searched)
    return Statement(
        text,
        citations,
        kind="figure",
        label=label,
        developments=tuple(ids),
        listed=citer.listed(ids),
    )


def tone_words(tone: Tone | None) -> str:
    """Return a tone with its interval and what that allows to say."""
    if tone is None:
        return NO_TONE
    return f"{interval_words(tone)}, {verdict(tone)}"


def interval_words(found: Tone | Lean) -> str:
    """Return a figure with its interval."""
    return f"{signed(found.mean)} (90 % interval {signed(found.low)} to {signed(found.high)})"


def tone_sentence(relation: Relation, data: BriefData) -> str:
    """Return the headline of a relation."""
    pair = pair_in_text(relation.pair, data.names)
    if relation.tone is None:
        return f"The tone between {pair} cannot be told: {NO_TONE}."
    return f"The tone between {pair} is {tone_words(relation.tone)}."


def turning_point_words(point: TurningPoint) -> str:
    """Return a turning point in words."""
    if point.kind == "tone":
        moved = (
            f"the mean score of a week went from {signed(point.before)} to {signed(point.after)}"
        )
    else:
        moved = f"the developments a week went from {point.before:.1f} to {point.after:.1f}"
    return f"From {date_words(point.date)} {moved}."


def relation_section(relations: Sequence[Relation], citer: Citer) -> Section:
    """Return where every relation stands."""
    parts = [_relation_part(relation, citer) for relation in relations]
    title = "Where the relation stands"
    if len(parts) == 1:
        return Section(title, parts[0].statements, drawing=parts[0].drawing)
    return Section("Where the relations stand", sections=tuple(parts))


def _relation_part(relation: Relation, citer: Citer) -> Section:
    data = citer.data
    rows = _counted(data, relation, since=data.since)
    ids = _ids(rows)
    statements = [figure(f"{begin(tone_words(relation.tone))}.", ids, citer, label="Tone")]
    for side in relation.directions:
        actor, other = (name_in_text(c, data.names) for c in (side.actor, side.recipient))
        own = _ids(towards(rows, side.actor, side.recipient))
        text = f"{begin(tone_words(side.tone))}."
        statements.append(figure(text, own, citer, label=begin(f"{actor} towards {other}")))
    share = "Not enough data."
    if relation.share_of_signs is not None:
        share = (
            f"{signed(relation.share_of_signs, 2)}, where +1 means that all is cooperative and "
            f"-1 that all is conflictual."
        )
    statements.append(figure(share, ids, citer, label="Share of signs"))
    stock = "Not enough data."
    if relation.stock is not None:
        stock = (
            f"{signed(relation.stock)} on a scale from -9 to +9, over all that is on record up to "
            f"the last day of this brief."
        )
    behind = _ids(_counted(data, relation, since=None))
    statements.append(figure(stock, behind, citer, label="Stock of the relation"))
    statements += _turning_points(relation, ids, citer)
    statements += _influence(relation, citer)
    left_out = tuple(i for i in _all_ids(relation.pair, data) if i not in set(ids))
    statements += [
        figure(
            line.removeprefix("Left out of the tone: "),
            left_out,
            citer,
            label="Left out of the tone",
        )
        for line in left_out_words(relation.left_out)
    ]
    text = f"{begin(SCALE_NAMES[relation.scale])}. Recent developments count more, few ones are drawn to the mean of all pairs."
    method = figure(text, ids, citer, label="Scale")
    statements.append(method)
    title = begin(pair_in_text(relation.pair, data.names))
    return Section(title, tuple(statements), drawing=_relation_drawing(relation, data))


def _all_ids(pair: Pair, data: BriefData) -> tuple[str, ...]:
    return tuple(d.development_id for d in data.of_pair(pair))


def _turning_points(relation: Relation, ids: Sequence[str], citer: Citer) -> list[Statement]:
    if not relation.turning_points:
        text = "None was found." if relation.tone else "None: not enough data."
        return [figure(text, ids, citer, label="Turning points")]
    by_id = {d.development_id: d for d in citer.data.developments}
    found = []
    for point in relation.turning_points:
        made_by = [by_id[i] for i in point.developments if i in by_id]
        replies = tuple(_line(d, citer) for d in made_by)
        text = f"{turning_point_words(point)} It was made by these developments:"
        statement = figure(text, point.developments, citer, label=f"Turning point in {point.kind}")
        found.append(dataclasses.replace(statement, replies=replies))
    return found


def _line(development: Development, citer: Citer) -> Statement:
    """Return a development in one line."""
    text = f"{begin(act_with_date(development, citer.data))}."
    return Statement(text, citer.of([development.development_id]))


def _influence(relation: Relation, citer: Citer) -> list[Statement]:
    found = relation.most_influential
    by_id = {d.development_id: d for d in citer.data.developments}
    if found is None or relation.tone is None or found.development_id not in by_id:
        return []
    act = act_with_date(by_id[found.development_id], citer.data)
    text = (
        f"{begin(act)}. Without this one the tone would be {signed(found.tone_without)} instead of "
        f"{signed(relation.tone.mean)}."
    )
    return [figure(text, [found.development_id], citer, label="Largest single influence")]


def _relation_drawing(relation: Relation, data: BriefData) -> Drawing | None:
    if not relation.series:
        return None
    rows = tuple(
        (f"{period.start:%Y-%m-%d}", _cell(period.tone), _cell(period.low), _cell(period.high),
         str(period.volume))
        for period in relation.series
    )  # fmt: skip
    busiest = max(relation.series, key=lambda period: period.volume)
    words = (
        f"Chart: tone between {pair_in_text(relation.pair, data.names)} by {relation.by}, at the "
        f"end {tone_words(relation.tone)}; below it the volume, highest in the {relation.by} from "
        f"{date_words(busiest.start)} with {busiest.volume} developments."
    )
    draw = partial(_draw_relation, relation, data)
    return Drawing(
        draw, words, (f"{begin(relation.by)} from", "Tone", "Low", "High", "Volume"), rows
    )


def _draw_relation(relation: Relation, data: BriefData) -> str:
    # the chart library takes half a second to load, and only a page needs it
    from detente.relations.charts import relation_chart, to_svg

    return to_svg(relation_chart(relation, data.table, data.names))


def _draw_balance(balance: Balance, data: BriefData) -> str:
    from detente.relations.charts import balance_chart, to_svg

    return to_svg(balance_chart(balance, data.names))


def _cell(value: float | None) -> str:
    return "" if value is None else signed(value)


def position_sentence(balance: Balance, data: BriefData) -> str:
    """Return where a state stands between its rivals."""
    state = name_in_text(balance.state, data.names)
    rivals = pair_in_text(balance.between, data.names)
    if balance.position == "unknown":
        return (
            f"Where {state} stands between {rivals} cannot be told: not enough data ({MIN_SIDE} "
            f"developments with each are needed)."
        )
    if balance.position.startswith("leaning "):
        towards = name_in_text(balance.position.removeprefix("leaning "), data.names)
        return f"Between {rivals}, {state} leans to {towards}."
    words = {
        "estranged": f"{state} is estranged from both: both tones are below 0",
        "balanced": f"{state} is balanced: the interval of its lean holds 0, and both tones are above 0",
        "no clear lean": f"{state} shows no clear lean",
    }
    return f"Between {rivals}, {words[balance.position]}."


def lean_words(balance: Balance, data: BriefData) -> str:
    """Return the lean with its interval."""
    if balance.lean is None:
        return f"not enough data (fewer than {MIN_DEVELOPMENTS} developments that count on a side)"
    p, q = (name_in_text(code, data.names) for code in balance.between)
    return f"{interval_words(balance.lean)}; above 0 is towards {p}, below 0 towards {q}"


def balance_ids(
    data: BriefData, relations: Sequence[Relation], balance: Balance
) -> tuple[str, ...]:
    """Return the ids of the developments with both rivals that count."""
    wanted = [{balance.state, rival} for rival in balance.between]
    return tuple(
        i for found in relations if set(found.pair) in wanted for i in counted_ids(data, found)
    )


def balance_section(balance: Balance, relations: Sequence[Relation], citer: Citer) -> Section:
    """Return how a state stands between its rivals."""
    data = citer.data
    ids = balance_ids(data, relations, balance)
    p, q = (name_in_text(code, data.names) for code in balance.between)
    peers = (
        f"Not enough data: {balance.peers} states have {MIN_SIDE} developments with both rivals."
    )
    if balance.percentile is not None and balance.z is not None:
        peers = (
            f"Percentile {balance.percentile:.0f} of lean to {p} among {balance.peers} states with "
            f"enough developments with both, {signed(balance.z)} standard deviations from their mean."
        )
    engagement = "Not enough data."
    if balance.engagement is not None:
        engagement = (
            f"{signed(balance.engagement)}, the lower of both tones: neglect of both is no balance."
        )
    rows = [
        ("Position", position_sentence(balance, data)),
        ("Lean", f"{begin(lean_words(balance, data))}."),
        ("Engagement", engagement),
        ("Beside other states", peers),
        ("One tie at the expense of the other", _expense(balance, p, q)),
        ("How far to trust it", _validation(balance, p, q)),
    ]
    statements = tuple(figure(text, ids, citer, label=label) for label, text in rows)
    return Section("Balance", statements, drawing=_balance_drawing(balance, data))


def _expense(balance: Balance, p: str, q: str) -> str:
    found = balance.at_the_expense
    if found is None:
        return f"Not enough data: {MIN_CHANGES} {balance.by}s with news on both ties are needed."
    if found.high < 0:
        meaning = f"When the tie with {p} improves, the tie with {q} suffers"
    elif found.low > 0:
        meaning = "Both ties move together"
    else:
        meaning = "No clear sign of either"
    return (
        f"{meaning} (correlation of changes {signed(found.correlation, 2)}, "
        f"{signed(found.low, 2)} to {signed(found.high, 2)}, over {found.n} {balance.by}s)."
    )


def _validation(balance: Balance, p: str, q: str) -> str:
    known = balance.validation
    if known is None:
        return (
            f"Not validated: a lean between {p} and {q} was never held against an outside measure."
        )
    rho = f" (rho {enumerate_words([f'{value:.2f}' for value in known.rho])})" if known.rho else ""
    if known.validated:
        return f"Validated: on {known.events} such a lean agrees with {known.against}{rho}."
    return f"Not validated: on {known.events} such a lean does not agree with {known.against}{rho}."


def _balance_drawing(balance: Balance, data: BriefData) -> Drawing | None:
    shown = [period for period in balance.series if period.lean is not None]
    if not shown:
        return None
    rows = tuple(
        (f"{period.end:%Y-%m-%d}", _cell(period.lean), _cell(period.low), _cell(period.high),
         f"{period.n[0]}, {period.n[1]}")
        for period in shown
    )  # fmt: skip
    words = (
        f"Chart: lean of {name_in_text(balance.state, data.names)} between "
        f"{pair_in_text(balance.between, data.names)}, at the end {lean_words(balance, data)}."
    )
    columns = (f"{begin(balance.by)} to", "Lean", "Low", "High", "Developments with each")
    return Drawing(partial(_draw_balance, balance, data), words, columns, rows)
