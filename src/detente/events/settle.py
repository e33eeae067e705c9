"""Settle an event's factuality and date: the model's word and the rules' word beside each other."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping, Sequence

from spacy.tokens import Doc

from detente.codebooks import read_table
from detente.parse.event_dates import (
    LASTING,
    SPOKEN_TYPES,
    date_event,
    is_perfect,
    share_dates,
    telling_words,
)
from detente.parse.times import TimeExpression
from detente.records import Article, DateInterval, Event, Factuality, Sentence, Span
from detente.sourcing.factuality import BESIDE, GOVERNED, judge

# What ended longer ago than this is no news of the article that tells it.
NEWS_DAYS = 14

# "The recent conflict", "an earlier visit": takes up an act told elsewhere, so that a date of the
# sentence belongs to it only right behind it.
_TAKEN_UP = re.compile(
    r"\b(?:recent|latest|previous|earlier|ongoing|current|past|prior|brief|\w+-(?:day|week|month|year)(?:-long)?)"
    r"\s+(?:[\w-]+\s+){0,3}\Z",
    re.IGNORECASE,
)
_HAD = re.compile(r"\bhad\s+(?:\w+ly\s+|already\s+|been\s+|long\s+|just\s+)*\Z")
_CLAUSE = 200  # characters before a trigger that can tell its tense
_RIGHT_BEHIND = 40  # characters


def settle_events(
    article: Article,
    sentences: Sequence[Sentence],
    docs: Mapping[str, Doc],
    times: Sequence[TimeExpression],
    events: Sequence[Event],
) -> tuple[Event, ...]:
    """Return the events with factuality, date and background settled."""
    by_id = {sent.sentence_id: sent for sent in sentences}
    settled = [
        _settle(article, by_id[e.sentence_id], docs, times, e)
        for e in _without_topics(events, docs, by_id)
    ]
    shared = share_dates(
        article.text, times, settled, sentences=sentences, published_on=article.published_on
    )
    dates = [
        event.event_date if _is_taken_up(article.text, event) else date
        for event, date in zip(settled, shared, strict=True)
    ]
    return tuple(
        _told_again(article.text, event)
        if event.event_date == date
        else _lent(event, date, article.published_on)
        for event, date in zip(settled, dates, strict=True)
    )


def _without_topics(
    events: Sequence[Event], docs: Mapping[str, Doc], sentences: Mapping[str, Sentence]
) -> list[Event]:
    """Leave out acts that are only spoken of, and the bare name of a fight that nothing in the
    article ties to its two sides.

    "He could not have known that the war would begin that day" tells of a war, not whose; where the
    article tells elsewhere that the two fought, it is theirs.
    """
    events = [
        e
        for e in events
        if not _is_topic(e, docs.get(e.sentence_id), sentences[e.sentence_id].start)
    ]
    bare = [
        _is_bare_name(e, docs.get(e.sentence_id), sentences[e.sentence_id].start) for e in events
    ]
    fought = {
        frozenset((e.actor.code, e.recipient.code))
        for e, is_bare in zip(events, bare, strict=True)
        if e.event_type == "ASSAULT" and not is_bare
    }
    return [
        e
        for e, is_bare in zip(events, bare, strict=True)
        if not is_bare or frozenset((e.actor.code, e.recipient.code)) in fought
    ]


def _is_topic(event: Event, doc: Doc | None, offset: int) -> bool:
    """Whether the trigger is a noun below a verb that only speaks of such acts (`topics.toml`)."""
    topics = read_table("topics.toml").get(event.event_type)
    if doc is None or topics is None:
        return False
    first, last = event.trigger.start - offset, event.trigger.end - offset
    noun = next(
        (t for t in doc if first <= t.idx < last and t.lemma_.lower() in topics["nouns"]), None
    )
    if noun is None or any(t.pos_ == "VERB" for t in doc if first <= t.idx < last):
        return False
    verb = next((t for t in noun.ancestors if t.pos_ in ("VERB", "AUX")), None)
    return verb is not None and verb.i < noun.i and verb.lemma_.lower() in topics["verbs"]


def _is_bare_name(event: Event, doc: Doc | None, offset: int) -> bool:
    """Whether the trigger is the name of a fight in a clause that names neither side."""
    if doc is None or event.event_type != "ASSAULT" or not LASTING.search(event.trigger.text):
        return False
    first = event.trigger.start - offset
    word = next((t for t in doc if t.idx >= first and LASTING.fullmatch(t.text)), None)
    if word is None or any(child.dep_ == "poss" for child in word.children):
        return False
    verb = next((t for t in word.ancestors if t.pos_ in ("VERB", "AUX")), word.sent.root)
    clause = [t.idx + offset for t in verb.subtree]
    spans = [(side.start, side.end) for side in (event.actor, event.recipient)]
    return not any(
        start <= at < end
        for start, end in spans
        if start is not None and end is not None
        for at in clause
    )


def _told_again(text: str, event: Event) -> Event:
    """Return the event as background when it takes up an act told elsewhere and tells no day."""
    is_lasting = event.event_type == "ASSAULT" and LASTING.search(event.trigger.text)
    is_past = event.event_date is None and event.time == "past_present"
    if is_past and (is_lasting or _is_taken_up(text, event) or _is_pluperfect(text, event)):
        return dataclasses.replace(event, background=True)
    return event


def _is_pluperfect(text: str, event: Event) -> bool:
    """Whether the act was over before the news: "a month after Prague had expelled the two".

    Where somebody's words are told, "had" only shifts the tense.
    """
    before = text[max(0, event.trigger.start - _CLAUSE) : event.trigger.start]
    sentence = re.split(r"[.!?:;]\s+|\n", before)[-1]
    return _HAD.search(sentence) is not None and not telling_words().search(sentence)


def _is_taken_up(text: str, event: Event) -> bool:
    start = event.trigger.start
    return _TAKEN_UP.search(text[max(0, start - 50) : start]) is not None


def _own_date(text: str, event: Event, date: DateInterval | None) -> DateInterval | None:
    """Return the date unless the act is one taken up and the date stands elsewhere."""
    if date is None or date.span is None or not _is_taken_up(text, event):
        return date
    between = text[event.trigger.end : date.span.start]
    near = date.span.start >= event.trigger.end and len(between) <= _RIGHT_BEHIND
    inside = event.trigger.start - 50 <= date.span.start < event.trigger.start
    return date if inside or (near and "," not in between) else None


def _is_background(date: DateInterval | None, published_on: dt.date | None) -> bool:
    """Whether an act is told as earlier than the news: it was over before the last fortnight."""
    if date is None or date.latest is None or published_on is None:
        return False
    return date.latest < published_on - dt.timedelta(days=NEWS_DAYS)


def _lent(event: Event, date: DateInterval | None, published_on: dt.date | None) -> Event:
    words = f"'{date.text}', of another mention of the act" if date else "no date told"
    return dataclasses.replace(
        event,
        event_date=date,
        background=_is_background(date, published_on),
        why={**event.why, "date": words},
    )


def _settle(
    article: Article,
    sent: Sentence,
    docs: Mapping[str, Doc],
    times: Sequence[TimeExpression],
    event: Event,
) -> Event:
    doc = docs.get(sent.sentence_id)
    text = article.text[sent.start : sent.end]
    local = Span(event.trigger.start - sent.start, event.trigger.end - sent.start)
    fact, why = judge(doc, text, local)
    settled, decided = _agree(event, fact, why)
    date = date_event(
        article.text,
        times,
        sentence=Span(sent.start, sent.end),
        trigger=Span(event.trigger.start, event.trigger.end),
        published_on=article.published_on,
        is_future=settled.time == "future",
        is_spoken=_is_spoken(article.text, event),
    )
    date = _own_date(article.text, event, date)
    return dataclasses.replace(
        event,
        background=_is_background(date, article.published_on),
        polarity=settled.polarity,
        certainty=settled.certainty,
        time=settled.time,
        event_date=date,
        why={
            **event.why,
            "factuality": decided,
            "date": f"'{date.text}'" if date else "no date told",
        },
    )


def _is_spoken(text: str, event: Event) -> bool:
    """Whether the act is done by saying so; an accord that "they have signed" is of an earlier day."""
    if event.event_type == "AGREE" and is_perfect(text, event.trigger.start):
        return False
    return event.event_type in SPOKEN_TYPES


def _agree(event: Event, fact: Factuality, why: Mapping[str, str]) -> tuple[Factuality, str]:
    """Return the model's word, with the rules' word where it is surer.

    The model sees better than the rules whether an event stands flat; where it does not, or where
    a word at the event itself says so ("never met", "should visit"), the rules say better how. A noun
    or verb of wish or plan above a material act says so too; a verbal act may be the wish itself.
    """
    plain = (
        event.polarity == "positive"
        and event.certainty == "certain"
        and event.time == "past_present"
    )
    surest = (BESIDE,) if event.event_type in SPOKEN_TYPES else (BESIDE, GOVERNED)
    heard = {part for part, reason in why.items() if not plain or reason.endswith(surest)}
    settled = Factuality(
        fact.polarity if "polarity" in heard else event.polarity,
        fact.certainty if "certainty" in heard else event.certainty,
        fact.time if "time" in heard else event.time,
    )
    words = "; ".join(f"{part}: {reason}" for part, reason in why.items() if part in heard)
    model = event.why.get("factuality", "")
    return settled, f"{words} | {model}" if words else model
