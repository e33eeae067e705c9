"""One id laid open: sentences, sources, denials, how credence came about, which rule decided."""

from __future__ import annotations

from typing import Any

from detente.records import DateInterval, Development, Event, to_json
from detente.store import Record


def show(store: Record, wanted: str) -> str:
    """Return an event, article, development or sentence of the record in words.

    Raises `StoreError` when the id is unknown or stands for several.
    """
    kind, found = store.resolve(wanted)
    if kind == "development":
        return _development(store, store.development(found))
    if kind == "event":
        return "\n".join(_event(store, store.event(found)))
    if kind == "article":
        return _article(store, found)
    return _sentence(store, found)


def show_json(store: Record, wanted: str) -> dict[str, Any]:
    """Return the same as JSON data, with the kind of the id."""
    kind, found = store.resolve(wanted)
    if kind == "development":
        value: Any = store.development(found)
    elif kind == "event":
        value = store.event(found)
    elif kind == "article":
        value = store.article(found)
    else:
        return {"kind": kind, "id": found, "text": _sentence(store, found)}
    return {"kind": kind, **to_json(value)}


def date_words(date: DateInterval | None) -> str:
    """Return an interval in words."""
    if date is None:
        return "no date told"
    if date.earliest == date.latest and date.earliest is not None:
        return date.earliest.isoformat()
    return f"{date.earliest or '...'} to {date.latest or '...'}"


def _act(actor: str, event_type: str, mode: str | None, recipient: str, symmetric: bool) -> str:
    link = "<->" if symmetric else "->"
    return f"{actor} {link} {recipient}: {event_type}" + (f" ({mode})" if mode else "")


def _event(store: Record, event: Event) -> list[str]:
    article_id, sentence = store.sentence_of(event)
    article = store.article(article_id)
    actor, recipient = event.actor.code or "?", event.recipient.code or "?"
    published = article.published_on or "no date"
    chain = [f"{s.text} ({s.kind}{', ' + s.code if s.code else ''})" for s in event.source_chain]
    chain.append(f"{article.outlet or 'unknown outlet'} ({published})")
    lines = [
        f"{event.event_id}  {_act(actor, event.event_type, event.mode, recipient, event.symmetric)}",
        f"  sentence    {sentence}",
        f"  article     {article_id}  {article.headline or ''}",
        f"  date        {date_words(event.event_date)}",
        f"  who says so {' <- '.join(chain)}",
        f"  happened    {'yes' if event.happened else 'no'} ({event.polarity}, {event.certainty}, {event.time})",
        f"  codes       CAMEO {event.cameo_code}, score {event.score:+.1f}, Goldstein {event.goldstein}",
        f"  confidence  {event.confidence:.2f}",
    ]
    lines += [f"  why {part:12} {reason}" for part, reason in event.why.items()]
    lines += [f"  disputes    {other}" for other in event.disputes]
    lines += [f"  disputed by {other}" for other in event.disputed_by]
    return lines


def _development(store: Record, development: Development) -> str:
    d = development
    lines = [
        f"{d.development_id}  {_act(d.actor, d.event_type, d.mode, d.recipient, d.symmetric)}",
        f"  date        {date_words(d.event_date)}" + (f", in {d.place.text}" if d.place else ""),
        f"  happened    {'yes' if d.happened else 'no'}",
        f"  credence    {d.credence.mean:.2f} [{d.credence.low:.2f}, {d.credence.high:.2f}], "
        f"credibility {d.credibility}, independent origins: {d.origins}",
        "  reports",
    ]
    for report in d.reports:
        published = report.published_at.date() if report.published_at else "no date"
        lines.append(
            f"    {report.event_id}  {report.outlet or 'unknown outlet'}, {published}: {report.sentence}"
        )
    lines += [f"  reprinted in {article_id}" for article_id in d.reprints]
    for event_id in d.disputed_by:
        _, sentence = store.sentence_of(store.event(event_id))
        lines.append(f"  disputed by {event_id}: {sentence}")
    lines += [f"  put together: {reason}" for reason in d.why]
    lines.append("  how credence came about")
    lines += _working(d.working)
    return "\n".join(lines)


def _working(working: dict[str, Any], indent: str = "    ") -> list[str]:
    lines = []
    for key, value in working.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines.append(f"{indent}{key}")
            lines += [
                indent + "  " + ", ".join(f"{k} {_short(v)}" for k, v in item.items())
                for item in value
            ]
        elif isinstance(value, dict):
            lines.append(f"{indent}{key}")
            lines += _working(value, indent + "  ")
        else:
            lines.append(f"{indent}{key} {_short(value)}")
    return lines


def _short(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list):
        return " ".join(map(str, value))
    return str(value)


def _article(store: Record, article_id: str) -> str:
    article = store.article(article_id)
    lines = [
        f"{article_id}  {article.headline or ''}",
        f"  outlet      {article.outlet or 'unknown'}",
        f"  published   {article.published_on or 'unknown'}",
        f"  from        {article.url or article.path or 'given text'}",
        f"  byline      {article.byline or 'none'}",
    ]
    for event in store.events_of(article_id):
        lines += _event(store, event)
    return "\n".join(lines)


def _sentence(store: Record, sentence_id: str) -> str:
    article_id, text = store.sentence_text(sentence_id)
    return f"{sentence_id}  in {article_id}\n  {text}"
