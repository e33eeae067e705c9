"""A relation or a balance in, plain sentences for people on a terminal out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from detente.relations.balance import AtTheExpense, Balance, Lean
from detente.relations.constants import (
    MIN_CHANGES,
    MIN_DEVELOPMENTS,
    MIN_PEERS,
    MIN_SIDE,
    PRIOR_WEIGHT,
    SCALE_NAMES,
)
from detente.relations.relation import Direction, Relation
from detente.relations.tone import Tone
from detente.relations.turning_points import TurningPoint
from detente.relations.weighing import LeftOut

Names = Mapping[str, str]


def describe_relation(
    relation: Relation, names: Names, *, labels: Mapping[str, str] | None = None
) -> str:
    """Return the state of a relation as lines of plain sentences.

    `names` gives names to codes, `labels` a few words to development ids; what has no name keeps
    its code or id.
    """
    labels = labels or {}
    a, b = (name_of(code, names) for code in relation.pair)
    lines = [
        f"{a} and {b}{_days(relation.since, relation.until)}",
        f"Tone: {_tone_words(relation.tone)}.",
    ]
    if relation.tone and relation.mu is not None:
        own = relation.tone.weight / (relation.tone.weight + PRIOR_WEIGHT)
        lines.append(
            f"The mean of all pairs is {signed(relation.mu)}; {own:.0%} of the figure rests on "
            f"this pair's own developments, the rest on that mean."
        )
    lines.extend(_direction_words(direction, names) for direction in relation.directions)
    if relation.share_of_signs is not None:
        lines.append(
            f"Share of signs: {signed(relation.share_of_signs, 2)} (+1: all developments "
            f"cooperative, -1: all conflictual)."
        )
    if relation.stock is not None:
        lines.append(f"Stock of the relation: {signed(relation.stock)} on a scale from -9 to +9.")
    lines.append(_volume_words(relation))
    lines.extend(_turning_point_words(point, labels) for point in relation.turning_points)
    if not relation.turning_points:
        lines.append("Turning points: none found.")
    if relation.most_influential and relation.tone:
        found = relation.most_influential
        lines.append(
            f"Without its most influential development ({_label(found.development_id, labels)}) "
            f"the tone would be {signed(found.tone_without)} instead of "
            f"{signed(relation.tone.mean)}."
        )
    lines.extend(left_out_words(relation.left_out))
    lines.append(f"Scale: {SCALE_NAMES[relation.scale]}. Intervals hold 90 %.")
    return "\n".join(lines)


def describe_balance(balance: Balance, names: Names) -> str:
    """Return how a state stands between two rivals as lines of plain sentences."""
    state, p, q = (name_of(code, names) for code in (balance.state, *balance.between))
    lines = [
        f"{state} between {p} and {q}{_days(balance.since, balance.until)}",
        f"Position: {position_words(balance, names)}.",
        f"Tone with {p}: {_tone_words(balance.tones[0])}.",
        f"Tone with {q}: {_tone_words(balance.tones[1])}.",
        _lean_words(balance.lean, p, q),
    ]
    if balance.percentile is not None and balance.z is not None:
        lines.append(
            f"Beside {balance.peers} states with enough developments with both: percentile "
            f"{balance.percentile:.0f} of lean to {p}, {signed(balance.z)} standard deviations "
            f"from their mean."
        )
    else:
        lines.append(
            f"Beside other states: not enough data ({balance.peers} states have {MIN_SIDE} "
            f"developments with both; at least {MIN_PEERS}, this one among them, are needed)."
        )
    if balance.engagement is not None:
        lines.append(f"Engagement (the lower of both tones): {signed(balance.engagement)}.")
    lines.append(_expense_words(balance.at_the_expense, p, q, by=balance.by))
    lines.append(_validation_words(balance, p, q))
    for side, left_out in zip((p, q), balance.left_out, strict=True):
        lines.extend(f"With {side}: {line}" for line in left_out_words(left_out))
    lines.append(f"Scale: {SCALE_NAMES[balance.scale]}. Intervals hold 90 %.")
    return "\n".join(lines)


def name_of(code: str, names: Names) -> str:
    """Return the name of a code, or the code itself."""
    return names.get(code, code)


def signed(value: float, digits: int = 1) -> str:
    """Return a number with its sign; nothing that rounds to 0 carries one.

    >>> signed(1.25), signed(-0.04)
    ('+1.2', '0.0')
    """
    text = f"{value:+.{digits}f}"
    return text[1:] if float(text) == 0 else text


def date_words(day: dt.date) -> str:
    """Return a day as it is written in a newspaper.

    >>> date_words(dt.date(2022, 4, 3))
    '3 April 2022'
    """
    return f"{day.day} {day:%B %Y}"


def verdict(tone: Tone) -> str:
    """Return what the interval allows to say about a tone."""
    if tone.low > 0:
        return "cooperative on balance"
    if tone.high < 0:
        return "conflictual on balance"
    return "neither clearly cooperative nor clearly conflictual"


def position_words(balance: Balance, names: Names) -> str:
    """Return the position with names in place of codes, and what is missing when unknown."""
    if balance.position == "unknown":
        return f"not enough data ({MIN_SIDE} developments with each rival are needed)"
    if balance.position.startswith("leaning "):
        return f"leaning to {name_of(balance.position.removeprefix('leaning '), names)}"
    return balance.position


def left_out_words(left_out: LeftOut) -> list[str]:
    """Return one line on what does not count, or none when everything does."""
    reasons = (
        (left_out.no_day, "have no known day (in no figure)"),
        (left_out.not_happened, "are planned, denied or wished for (in the volume alone)"),
        (left_out.background, "are background (in the volume alone)"),
        (left_out.no_score, "have no value on this scale (in the volume alone)"),
    )
    told = [f"{count} {words}" for count, words in reasons if count]
    return [f"Left out of the tone: {'; '.join(told)}."] if told else []


def _days(since: dt.date | None, until: dt.date | None) -> str:
    if since is None or until is None:
        return ""
    return f", {date_words(since)} to {date_words(until)}"


def _developments(n: int) -> str:
    return f"{n} development" if n == 1 else f"{n} developments"


def _tone_words(tone: Tone | None) -> str:
    if tone is None:
        return f"not enough data (fewer than {MIN_DEVELOPMENTS} developments that count)"
    return (
        f"{signed(tone.mean)} (interval {signed(tone.low)} to {signed(tone.high)}) from "
        f"{_developments(tone.n)}, {verdict(tone)}"
    )


def _direction_words(direction: Direction, names: Names) -> str:
    actor, recipient = name_of(direction.actor, names), name_of(direction.recipient, names)
    return f"{actor} towards {recipient}: {_tone_words(direction.tone)}."


def _volume_words(relation: Relation) -> str:
    if not relation.series:
        return "Volume: no development with a known day."
    busiest = max(relation.series, key=lambda period: period.volume)
    return (
        f"Volume: {_developments(relation.n_developments)}; most in the {relation.by} from "
        f"{date_words(busiest.start)}: {busiest.volume}."
    )


def _turning_point_words(point: TurningPoint, labels: Mapping[str, str]) -> str:
    unit = "mean score of a week" if point.kind == "tone" else "developments a week"
    before, after = (
        signed(value) if point.kind == "tone" else f"{value:.1f}"
        for value in (point.before, point.after)
    )
    cited = "; ".join(_label(key, labels) for key in point.developments)
    return (
        f"Turning point in {point.kind}, {date_words(point.date)}: {unit} from {before} to "
        f"{after}. Made by: {cited}."
    )


def _label(development_id: str, labels: Mapping[str, str]) -> str:
    label = labels.get(development_id)
    return f"{label} [{development_id}]" if label else development_id


def _lean_words(lean: Lean | None, p: str, q: str) -> str:
    if lean is None:
        return (
            f"Lean: not enough data (fewer than {MIN_DEVELOPMENTS} developments that count with "
            f"one of the rivals)."
        )
    return (
        f"Lean: {signed(lean.mean)} (interval {signed(lean.low)} to {signed(lean.high)}); above "
        f"0 is towards {p}, below 0 towards {q}."
    )


def _expense_words(found: AtTheExpense | None, p: str, q: str, *, by: str) -> str:
    if found is None:
        return (
            f"One tie at the expense of the other: not estimable ({MIN_CHANGES} {by}s with news "
            f"on both ties are needed)."
        )
    if found.high < 0:
        meaning = f"when the tie with {p} improves, the tie with {q} suffers"
    elif found.low > 0:
        meaning = "both ties move together"
    else:
        meaning = "no clear sign of either"
    return (
        f"One tie at the expense of the other: {meaning} (correlation of changes "
        f"{signed(found.correlation, 2)}, interval {signed(found.low, 2)} to "
        f"{signed(found.high, 2)}, {found.n} {by}s)."
    )


def _validation_words(balance: Balance, p: str, q: str) -> str:
    known = balance.validation
    if known is None:
        return f"Trust: a lean between {p} and {q} was never held against an outside measure."
    rho = f" (rho {' to '.join(f'{value:.2f}' for value in known.rho)})" if known.rho else ""
    agrees = "agrees" if known.validated else "does not agree"
    return (
        f"Trust: on {known.events} a lean between {p} and {q} {agrees} with {known.against}{rho}."
    )
