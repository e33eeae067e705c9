import pytest

from detente.sourcing.quotes import find_quotes


def quoted(text: str) -> list[str]:
    return [text[q.start : q.end] for q in find_quotes(text)]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ('He said "no" and "never".', ['"no"', '"never"']),
        ("She said “he told me ‘go’ twice”.", ["“he told me ‘go’ twice”"]),
        ("''The road is shut,'' he said. ''It stays shut.''", ["''The road is shut,''", "''It stays shut.''"]),
        ("Voss’s ferry and Lund’s barge.", []),
    ],
    ids=str,
)  # fmt: skip
def test_quotations_of_every_style(text: str, quotes: list[str]) -> None:
    assert quoted(text) == quotes


def test_open_quotation_ends_with_its_paragraph() -> None:
    found = find_quotes("“The road is shut.\n\n“It stays shut.”")
    assert [quote.closed for quote in found] == [False, True]
