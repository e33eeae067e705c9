import pytest

from detente.records import Article
from detente.sourcing.genre import judge_genre

COLUMN = (
    "I must admit that Oslo should perhaps think again. Surely we should not forget the harbour. "
    "Indeed I see no merit in the plan, and my own view is that the council "
    "ought to drop it. Clearly the money should go to schools. Let us hope so. Frankly, the port "
    "must wait, and rather sadly the ferry must wait too, but that is simply the price of it all."
)  # fmt: skip
REPORT = (
    "The harbour council met on Monday. The chairman said the ferry would sail in June. "
    "Officials said the port had been repaired. The ministry said in a note that money was there. "
    "The mayor told reporters that work went on, and the union said its members were content "
    "with the timetable that the council announced in spring after months of talks in the town."
)  # fmt: skip


@pytest.mark.parametrize(
    ("article", "genre"),
    [
        (Article("a", REPORT, genre="opinion"), "opinion"),
        (Article("a", REPORT, outlet="Ministry of Harbours"), "statement"),
        (Article("a", REPORT, url="https://example.org/opinion/ferry"), "opinion"),
        (Article("a", REPORT, headline="Editorial: the ferry"), "opinion"),
        (Article("a", COLUMN), "opinion"),
        (Article("a", REPORT), "report"),
        (Article("a", "Short text."), "report"),
    ],
    ids=["page", "outlet", "url", "headline", "column", "report", "short"],
)
def test_genre(article: Article, genre: str) -> None:
    assert judge_genre(article, ()) == genre
