"""The tables of the record. Every column carries a comment; together they are the data dictionary.

Tables are the same on every backend. Offsets are half-open character offsets into the text of the
article; timestamps are UTC and stored without a zone; JSON has the field names of `records`.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

SCHEMA_VERSION = 4


class UtcDateTime(TypeDecorator[dt.datetime]):
    """A moment in UTC: stored without a zone, handed out with one.

    A moment without a zone is taken as UTC.
    """

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        return naive_utc(value)

    def process_result_value(
        self, value: dt.datetime | None, dialect: Dialect
    ) -> dt.datetime | None:
        return value.replace(tzinfo=dt.UTC) if value else None


def naive_utc(value: dt.datetime | None) -> dt.datetime | None:
    """Return the moment in UTC without its zone."""
    if value is None or value.tzinfo is None:
        return value
    return value.astimezone(dt.UTC).replace(tzinfo=None)


metadata = MetaData()


def _key(name: str, comment: str) -> Column[Any]:
    return Column(name, Text, primary_key=True, comment=comment)


def _text(name: str, comment: str, *, null: bool = True) -> Column[Any]:
    return Column(name, Text, nullable=null, comment=comment)


def _whole(name: str, comment: str, *, null: bool = False) -> Column[Any]:
    return Column(name, Integer, nullable=null, comment=comment)


def _real(name: str, comment: str, *, null: bool = False) -> Column[Any]:
    return Column(name, Double, nullable=null, comment=comment)


def _flag(name: str, comment: str) -> Column[Any]:
    return Column(name, Boolean, nullable=False, comment=comment)


def _day(name: str, comment: str) -> Column[Any]:
    return Column(name, Date, comment=comment)


def _moment(name: str, comment: str, *, null: bool = True) -> Column[Any]:
    return Column(name, UtcDateTime, nullable=null, comment=comment)


def _json(name: str, comment: str) -> Column[Any]:
    return Column(name, JSON, nullable=False, comment=comment)


def _lookup(*columns: str) -> list[Index]:
    # DuckDB scans columns fast, and its own indexes would slow every write
    return [Index(None, column).ddl_if(dialect="postgresql") for column in columns]


_PAIR = "the two codes in alphabetical order with | between them; null when one is unknown"

meta = Table(
    "meta",
    metadata,
    _key("key", "schema_version, detente_version or created_at"),
    _text("value", "its value as text", null=False),
    comment="What this record is: one row a fact.",
)

articles = Table(
    "articles",
    metadata,
    _key("article_id", "id of this version of the article; a later version is base_id@hash"),
    _text("base_id", "id that all versions of the article share", null=False),
    _text("given_id", "id under which this version was handed in", null=False),
    _whole("version", "1 for the first text read, 2 for the next"),
    _text("text_hash", "hash of headline and text", null=False),
    _text("url", "address of the page"),
    _text("headline", "headline as printed"),
    _text("outlet", "who published it"),
    _text("byline", "who wrote it, as printed"),
    _text("dateline", "place and day at the head of the report, as printed"),
    _moment("published_at", "moment of publication, UTC"),
    _text("language", "ISO 639-1 code of the language"),
    _text("genre", "report, opinion or statement", null=False),
    _text("path", "file or feed that it came from"),
    _text("text", "the text exactly as read; all offsets refer to it", null=False),
    _json("furniture", "list of {start, end}: page furniture, never read for events"),
    _text("reader", "version of the reader that found the events", null=False),
    _moment("read_at", "moment of reading, UTC", null=False),
    _text("reprint_of", "article_id of the article that this one reprints"),
    _text("story_id", "story that the article belongs to"),
    _whole("n_words", "words in the text, split at white space"),
    Column("signature", LargeBinary, comment="MinHash signature of the text, for finding reprints"),
    *_lookup("base_id", "given_id", "url", "reprint_of", "story_id"),
    comment="One row a version of an article.",
)

bands = Table(
    "bands",
    metadata,
    Column("band", BigInteger, nullable=False, comment="hash of a part of the signature"),
    _text("article_id", "article that has it", null=False),
    *_lookup("band", "article_id"),
    comment="One row a band of an article's signature: articles that share one may be reprints.",
)

story_states = Table(
    "story_states",
    metadata,
    Column("day", Date, primary_key=True, comment="day before which the state was taken"),
    _whole("texts", "articles published before that day"),
    Column("body", LargeBinary, nullable=False, comment="open stories and how common words are"),
    comment="One row a day from which articles can be put into stories again.",
)

sentences = Table(
    "sentences",
    metadata,
    _key("sentence_id", "stable id of the sentence"),
    _text("article_id", "article that it stands in", null=False),
    _whole("start", "offset of its first character"),
    _whole("end", "offset after its last character"),
    _whole("position", "0 for the first sentence of the article"),
    *_lookup("article_id"),
    comment="One row a sentence of an article.",
)

events = Table(
    "events",
    metadata,
    _key("event_id", "stable id of the event"),
    _text("article_id", "article that reports it", null=False),
    _text("sentence_id", "sentence that reports it", null=False),
    _text("pair", _PAIR),
    _text("actor_code", "code of who did it"),
    _text("actor_name", "name of who did it"),
    _text("actor_text", "words of the text for who did it", null=False),
    _text("recipient_code", "code of whom it was done to"),
    _text("recipient_name", "name of whom it was done to"),
    _text("recipient_text", "words of the text for whom it was done to", null=False),
    _text("event_type", "PLOVER event type", null=False),
    _text("mode", "PLOVER mode"),
    _text("contexts", "PLOVER contexts with ; between them, empty for none", null=False),
    _text("quad", "quad class", null=False),
    _text("cameo_code", "CAMEO code as text"),
    _real("score", "PLOVER intensity, -10 to 10"),
    _real("goldstein", "CAMEO-Goldstein weight, -10 to 10: another scale than score", null=True),
    _flag("symmetric", "whether both sides do it to each other"),
    _text("polarity", "positive or negative", null=False),
    _text("certainty", "certain, probable, possible or underspecified", null=False),
    _text("time", "past_present or future", null=False),
    _flag("happened", "whether the nearest source presents it as having happened"),
    _flag("background", "whether it is told as earlier than the news of the article"),
    _day("earliest", "first day on which it can have been; null is open or unknown"),
    _day("latest", "last day on which it can have been; null is open or unknown"),
    _text("grain", "day, week, month, season, year or open; null when the text gives no date"),
    _text("place_code", "code of the state where it was"),
    _text("place_text", "words of the text for the place"),
    _text("trigger", "word or words that carry the event", null=False),
    _whole("trigger_start", "offset of the first character of the trigger"),
    _whole("trigger_end", "offset after the last character of the trigger"),
    _text("source_kind", "kind of the nearest source; null when the article itself vouches"),
    _text("source_text", "words of the text for the nearest source"),
    _text("source_code", "code that the nearest source speaks for"),
    _flag("disputed", "whether the article itself reports a denial of it"),
    _real("confidence", "how sure the reader is of its coding, 0 to 1"),
    _text("development_id", "development that it is a report of"),
    _moment("published_at", "moment of publication of the article, UTC"),
    _text("outlet", "outlet of the article"),
    _json("body", "the whole event"),
    _text("reader", "version of the reader that found it", null=False),
    *_lookup("article_id", "pair", "development_id"),
    comment="One row an act between two actors, as one sentence reports it.",
)

attributions = Table(
    "attributions",
    metadata,
    _key("attribution_id", "stable id of the attribution"),
    _text("article_id", "article that it stands in", null=False),
    _text("source_text", "words of the text for who says it"),
    _text("cue_text", "words of the text for the saying"),
    _text("content_text", "what is said; parts with … between them", null=False),
    _whole("start", "offset of the first character of what is said", null=True),
    _text("kind", "kind of the source", null=False),
    _text("stance", "states, denies, confirms or questions", null=False),
    _text("code", "state or organisation that the source speaks for"),
    _json("body", "the whole attribution"),
    *_lookup("article_id"),
    comment="One row somebody's words in an article.",
)

developments = Table(
    "developments",
    metadata,
    _key("development_id", "stable id of the development"),
    _text("pair", _PAIR, null=False),
    _text("actor", "code of who did it", null=False),
    _text("recipient", "code of whom it was done to", null=False),
    _flag("symmetric", "whether both sides did it to each other"),
    _text("event_type", "PLOVER event type", null=False),
    _text("quad", "quad class", null=False),
    _text("mode", "PLOVER mode"),
    _text("contexts", "PLOVER contexts with ; between them, empty for none", null=False),
    _real("score", "PLOVER intensity, -10 to 10"),
    _real("goldstein", "CAMEO-Goldstein weight, -10 to 10: another scale than score", null=True),
    _day("earliest", "first day on which it can have been; null is open or unknown"),
    _day("latest", "last day on which it can have been; null is open or unknown"),
    _text("grain", "day, week, month, season, year or open; null when no report dates it"),
    _text("place_code", "code of the state where it was"),
    _text("place_text", "words of a report for the place"),
    _flag("happened", "whether its reports present it as having happened"),
    _flag("background", "whether it is only told as earlier than the news"),
    _real("credence_mean", "probability that it happened"),
    _real("credence_low", "lower end of the 90 % interval of the probability"),
    _real("credence_high", "upper end of the 90 % interval of the probability"),
    _whole("credibility", "1 confirmed to 5 improbable, 6 no basis"),
    _whole("origins", "independent origins that report it"),
    _whole("n_reports", "events that report it"),
    _whole("n_reprints", "articles that carry a report of it as a reprint"),
    _flag("disputed", "whether somebody denies it"),
    _text("story_id", "story that it belongs to"),
    _moment("first_published_at", "moment of the first report, UTC"),
    _moment("last_published_at", "moment of the last report, UTC"),
    _json("body", "the whole development"),
    *_lookup("pair"),
    comment="One row an act in the world, however often it is reported.",
)

redirects = Table(
    "redirects",
    metadata,
    _key("old_id", "id that was given out once"),
    _text("new_id", "id that stands for it now; null when nothing does"),
    _text("reason", "why, in words", null=False),
    comment="One row an id that is no longer in use.",
)

problems = Table(
    "problems",
    metadata,
    _key("problem_id", "stable id of the problem"),
    _text("article_id", "article, or the path of what could not be read", null=False),
    _text("stage", "stage that met it", null=False),
    _text("reason", "what was found, in words", null=False),
    _moment("read_at", "moment of reading, UTC", null=False),
    *_lookup("article_id"),
    comment="One row something that could not be read or done.",
)

choices = Table(
    "choices",
    metadata,
    _key("choice_id", "stable id of the choice"),
    _text("kind", "merge or split", null=False),
    _text("a", "id of the event or development that was merged or split", null=False),
    _text("b", "id of the other side of a merge"),
    _moment("made_at", "moment of the choice, UTC", null=False),
    _text("reason", "why, in words", null=False),
    comment="One row a merge or split made by hand; kept when articles are read again.",
)

standings = Table(
    "standings",
    metadata,
    _key("outlet", "outlet or news agency, by the name that the shipped table has for it"),
    _text("grade", "A to F", null=False),
    _real("mean", "mean reliability r of its reports, 0 to 1"),
    _real("size", "how sure the mean is: sum of the parameters of its Beta"),
    _text("basis", "learned, or user: set by hand", null=False),
    _whole("claims", "acts that it vouched for of which other origins say something"),
    _whole("confirmed", "of these, acts that the others make at least .9 likely"),
    _whole("contradicted", "of these, acts that the others make at most .1 likely"),
    _moment("set_at", "moment at which it was learned or set, UTC", null=False),
    comment="One row an outlet whose reliability was learned from the record or set by hand.",
)

stale = Table(
    "stale",
    metadata,
    _key("pair", "pair of codes whose developments must be built anew"),
    comment="One row a pair with events that its developments do not yet show.",
)
