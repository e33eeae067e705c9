from __future__ import annotations

import datetime as dt

import pytest

from detente.records import Attribution, DateInterval, Development, Event, Span, to_json
from detente.store import from_json

from .builders import annotation, development, event


@pytest.mark.parametrize(
    ("record_type", "value"),
    [
        (Event, event("a-1")),
        (Development, development()),
        (Attribution, annotation().attributions[0]),
        (DateInterval, DateInterval(None, dt.date(2022, 1, 2), "open", "", None)),
        (Span, Span(3, 9)),
    ],
)
def test_json_gives_the_same_record_back(record_type, value) -> None:
    assert from_json(record_type, to_json(value)) == value


def test_moment_at_midnight_keeps_its_zone() -> None:
    midnight = dt.datetime(2022, 4, 30, tzinfo=dt.UTC)
    report = development().reports[0].__class__("e-1", "a-1", None, midnight, "Thanks.")
    assert from_json(type(report), to_json(report)).published_at == midnight


def test_field_that_an_older_body_lacks_gets_its_default() -> None:
    body = to_json(event("a-1"))
    del body["background"]
    assert from_json(Event, body).background is False
