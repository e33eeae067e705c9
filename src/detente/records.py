"""The records that the stages hand to one another: frozen, typed, without behaviour beyond JSON.

Offsets are half-open character offsets into `Article.text` exactly as given. Dates are ISO days,
both ends inclusive, `None` meaning open on that side. Codes are ISO 3166 alpha-3 for states,
`IGO:` and `GRP:` for organisations and groups across borders, `None` when unknown.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

Polarity = Literal["positive", "negative"]
Certainty = Literal["certain", "probable", "possible", "underspecified"]
Time = Literal["past_present", "future"]
Grain = Literal["day", "week", "month", "season", "year", "open"]
Genre = Literal["report", "opinion", "statement"]
SourceKind = Literal["author", "named", "role", "collective", "anonymous", "outlet", "document"]
Stance = Literal["states", "denies", "confirms", "questions"]
MentionKind = Literal["name", "person", "office", "nominal", "pronoun", "issuer"]


def stable_id(prefix: str, *parts: object) -> str:
    """Return `prefix` and 12 hex digits that are the same for the same parts on every machine.

    >>> stable_id("e", "some text", 3)
    'e-a9f70ce80fb9'
    """
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    digest = hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{prefix}-{digest[:12]}"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the article's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One text with what its page, feed or release says about it."""

    article_id: str
    text: str
    headline: str | None = None
    outlet: str | None = None
    url: str | None = None
    byline: str | None = None
    dateline: str | None = None
    published_at: dt.datetime | None = None  # UTC
    language: str | None = None  # ISO 639-1
    genre: Genre | None = None  # when the page itself says so
    path: str | None = None  # the file or feed that it came from
    focus: Span | None = None  # events only where the trigger lies inside
    pairs: tuple[tuple[Span, Span], ...] = ()  # actor and recipient whose act is asked for
    triggers: tuple[Span, ...] = ()  # event words whose factuality is asked for
    furniture: tuple[Span, ...] = ()  # page furniture and repeated passages: never read for events

    @property
    def published_on(self) -> dt.date | None:
        """The day of publication in UTC."""
        return self.published_at.date() if self.published_at else None

    @property
    def text_hash(self) -> str:
        """A hash of headline and text: another hash is another version of the article."""
        return stable_id("t", self.headline, self.text)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article; `sentence_id` is stable for the same text."""

    sentence_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DateInterval:
    """When something happened, as far as the text tells. `span` is where it says so."""

    earliest: dt.date | None
    latest: dt.date | None
    grain: Grain
    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where something happened; `code` is the state."""

    text: str
    code: str | None


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that stands for an international actor.

    `kind` tells how it was recognised, `why` in words for people. An `issuer` mention has no
    words in the text (`start == end`): it is understood from context.
    """

    start: int
    end: int
    text: str
    code: str
    name: str
    kind: MentionKind
    office: str | None = None
    person: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """One side of an event. `start` and `end` are None when it is understood from context."""

    text: str
    code: str | None
    name: str | None = None
    office: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
    """The word or words that carry an event."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """Who vouches for something in the text: one link of a source chain."""

    kind: SourceKind
    text: str
    start: int | None = None
    end: int | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody's words in the text: who (`source`), by which words (`cue`), what (`content`)."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    kind: SourceKind
    stance: Stance = "states"
    code: str | None = None  # state or organisation that the source speaks for


@dataclass(frozen=True, slots=True)
class Teller:
    """Whom the reading model takes to vouch for an act: never more than a hint to the rules."""

    word: Span  # the likeliest word of a source in the sentence
    here: float  # probability that the source is named in the sentence
    before: float  # probability that it was named before


@dataclass(frozen=True, slots=True)
class Event:
    """One act between two international actors, as one sentence reports it."""

    event_id: str
    sentence_id: str
    actor: Actor
    recipient: Actor
    symmetric: bool
    event_type: str
    quad: str
    trigger: Trigger
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    cameo_code: str | None = None
    score: float = 0.0
    goldstein: float | None = None
    event_date: DateInterval | None = None
    place: Place | None = None
    polarity: Polarity = "positive"
    certainty: Certainty = "certain"
    time: Time = "past_present"
    background: bool = False  # told as earlier than the news of this article
    source_chain: tuple[Source, ...] = ()
    disputes: tuple[str, ...] = ()
    disputed_by: tuple[str, ...] = ()
    confidence: float = 0.0
    why: dict[str, str] = field(default_factory=dict)  # stage -> rule or score that decided

    @property
    def happened(self) -> bool:
        """Whether the nearest source presents it as having happened (contract: factuality)."""
        return (
            self.polarity == "positive"
            and self.certainty in ("certain", "probable")
            and self.time == "past_present"
        )


@dataclass(frozen=True, slots=True)
class Factuality:
    """What the text commits to about one event word."""

    polarity: Polarity = "positive"
    certainty: Certainty = "certain"
    time: Time = "past_present"


@dataclass(frozen=True, slots=True)
class PairType:
    """The type of the act between two given mentions, with the probability of every type."""

    event_type: str
    quad: str
    scores: dict[str, float]
    confidence: float


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read or done: never skipped in silence."""

    article_id: str
    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """All that the stateless stages found in one article."""

    article: Article
    genre: Genre
    sentences: tuple[Sentence, ...] = ()
    events: tuple[Event, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    pairs: tuple[PairType, ...] = ()
    triggers: tuple[Factuality, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Credence:
    """Probability that a development happened, with a 90 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Report:
    """One article's event inside a development."""

    event_id: str
    article_id: str
    outlet: str | None
    published_at: dt.datetime | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Development:
    """One act in the world, however often it is reported."""

    development_id: str
    actor: str
    recipient: str
    symmetric: bool
    event_type: str
    quad: str
    mode: str | None
    contexts: tuple[str, ...]
    score: float
    goldstein: float | None
    event_date: DateInterval | None
    place: Place | None
    happened: bool
    background: bool
    credence: Credence
    credibility: int  # 1 confirmed .. 5 improbable, 6 no basis
    origins: int  # independent origins
    reports: tuple[Report, ...]
    reprints: tuple[str, ...] = ()  # article ids
    disputed_by: tuple[str, ...] = ()  # event ids of denials
    story_id: str | None = None
    why: tuple[str, ...] = ()  # how its reports were put together, one line a merge
    working: dict[str, Any] = field(default_factory=dict)  # how credence came about
    history: tuple[dict[str, Any], ...] = ()  # how it moved: date, credence, because


@cache
def _fields_of(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


def to_json(value: Any) -> Any:
    """Return `value` as plain JSON data, with the field names of the records.

    Days become ISO strings, a `Span` inside a date becomes `[start, end]`, events get `happened`.
    """
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time(0)
        return value.date().isoformat() if midnight else value.isoformat().replace("+00:00", "Z")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, DateInterval):
        return {
            "earliest": to_json(value.earliest),
            "latest": to_json(value.latest),
            "grain": value.grain,
            "text": value.text,
            "span": [value.span.start, value.span.end] if value.span else None,
        }
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        row = {name: to_json(getattr(value, name)) for name in _fields_of(type(value))}
        if isinstance(value, Event):
            row["happened"] = value.happened
        return row
    if isinstance(value, dict):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_json(item) for item in value]
    return value
