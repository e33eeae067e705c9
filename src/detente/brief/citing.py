"""Numbers for stored sentences, given in the order in which a brief will want them."""

from __future__ import annotations

from collections.abc import Iterable

from detente.brief.data import BriefData
from detente.brief.selecting import closest_event
from detente.brief.tree import Citation
from detente.errors import BriefError
from detente.records import Development

MOST_SOURCES = 400
"""A longer list of sources is read by nobody; what it leaves out is counted and stays on record."""
MOST_REPORTS = 3
"""Reports, and denials, cited for one development that is told."""


class Citer:
    """Gives every sentence that is cited one number.

    Developments `told` come first, with several reports each; of those that are only `counted` the
    first report is cited, as long as the list of sources is not full.
    """

    def __init__(
        self,
        data: BriefData,
        *,
        told: Iterable[Development],
        counted: Iterable[Development],
    ) -> None:
        self.data = data
        self._reports = {r.event_id: r for d in data.developments for r in d.reports}
        self._developments = {d.development_id: d for d in data.developments}
        self._of_event: dict[str, Citation] = {}
        self._of_sentence: dict[tuple[str, str], int] = {}
        self._of_development: dict[str, tuple[Citation, ...]] = {}
        for development in told:
            self._cite_reports(development, MOST_REPORTS)
            for event_id in development.disputed_by[:MOST_REPORTS]:
                self.event(event_id)
        for development in counted:
            if len(self._of_sentence) < MOST_SOURCES:
                self._cite_reports(development, 1)

    def _cite_reports(self, development: Development, most: int) -> None:
        if development.development_id not in self._of_development:
            events = self._closest_first(development)[:most]
            found = tuple(self.event(event_id) for event_id in events)
            self._of_development[development.development_id] = found

    def _closest_first(self, development: Development) -> list[str]:
        """Return one event an article, the one whose words are closest first."""
        closest = closest_event(development, self.data.events).event_id
        by_article = {self._reports[closest].article_id: closest}
        for report in development.reports:
            by_article.setdefault(report.article_id, report.event_id)
        return list(by_article.values())

    def event(self, event_id: str) -> Citation:
        """Return the citation of an event. Raises `BriefError` when no report of it is known."""
        if event_id not in self._of_event:
            self._of_event[event_id] = self._cite(event_id)
        return self._of_event[event_id]

    def _cite(self, event_id: str) -> Citation:
        report = self._reports.get(event_id) or self.data.denials.get(event_id)
        if report is None:
            raise BriefError(
                f"event {event_id} is to be cited, but no report of it is on record: run "
                "`detente read` again to bring the record up to date"
            )
        facts = self.data.articles.get(report.article_id)
        place = (report.article_id, report.sentence)
        return Citation(
            number=self._of_sentence.setdefault(place, len(self._of_sentence) + 1),
            event_id=event_id,
            article_id=report.article_id,
            outlet=report.outlet,
            published_at=report.published_at,
            sentence=report.sentence,
            url=facts.url if facts else None,
            headline=facts.headline if facts else None,
        )

    def development(self, development: Development) -> tuple[Citation, ...]:
        """Return the citations of a development that is told, the closest one first."""
        return self._of_development[development.development_id]

    def of(self, development_ids: Iterable[str]) -> tuple[Citation, ...]:
        """Return the citations of developments, as far as they stand in the list of sources."""
        ids = [i for i in development_ids if i in self._developments]
        if ids and not self.listed(ids):
            # a full list still takes one example of what a figure rests on
            self._cite_reports(self._developments[ids[0]], 1)
        found = (c for i in ids for c in self._of_development.get(i, ()))
        return tuple({c.event_id: c for c in found}.values())

    def listed(self, development_ids: Iterable[str]) -> int:
        """Return how many of the developments stand in the list of sources."""
        return sum(i in self._of_development for i in development_ids)

    def all(self) -> tuple[Citation, ...]:
        """Return every citation given out, by number."""
        return tuple(sorted(self._of_event.values(), key=lambda citation: citation.number))
