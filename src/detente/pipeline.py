"""The order of the stages: the only module that knows it.

`annotate_articles` takes articles to annotations, nothing stored. What is read into a record goes
on from there in `ingest`: reprints, stories, developments.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from detente.actors.mentions import find_mentions
from detente.events.given import judge_pairs
from detente.events.reader import Candidate, find_candidates, read_events
from detente.events.settle import settle_events
from detente.models import load_parser
from detente.parse.sentences import split_sentences
from detente.parse.times import find_times
from detente.records import (
    Annotation,
    Article,
    Event,
    Factuality,
    Mention,
    Problem,
    Sentence,
    Span,
    Teller,
)
from detente.sourcing.attributions import find_attributions
from detente.sourcing.chains import attach_sources
from detente.sourcing.factuality import judge
from detente.sourcing.genre import judge_genre
from detente.sourcing.lexicon import needs_parse
from detente.sourcing.tellers import Told

# Articles whose sentences go to the models together: more gains nothing, fewer wastes batches.
BATCH_ARTICLES = 32
BATCH_CHARACTERS = 200_000
PARSE_BATCH = 64  # sentences a batch of the parser


@dataclass(slots=True)
class _Work:
    """One article on its way through the stages."""

    article: Article
    sentences: tuple[Sentence, ...] = ()
    mentions: tuple[Mention, ...] = ()
    candidates: list[Candidate] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    tellers: dict[str, Teller] = field(default_factory=dict)  # by the event's id
    docs: dict[str, Doc] = field(default_factory=dict)

    def text_of(self, sent: Sentence) -> str:
        """Return the sentence for the parser: of the same length, its dateline blank.

        "ISLAMABAD, April 7 (Wire) — Russia is ready" makes the place the subject of what follows.
        """
        text = self.article.text[sent.start : sent.end]
        dateline = self.article.dateline
        if not dateline or not text.startswith(dateline):
            return text
        rest = text[len(dateline) :].lstrip(" :–—-")
        return " " * (len(text) - len(rest)) + rest


def annotate_articles(
    articles: Iterable[Article], *, attributions: bool = True
) -> Iterator[Annotation]:
    """Yield what the stages find in each article, in input order; nothing is stored.

    With `attributions` False only what bears on events is parsed: faster, and `attributions`
    then lists only those of sentences with events.
    """
    for batch in _batches(articles):
        yield from _annotate_batch(batch, attributions=attributions)


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    batch: list[Article] = []
    size = 0
    for article in articles:
        batch.append(article)
        size += len(article.text)
        if len(batch) >= BATCH_ARTICLES or size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _annotate_batch(articles: Sequence[Article], *, attributions: bool) -> list[Annotation]:
    works = [_prepare(article) for article in articles]
    candidates = [c for work in works for c in work.candidates]
    owners = [work for work in works for _ in work.candidates]
    for work, readings in zip(owners, read_events(candidates), strict=True):
        work.events.extend(event for event, _ in readings)
        work.tellers.update((event.event_id, teller) for event, teller in readings)
    _parse(works, attributions=attributions)
    return [_finish(work) for work in works]


def _prepare(article: Article) -> _Work:
    sentences = split_sentences(article.text, article_key=article.article_id)
    mentions = find_mentions(article, sentences)
    return _Work(article, sentences, mentions, find_candidates(article, sentences, mentions))


def _wants_parse(work: _Work, *, attributions: bool) -> list[Sentence]:
    """Return the sentences whose syntax is looked at: with events, asked triggers, or speech."""
    article = work.article
    with_events = {event.sentence_id for event in work.events}
    asked = article.triggers
    near = {
        i + d
        for i, s in enumerate(work.sentences)
        if s.sentence_id in with_events
        for d in (-1, 0, 1)
    }
    return [
        sent
        for i, sent in enumerate(work.sentences)
        if sent.sentence_id in with_events
        or any(sent.start <= t.start < sent.end for t in asked)
        or ((attributions or i in near) and needs_parse(work.text_of(sent)))
    ]


def _parse(works: Sequence[_Work], *, attributions: bool) -> None:
    wanted = [
        (work, sent) for work in works for sent in _wants_parse(work, attributions=attributions)
    ]
    if not wanted:
        return
    nlp, _ = load_parser()
    texts = (work.text_of(sent) for work, sent in wanted)
    for (work, sent), doc in zip(wanted, nlp.pipe(texts, batch_size=PARSE_BATCH), strict=True):
        work.docs[sent.sentence_id] = doc


def _finish(work: _Work) -> Annotation:
    article = work.article
    genre = judge_genre(article, work.sentences)
    found = find_attributions(article, work.sentences, work.docs, work.mentions)
    times = find_times(article.text, published_on=article.published_on)
    events = settle_events(article, work.sentences, work.docs, times, work.events)
    told = Told(work.tellers, work.docs, work.sentences, work.mentions)
    events = attach_sources(events, found, work.sentences, article, work.mentions, told)
    return Annotation(
        article,
        genre,
        work.sentences,
        tuple(events),
        found,
        judge_pairs(article),
        tuple(_judge_trigger(work, trigger) for trigger in article.triggers),
        _problems(article),
    )


def _judge_trigger(work: _Work, trigger: Span) -> Factuality:
    sent = next((s for s in work.sentences if s.start <= trigger.start < s.end), None)
    if sent is None:
        return Factuality()
    local = Span(trigger.start - sent.start, trigger.end - sent.start)
    fact, _ = judge(work.docs.get(sent.sentence_id), work.text_of(sent), local)
    return fact


def _problems(article: Article) -> tuple[Problem, ...]:
    if article.published_at is None:
        reason = (
            "no date of publication: give --published-at, else only explicit dates are resolved"
        )
        return (Problem(article.article_id, "dates", reason),)
    return ()


def unreadable(problem: Problem) -> Annotation:
    """Return the annotation of an article that could not be read: its problem and nothing else."""
    return Annotation(Article(problem.article_id, ""), "report", problems=(problem,))


def without_triggers(article: Article) -> Article:
    """Return the article as `read` stores it: the questions of a caller are not part of it."""
    return dataclasses.replace(article, focus=None, pairs=(), triggers=())
