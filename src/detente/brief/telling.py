"""One development in, the statement that tells it out: date, act, sentence, who says so, how sure."""

from __future__ import annotations

from collections.abc import Sequence

from detente.brief.citing import MOST_REPORTS, Citer
from detente.brief.data import BriefData, Pair
from detente.brief.phrases import (
    act_words,
    begin,
    chain_words,
    enumerate_words,
    name_in_text,
    phrase_table,
    when_label,
    when_words,
)
from detente.brief.selecting import (
    PairParts,
    closest_event,
    first_reported,
    is_opinion_only,
)
from detente.brief.terms import likelihood_sentence
from detente.brief.tree import Section, Statement
from detente.records import Development
from detente.relations.words import date_words

BELIEVED = 0.55
"""Below this, and where somebody denies it or nothing is known of its sources, an act is told as a
claim of who says so."""
NO_BASIS = 6
MOST_OUTLETS = 4


def act_of(development: Development, data: BriefData) -> str:
    """Return the act in plain words, without a capital or full stop."""
    event = closest_event(development, data.events)
    return act_words(development, event, data.names, first=data.state)


def act_with_date(development: Development, data: BriefData) -> str:
    """Return the act with its date, to stand inside a sentence."""
    when = when_words(development.event_date, first_reported(development))
    act = act_of(development, data)
    return f"{act} ({when})" if when.startswith("undated") else f"{when} {act}"


def tell_act(development: Development, citer: Citer) -> Statement:
    """Return the statement on something that happened."""
    d, data = development, citer.data
    sure = likelihood_sentence(d.credence.mean, "this happened")
    notes = [*_report_notes(d, citer), sure]
    if d.disputed_by:
        notes.append("It is disputed: see below.")
    if is_opinion_only(d, data):
        notes.append("Told in opinion pieces only.")
    return _tell(d, citer, notes, as_claim=_is_claim(d))


def tell_plan(development: Development, citer: Citer) -> Statement:
    """Return the statement on something that has not happened so far, or did not happen."""
    notes = _report_notes(development, citer)
    if is_opinion_only(development, citer.data):
        notes.append("Told in opinion pieces only.")
    return _tell(development, citer, notes, as_claim=False)


def tell_dispute(development: Development, citer: Citer) -> Statement:
    """Return the statement on a claim, with its denials as replies."""
    d, data = development, citer.data
    replies = []
    for event_id in d.disputed_by[:MOST_REPORTS]:
        citation = citer.event(event_id)
        who = chain_words(citation.outlet, data.events[event_id].source_chain, data.names)
        published = (
            f" ({date_words(citation.published_at.date())})" if citation.published_at else ""
        )
        text = f"Denied, as reported by {who}{published}."
        replies.append(
            Statement(text, (citation,), label="Denial", quote=citation, borrowed=(who,))
        )
    sure = likelihood_sentence(d.credence.mean, "this happened, with the denial counted,")
    claim = _tell(d, citer, [*_report_notes(d, citer), sure], as_claim=True)
    return Statement(
        claim.text, claim.citations, label=f"Claim. {claim.label}", quote=claim.quote,
        notes=claim.notes, replies=tuple(replies), borrowed=claim.borrowed,
    )  # fmt: skip


def _is_claim(d: Development) -> bool:
    return d.credence.mean < BELIEVED or bool(d.disputed_by) or d.credibility == NO_BASIS


def _tell(d: Development, citer: Citer, notes: Sequence[str], *, as_claim: bool) -> Statement:
    data = citer.data
    citations = citer.development(d)
    act = act_of(d, data)
    who = _who(d, citer)
    outlets = [r.outlet for r in d.reports if r.outlet]
    if as_claim:
        nearest = who.rsplit(", citing ", maxsplit=1)[-1]
        act = str(phrase_table()["claimed"].format(source=nearest, act=act))
    return Statement(
        f"{begin(act)}.",
        citations,
        label=when_label(d.event_date, first_reported(d)),
        quote=citations[0],
        notes=tuple(notes),
        borrowed=(who, *who.split(", citing "), *outlets),
    )


def _report_notes(d: Development, citer: Citer) -> list[str]:
    """Return who says so, and on how many legs it stands."""
    cited = citer.development(d)
    said = f" ({date_words(cited[0].published_at.date())})" if cited[0].published_at else ""
    others = [o for o in dict.fromkeys(r.outlet for r in d.reports) if o and o != cited[0].outlet]
    also = f"; also in {enumerate_words(others[:MOST_OUTLETS])}" if others else ""
    articles = len({r.article_id for r in d.reports})
    told = f"{articles} articles" if articles > 1 else "One article"
    if d.reprints:
        told += ", a reprint" if len(d.reprints) == articles else f", {len(d.reprints)} reprinted"
    origins = f"{d.origins} independent origins" if d.origins > 1 else "one origin"
    return [f"Says {_who(d, citer)}{said}{also}.", f"{told}, {origins}."]


def _who(d: Development, citer: Citer) -> str:
    citation = citer.development(d)[0]
    chain = citer.data.events[citation.event_id].source_chain
    return chain_words(citation.outlet, chain, citer.data.names)


def what_happened(parts: Sequence[PairParts], citer: Citer) -> Section:
    """Return the section of acts in order of date, one part a pair."""
    found = []
    for part in parts:
        statements = [tell_act(d, citer) for d in part.acts.told]
        if part.acts.others:
            statements.append(_further(part, citer))
        if not statements:
            statements.append(nothing_on(part.pair, citer.data))
        found.append(Section(_pair_title(part.pair, citer.data), tuple(statements)))
    return _flat("What happened", found)


def announced(parts: Sequence[PairParts], citer: Citer) -> Section:
    """Return the section of what has not happened so far."""
    found = []
    for part in parts:
        statements = [tell_plan(d, citer) for d in part.plans.told]
        if part.plans.others:
            ids = tuple(d.development_id for d in part.plans.others)
            text = f"{len(ids)} more plans, wishes or conditions of lesser weight are on record."
            statements.append(_counted(text, ids, citer))
        if statements:
            found.append(Section(_pair_title(part.pair, citer.data), tuple(statements)))
    if not found:
        text = "Nothing is on record as announced, planned or conditional."
        return Section(_ANNOUNCED, (_absence(text, citer.data),))
    return _flat(_ANNOUNCED, found)


def disputed(parts: Sequence[PairParts], citer: Citer) -> Section:
    """Return the section of claims beside their denials, and of what is said not to have happened."""
    found = []
    for part in parts:
        statements = [tell_dispute(d, citer) for d in part.disputed.told]
        if part.disputed.others:
            ids = tuple(d.development_id for d in part.disputed.others)
            statements.append(_counted(f"{len(ids)} more claims are disputed.", ids, citer))
        statements += [tell_plan(d, citer) for d in part.denied.told]
        if part.denied.others:
            ids = tuple(d.development_id for d in part.denied.others)
            text = f"{len(ids)} more acts are reported as not having happened or not to happen."
            statements.append(_counted(text, ids, citer))
        if statements:
            found.append(Section(_pair_title(part.pair, citer.data), tuple(statements)))
    if not found:
        text = "No denial is on record, and nothing that is reported as not having happened."
        return Section(_DISPUTED, (_absence(text, citer.data),))
    return _flat(_DISPUTED, found)


_ANNOUNCED = "Announced, planned or conditional"
_DISPUTED = "Disputed and denied"


def nothing_on(pair: Pair, data: BriefData) -> Statement:
    """Return the statement that a pair has no act on record."""
    names = f"{name_in_text(pair[0], data.names)} and {name_in_text(pair[1], data.names)}"
    return _absence(f"Nothing is on record about an act between {names} in these days.", data)


def searched_words(data: BriefData) -> str:
    """Return how much was looked through."""
    c = data.counts
    told = (
        _plural(c.articles, "article"),
        f"from {_plural(c.outlets, 'outlet')}",
        f"with {_plural(c.events, 'event')}",
        f"in {_plural(c.developments, 'development')}",
    )
    return " ".join(told)


def _plural(n: int, word: str) -> str:
    return f"{n} {word}" if n == 1 else f"{n} {word}s"


def _absence(text: str, data: BriefData) -> Statement:
    return Statement(text, kind="absence", searched=searched_words(data))


def _further(part: PairParts, citer: Citer) -> Statement:
    ids = tuple(d.development_id for d in part.acts.others)
    text = (
        f"{len(ids)} more acts of lesser weight are in the record: "
        f"detente developments --pair {','.join(part.pair)}."
    )
    return _counted(text, ids, citer)


def _counted(text: str, ids: tuple[str, ...], citer: Citer) -> Statement:
    return Statement(text, citer.of(ids), kind="figure", developments=ids, listed=citer.listed(ids))


def _pair_title(pair: Pair, data: BriefData) -> str:
    return begin(f"{name_in_text(pair[0], data.names)} and {name_in_text(pair[1], data.names)}")


def _flat(title: str, parts: Sequence[Section]) -> Section:
    """Return one section; a single part needs no heading of its own."""
    if len(parts) == 1:
        return Section(title, parts[0].statements)
    return Section(title, sections=tuple(parts))
