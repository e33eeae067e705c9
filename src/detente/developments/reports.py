"""What building developments needs of a report (one event with the facts of its article), and who
denies in a denial.
"""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from detente.records import Event, Genre


class Report(Protocol):
    """One event as one article reports it. The record's rows have this shape."""

    @property
    def event(self) -> Event:
        """The act as the sentence tells it."""

    @property
    def article_id(self) -> str:
        """The article that holds the sentence."""

    @property
    def base_id(self) -> str:
        """Shared by all versions of the article."""

    @property
    def outlet(self) -> str | None:
        """Who published it."""

    @property
    def published_at(self) -> dt.datetime | None:
        """When it was published, UTC."""

    @property
    def genre(self) -> Genre:
        """Report, opinion or statement."""

    @property
    def reprint_of(self) -> str | None:
        """The article whose text this one carries."""

    @property
    def story_id(self) -> str | None:
        """The story of the article."""

    @property
    def sentence(self) -> str:
        """The words of the sentence."""

    @property
    def development_id(self) -> str | None:
        """Where the last building put it."""


class Choice(Protocol):
    """A merge or split made by hand; `a` and `b` are ids of developments or events."""

    @property
    def kind(self) -> str:
        """`merge` or `split`."""

    @property
    def a(self) -> str:
        """What is merged or split."""

    @property
    def b(self) -> str | None:
        """With what it is merged."""

    @property
    def reason(self) -> str:
        """Why, in the words of whoever decided."""


def denier_of(denial: Event) -> str | None:
    """Return the code of whoever denies: the actor of an act of denying, else the nearest source."""
    if denial.happened:
        return denial.actor.code
    return denial.source_chain[0].code if denial.source_chain else None
