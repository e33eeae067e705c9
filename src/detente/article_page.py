"""One article with its events and sources marked: an annotation in, one HTML page out.

For checking what was read: offline, without scripts, for screens, phones and paper. Text, headline
and names come from outside and are never trusted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from itertools import groupby

from jinja2 import Environment, StrictUndefined, Template

from detente.article_marks import Mark, Piece, marked_paragraphs
from detente.brief.layout import one_line
from detente.brief.phrases import begin, source_words, when_label
from detente.records import Actor, Annotation, Article, DateInterval, Event, Source
from detente.relations.words import date_words
from detente.tables import names_of_codes

# Verbal or material, cooperation or conflict: the sign says what the colour says.
SIGNS = {
    "verbal_cooperation": "V+",
    "material_cooperation": "M+",
    "verbal_conflict": "V−",
    "material_conflict": "M−",
}

_VERBS = {
    ("positive", "past_present"): "happened",
    ("negative", "past_present"): "did not happen",
    ("positive", "future"): "is to happen",
    ("negative", "future"): "is not to happen",
}
_DOUBTS = {
    "certain": "",
    "probable": "probably ",
    "possible": "possibly ",
    "underspecified": "left open (condition, wish or question): ",
}
# Controls and marks that turn the direction of text would show other words than were read.
_UNSHOWN = dict.fromkeys(
    [*range(0x20), *range(0x7F, 0xA0), 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)],
    " ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Badge:
    """What stands behind a trigger: events that are alike but for who takes part."""

    quad: str
    label: str
    disputes: tuple[str, ...]
    disputed_by: tuple[str, ...]
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of the text as it is shown."""

    words: str
    classes: str = ""
    anchor: str = ""  # where a trigger begins
    is_trigger: bool = False
    badges: tuple[Badge, ...] = ()  # where triggers end


def render_article(annotation: Annotation) -> str:
    """Return the article as one page that needs nothing from elsewhere; all text is escaped."""
    article, events, names = annotation.article, annotation.events, names_of_codes()
    paragraphs = [
        [_shown(piece, article.text, events) for piece in pieces]
        for pieces in marked_paragraphs(annotation)
    ]
    return _template().render(
        annotation=annotation,
        article=article,
        date=date_words,
        events=list(enumerate(events, start=1)),
        facts=list(_facts(annotation)),
        factuality=factuality_words,
        hrefs=[f"#event-{number}" for number in range(1, len(events) + 1)],
        label=label_of,
        line=one_line,
        numbers={event.event_id: number for number, event in enumerate(events, start=1)},
        paragraphs=paragraphs,
        places=_places(events, {piece.anchor for pieces in paragraphs for piece in pieces}),
        side=partial(side_words, names=names),
        signs=SIGNS,
        web_address=_web_address(article),
        when=partial(when_words, article=article),
        who=partial(who_words, outlet=article.outlet, names=names),
    )


def label_of(event: Event) -> str:
    """Return the one word for an event that is not told as having happened, else nothing."""
    if event.polarity == "negative":
        return "denied"
    if event.certainty in ("underspecified", "possible"):
        return event.certainty
    return "planned" if event.time == "future" else ""


def factuality_words(event: Event) -> str:
    """Return polarity, certainty and time of an event in words.

    >>> from detente.records import Trigger
    >>> side = Actor("", "PAK")
    >>> factuality_words(Event("", "", side, side, True, "CONSULT", "", Trigger(0, 1, ""), time="future"))
    'is to happen'
    """
    return _DOUBTS[event.certainty] + _VERBS[event.polarity, event.time]


def side_words(side: Actor, names: Mapping[str, str]) -> str:
    """Return who acts, with office and code.

    >>> side_words(Actor("Lavrov", "RUS", "Sergey Lavrov", "foreign minister"), {})
    'Sergey Lavrov, foreign minister (RUS)'
    """
    code = side.code or ""
    name = side.name or names.get(code, code) or side.text or "unknown"
    told = f"{name}, {side.office}" if side.office else name
    return f"{told} ({code})" if code and code != name else told


def when_words(date: DateInterval | None, article: Article) -> str:
    """Return when an event was or is to be, with the words of the text that say so."""
    told = f" (“{date.text}”)" if date and date.text else ""
    return when_label(date, article.published_on) + told


def who_words(chain: Sequence[Source], *, outlet: str | None, names: Mapping[str, str]) -> str:
    """Return who says so, nearest to the act first, the article's own outlet last.

    >>> chain = [Source("anonymous", "an official"), Source("outlet", "The Express Tribune")]
    >>> who_words(chain, outlet="Nawaiwaqt", names={})
    'An unnamed official, in The Express Tribune, in Nawaiwaqt'
    """
    links = [(source_words(source, names), source) for source in chain]
    told = [f"{words} ({source.code})" if source.code else words for words, source in links]
    if not told:
        return f"{outlet or 'The article'} itself"
    parts = [told[0]]
    for words, source in zip(told[1:], chain[1:], strict=True):
        joint = "in" if source.kind in ("outlet", "document") else "cited by"
        parts.append(f"{joint} {words}")
    return begin(", ".join([*parts, f"in {outlet or 'this article'}"]))


def _facts(annotation: Annotation) -> Iterator[str]:
    """Yield what stands below the headline."""
    article, events = annotation.article, annotation.events
    yield article.outlet or "outlet unknown"
    yield date_words(article.published_on) if article.published_on else "no date of publication"
    yield annotation.genre
    if article.byline:
        yield f"by {article.byline}"
    happened = sum(event.happened for event in events)
    yield f"{len(events)} event{'' if len(events) == 1 else 's'}, {happened} told as having happened"


def _places(events: Sequence[Event], anchors: Set[str]) -> list[str]:
    """Return where each event stands in the text, as a link; in the list if it is not marked."""
    anchored = (f"at-{event.trigger.start}" for event in events)
    return [
        f"#{anchor}" if anchor in anchors else f"#event-{number}"
        for number, anchor in enumerate(anchored, start=1)
    ]


def _web_address(article: Article) -> str | None:
    """Return the address of the page where it is one that a browser may follow."""
    url = article.url or ""
    return url if url.lower().startswith(("https://", "http://")) else None


def _shown(piece: Piece, text: str, events: Sequence[Event]) -> Shown:
    triggers = [mark for mark in piece.marks if mark.kind == "trigger"]
    begun = any(mark.start == piece.start for mark in triggers)
    ended = [mark for mark in triggers if mark.end == piece.end]
    classes: list[str] = sorted({mark.kind for mark in piece.marks})
    if triggers:
        # two triggers over one word: the look of the first, the badges tell of both
        first = events[triggers[0].numbers[0] - 1]
        looks = {first.quad: True, "open": label_of(first), "begins": begun, "ends": ended}
        classes += [look for look, applies in looks.items() if applies]
    return Shown(
        words=text[piece.start : piece.end].translate(_UNSHOWN),
        classes=" ".join(classes),
        anchor=f"at-{piece.start}" if begun else "",
        is_trigger=bool(triggers),
        badges=tuple(_badges(ended, events)),
    )


def _badges(triggers: Iterable[Mark], events: Sequence[Event]) -> Iterator[Badge]:
    def key(number: int) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
        event = events[number - 1]
        return event.quad, label_of(event), event.disputes, event.disputed_by

    for mark in triggers:
        for alike, numbers in groupby(mark.numbers, key):
            yield Badge(*alike, tuple(numbers))


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    page = files("detente").joinpath("article_page.html.j2").read_text(encoding="utf-8")
    return environment.from_string(page)
