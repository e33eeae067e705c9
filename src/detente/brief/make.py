"""`BriefData` in, a checked `Brief` out."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence

from detente.brief.checks import check_brief, check_citations
from detente.brief.citing import Citer
from detente.brief.data import BriefData
from detente.brief.figures import (
    NO_TONE,
    balance_ids,
    balance_section,
    counted_ids,
    figure,
    lean_words,
    position_sentence,
    relation_section,
    tone_sentence,
    tone_words,
    turning_point_words,
)
from detente.brief.phrases import begin, enumerate_words, name_in_text, pair_in_text
from detente.brief.selecting import PairParts, by_date, importance, is_opinion_only, split_pair
from detente.brief.telling import (
    act_with_date,
    announced,
    disputed,
    searched_words,
    what_happened,
)
from detente.brief.terms import likelihood_words, likelihoods
from detente.brief.tree import Brief, Section, Statement
from detente.errors import BriefError
from detente.records import Development
from detente.relations import Relation
from detente.relations.words import date_words

LANGUAGES = ("en",)
MOST_IN_SHORT = 3
SEPARATE_TONES = 2
"""With more relations than this their tones share one statement."""
READING_STAGES = ("read", "language")
MOST_PROBLEMS = 3

_LEVELS = {
    "high": "independent origins support one another",
    "moderate": "one origin with a known record, or several that do not settle the matter",
    "low": "sources without a known record, or reports that are contradicted",
}


def make_brief(data: BriefData, *, language: str = "en") -> Brief:
    """Return the brief on a state and its relations, checked.

    Every citation shows exactly the sentence of `data.sentences`, every statement rests on
    something, and no sentence mixes a likelihood with a level of confidence; `BriefError`
    otherwise, and for a language that is not written.
    """
    if language not in LANGUAGES:
        raise BriefError(
            f"no brief can be written in {language!r}: expected {', '.join(LANGUAGES)}"
        )
    parts = [split_pair(data, relation.pair) for relation in data.relations]
    citer = Citer(data, told=_told(parts, data), counted=_counted(parts, data))
    sections = [
        _in_short(parts, citer),
        what_happened(parts, citer),
        announced(parts, citer),
        disputed(parts, citer),
        _how_sure(parts, citer),
        relation_section(data.relations, citer),
    ]
    if data.balance is not None:
        sections.append(balance_section(data.balance, data.relations, citer))
    sections.append(_not_known(parts, citer))
    glance = _at_a_glance(parts, citer)
    brief = Brief(_title(data), _subtitle(data), glance, tuple(sections), citer.all())
    check_brief(brief)
    check_citations(brief, data.sentences.get)
    return brief


def _told(parts: Sequence[PairParts], data: BriefData) -> list[Development]:
    """Return the developments that a statement of their own tells, in the order of the brief."""
    by_id = {d.development_id: d for d in data.developments}
    behind = [i for r in data.relations for point in r.turning_points for i in point.developments]
    behind += [r.most_influential.development_id for r in data.relations if r.most_influential]
    return [
        *(d for part in parts for d in part.acts.told),
        *(by_id[i] for i in behind if i in by_id),
        *(d for part in parts for d in part.plans.told),
        *(d for part in parts for d in (*part.disputed.told, *part.denied.told)),
    ]


def _counted(parts: Sequence[PairParts], data: BriefData) -> list[Development]:
    """Return the developments that only figures rest on, the weightiest acts first."""
    acts = [d for part in parts for d in part.acts.others]
    return [*acts, *sorted(data.developments, key=by_date)]


def _title(data: BriefData) -> str:
    if data.between:
        state = name_in_text(data.state, data.names)
        return begin(f"{state} between {pair_in_text(data.between, data.names)}")
    others = [name_in_text(_other(r, data), data.names) for r in data.relations]
    return begin(f"{name_in_text(data.state, data.names)} and {enumerate_words(others)}")


def _other(relation: Relation, data: BriefData) -> str:
    a, b = relation.pair
    return b if a == data.state else a


def _subtitle(data: BriefData) -> str:
    window = f"up to {date_words(data.until or data.as_of)}"
    if data.since:
        window = f"{date_words(data.since)} to {date_words(data.until or data.as_of)}"
    return f"Brief on what is on record {window}. Drawn from {searched_words(data)}."


def _at_a_glance(parts: Sequence[PairParts], citer: Citer) -> tuple[Statement, ...]:
    data = citer.data
    rows = [
        figure(
            f"{tone_words(relation.tone)}", counted_ids(data, relation), citer,
            label=begin(pair_in_text(relation.pair, data.names)),
        )
        for relation in data.relations
    ]  # fmt: skip
    if data.balance is not None:
        ids = balance_ids(data, data.relations, data.balance)
        text = lean_words(data.balance, data)
        rows.append(figure(text, ids, citer, label="Lean"))
    told = [d.development_id for d in data.developments]
    acts = sum(part.acts.total for part in parts)
    plans = sum(part.plans.total for part in parts)
    denied = sum(part.disputed.total + part.denied.total for part in parts)
    text = f"{acts} happened, {plans} announced or conditional, {denied} disputed or denied"
    rows.append(figure(text, told, citer, label="Developments"))
    return tuple(rows)


def _in_short(parts: Sequence[PairParts], citer: Citer) -> Section:
    data = citer.data
    statements = [*_tones(citer), _what_moved(citer), *_most_important(parts, citer)]
    if data.balance is not None:
        ids = balance_ids(data, data.relations, data.balance)
        text = position_sentence(data.balance, data)
        if data.balance.lean is not None:
            text += f" Its lean is {lean_words(data.balance, data)}."
        statements.append(figure(text, ids, citer))
    return Section("In short", tuple(statements))


def _tones(citer: Citer) -> list[Statement]:
    data = citer.data
    if len(data.relations) <= SEPARATE_TONES:
        return [figure(tone_sentence(r, data), counted_ids(data, r), citer) for r in data.relations]
    told = [
        f"{name_in_text(_other(r, data), data.names)} {tone_words(r.tone)}" for r in data.relations
    ]
    ids = [i for r in data.relations for i in counted_ids(data, r)]
    state = name_in_text(data.state, data.names)
    return [figure(f"The tone between {state} and others: {'; '.join(told)}.", ids, citer)]


def _what_moved(citer: Citer) -> Statement:
    data = citer.data
    points = [(p.date, r, p) for r in data.relations for p in r.turning_points]
    if not points:
        ids = [i for r in data.relations for i in counted_ids(data, r)]
        enough = any(r.tone for r in data.relations)
        why = "nothing stands out from the weekly ups and downs" if enough else NO_TONE
        return figure(f"No turning point was found: {why}.", ids, citer)
    _, relation, point = max(points, key=lambda found: found[0])
    pair = pair_in_text(relation.pair, data.names)
    text = (
        f"The last turning point between {pair} is one of {point.kind}: "
        f"{begin(turning_point_words(point)).replace('From', 'from', 1)}"
    )
    return figure(text, point.developments, citer)


def _most_important(parts: Sequence[PairParts], citer: Citer) -> list[Statement]:
    """Return the weightiest acts, at least one of every pair that has any."""
    data = citer.data
    acts = [d for part in parts for d in part.acts.told]
    if not acts:
        return []
    best = [max(p.acts.told, key=lambda d: importance(d, data)) for p in parts if p.acts.told]
    ranked = sorted(acts, key=lambda d: (-importance(d, data), d.development_id))
    by_id = {d.development_id: d for d in (*best, *ranked)}
    chosen = list(by_id.values())[: max(MOST_IN_SHORT, len(best))]
    told = enumerate_words([act_with_date(d, data) for d in chosen], mark=";")
    citations = citer.of(d.development_id for d in chosen)
    return [Statement(f"The weightiest acts: {told}.", citations)]


def _how_sure(parts: Sequence[PairParts], citer: Citer) -> Section:
    acts = [d for part in parts for d in part.acts.told]
    if not acts:
        text = "There is nothing to be sure of: no act is on record."
        searched = searched_words(citer.data)
        return Section("How sure", (Statement(text, kind="absence", searched=searched),))
    statements = []
    for words, low, high in reversed(likelihoods()):
        found = [d for d in acts if likelihood_words(d.credence.mean) == words]
        if found:
            text = f"{_acts(found)} of the {len(acts)} told above ({low * 100:.0f} to {high * 100:.0f} %)."
            statements.append(_listed(text, found, citer, label=begin(words)))
    for level, rule in _LEVELS.items():
        found = [d for d in acts if confidence_level(d) == level]
        if found:
            text = f"{_acts(found)}: {rule}."
            statements.append(_listed(text, found, citer, label=begin(f"{level} confidence")))
    ids = [d.development_id for d in acts]
    text = (
        "How likely something is to have happened is computed from who reports it and who denies "
        "it, with constants that are starting values, not yet calibrated; how much that judgement "
        "is worth goes by the grades of its sources and by how many are independent."
    )
    method = dataclasses.replace(figure(text, ids, citer, label="Method"), kind="method")
    return Section("How sure", (*statements, method))


def _acts(found: Sequence[Development]) -> str:
    return f"{len(found)} act{'' if len(found) == 1 else 's'}"


def _listed(text: str, found: Sequence[Development], citer: Citer, *, label: str) -> Statement:
    return figure(text, [d.development_id for d in found], citer, label=label)


def confidence_level(development: Development) -> str:
    """Return how good the basis of a credence is: high, moderate or low."""
    d = development
    if d.credibility == 1:
        return "high"
    if d.credibility == 2 or (d.credibility == 3 and d.origins > 1):
        return "moderate"
    return "low"


def _not_known(parts: Sequence[PairParts], citer: Citer) -> Section:
    data = citer.data
    acts = [d for part in parts for d in (*part.acts.told, *part.acts.others)]
    plans = [d for part in parts for d in (*part.plans.told, *part.plans.others)]
    background = [d for part in parts for d in part.background]
    rows = [
        ("Undated", "bear no date in any report; they stand under the day of their first report",
         [d for d in acts if d.event_date is None]),
        ("One origin", "rest on a single independent origin", [d for d in acts if d.origins < 2]),
        ("No basis", "rest on outlets of which nothing is known (grade F)",
         [d for d in acts if d.credibility == 6]),
        ("Opinion", "are told in opinion pieces only", [d for d in acts if is_opinion_only(d, data)]),
    ]  # fmt: skip
    statements = [
        _listed(f"{len(found)} of {len(acts)} acts {words}.", found, citer, label=label)
        for label, words, found in rows
        if found
    ]
    if plans:
        text = (
            f"Whether {len(plans)} announced or conditional acts have come about since is not "
            f"followed up here."
        )
        statements.append(_listed(text, plans, citer, label="Outcome of plans"))
    if background:
        text = f"{len(background)} developments are told as earlier than the news and not listed."
        statements.append(_listed(text, background, citer, label="Background"))
    statements += _gaps(data)
    return Section("What is not known", tuple(statements))


def _gaps(data: BriefData) -> list[Statement]:
    searched = searched_words(data)
    statements = []
    unread = [p for p in data.problems if p.stage in READING_STAGES]
    if unread:
        shown = [p.article_id.replace("\\", "/").rsplit("/", 1)[-1] for p in unread]
        more = f" and {len(shown) - MOST_PROBLEMS} more" if len(shown) > MOST_PROBLEMS else ""
        text = (
            f"{len(unread)} input{'' if len(unread) == 1 else 's'} could not be read: "
            f"{', '.join(shown[:MOST_PROBLEMS])}{more} (detente problems)."
        )
        statements.append(
            Statement(
                text, kind="absence", label="Unread", searched=searched, borrowed=tuple(shown)
            )
        )
    stages = Counter(p.stage for p in data.problems if p.stage not in READING_STAGES)
    if stages:
        told = enumerate_words([f"{stage} {n}" for stage, n in sorted(stages.items())])
        text = f"Articles were read with problems, by stage: {told} (detente problems)."
        statements.append(Statement(text, kind="absence", label="Problems", searched=searched))
    text = (
        "What was not reported in what was read, or is told in other languages than English, is "
        f"not known here; the record goes up to {date_words(data.as_of)}."
    )
    statements.append(Statement(text, kind="absence", label="Beyond the record", searched=searched))
    return statements
