"""The last step for every input: text and known facts go in, an Article or a Problem comes out."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..errors import ReadError
from ..records import Article, Genre, Problem, Span, stable_id
from .furniture import find_furniture, merge_spans
from .language import detect_language, language_name
from .moments import as_utc
from .plain import find_dateline
from .tables import page_facts, words

MAX_TEXT_BYTES = 2 * 1024 * 1024
_NOT_WORDS = {"text", "published_at", "genre", "focus", "pairs", "triggers", "furniture"}


@dataclass(frozen=True, slots=True)
class Draft:
    """An article before its text was looked at. Empty strings count as not given."""

    text: str
    article_id: str | None = None
    headline: str | None = None
    outlet: str | None = None
    url: str | None = None
    byline: str | None = None
    dateline: str | None = None
    published_at: dt.datetime | None = None
    language: str | None = None  # as the source gives it; English is believed, others checked
    genre: Genre | None = None
    focus: Span | None = None
    pairs: tuple[tuple[Span, Span], ...] = ()
    triggers: tuple[Span, ...] = ()
    furniture: tuple[Span, ...] = ()  # besides what is found in the text


def finish(draft: Draft, *, place: str, path: str | None) -> Article | Problem:
    """Return the article, or a Problem of stage "language" if its text is not English.

    `path` is the file that it came from, `place` where in it (for messages). The text stays as
    it is.

    Raises ReadError if the text is empty, too long or no valid Unicode.
    """
    given = {
        field.name: _cleaned(getattr(draft, field.name), field.name)
        for field in dataclasses.fields(Draft)
        if field.name not in _NOT_WORDS
    }
    _check_text(draft.text)
    language = _language(draft.text, given.pop("language"))
    if language != "en":
        reason = f"text is in {language_name(language)} ({language}), only English is read"
        return Problem(given["article_id"] or place, "language", reason)
    url, outlet, headline = given["url"], given["outlet"], given["headline"]
    article_id = given.pop("article_id") or stable_id("a", url or "", outlet, headline, draft.text)
    given["dateline"] = given["dateline"] or find_dateline(draft.text)[0]
    return Article(
        article_id=article_id,
        text=draft.text,
        genre=draft.genre or genre_of_url(url or ""),
        published_at=as_utc(draft.published_at) if draft.published_at else None,
        language=language,
        path=path,
        focus=draft.focus,
        pairs=draft.pairs,
        triggers=draft.triggers,
        furniture=_furniture(draft),
        **given,
    )


def genre_of_section(section: str) -> Genre | None:
    """Return the genre that a section's name declares, None for most."""
    name = "-".join(section.lower().replace("/", " ").split())
    if name in words("genres", "opinion"):
        return "opinion"
    return "statement" if name in words("genres", "statement") else None


def genre_of_type(schema_type: str) -> Genre | None:
    """Return the genre that a schema.org type declares, None for most."""
    genre: Genre | None = page_facts("schema_types").get(schema_type.lower().rsplit("/", 1)[-1])
    return genre


def genre_of_url(url: str) -> Genre | None:
    """Return the genre that a part of the address declares, None for most."""
    try:
        segments = urlsplit(url).path.split("/")
    except ValueError:
        return None
    return next((genre for part in segments if part and (genre := genre_of_section(part))), None)


def _cleaned(value: str | None, name: str) -> str | None:
    if value is None:
        return None
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ReadError(f"{name} holds half a character at position {error.start}") from error
    return value.strip() or None


def _check_text(text: str) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise ReadError(f"text holds half a character at position {error.start}") from error
    if not text.strip():
        raise ReadError("text is empty; expected the words of an article")
    if size > MAX_TEXT_BYTES:
        limit = MAX_TEXT_BYTES // 1024**2
        found = f"text has {size / 1024**2:.1f} MiB, more than the {limit} MiB of one article"
        raise ReadError(f"{found}; split it into its articles")


def _language(text: str, given: str | None) -> str:
    if given and given.lower().replace("_", "-").split("-")[0] in ("en", "eng", "english"):
        return "en"
    return detect_language(text)


def _furniture(draft: Draft) -> tuple[Span, ...]:
    spans = merge_spans([*find_furniture(draft.text), *draft.furniture])
    asked = [*draft.triggers, *(side for pair in draft.pairs for side in pair)]
    if draft.focus:
        asked.append(draft.focus)
    # what the caller asks about is to be read whatever it looks like
    return tuple(
        span
        for span in spans
        if not any(span.start < ask.end and ask.start < span.end for ask in asked)
    )
