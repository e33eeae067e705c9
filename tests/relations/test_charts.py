import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.relations import balance, relation
from detente.relations.charts import (
    WIDTH,
    balance_chart,
    place_labels,
    relation_chart,
    save_chart,
)

from .tables import row, table

START = dt.date(2022, 1, 3)
NAMES = {"AAA": "Arland", "BBB": "Borland", "CCC": "Corland"}


def frame(scores, recipient="BBB"):
    return [
        row(f"{recipient}{k}", "AAA", recipient, START + dt.timedelta(weeks=k), score)
        for k, score in enumerate(scores)
    ]


DEVELOPMENTS = table(frame([-4, -3, -5, -4, 5, 4, 6, 5]) + frame([1] * 8, recipient="CCC"))


def drawn_relation():
    return relation_chart(relation(DEVELOPMENTS, "AAA", "BBB", by="week"), DEVELOPMENTS, NAMES)


def test_chart_names_pair_scale_and_interval():
    spec = drawn_relation().to_json()
    for words in ("Arland and Borland", "PLOVER intensity", "90 % interval", "act BBB4"):
        assert words in spec


def test_turning_point_is_marked_with_its_levels():
    assert "31 Jan: -4.0 to +5.0" in drawn_relation().to_json()


def test_balance_chart_says_the_position_and_both_sides():
    spec = balance_chart(balance(DEVELOPMENTS, "AAA", between=("BBB", "CCC")), NAMES).to_json()
    for words in ("Arland between Borland and Corland", "towards Borland", "towards Corland"):
        assert words in spec


@pytest.mark.parametrize(("ending", "start"), [(".svg", b"<svg"), (".png", b"\x89PNG")])
def test_chart_is_saved(tmp_path, ending, start):
    path = save_chart(drawn_relation(), tmp_path / f"chart{ending}")
    assert path.read_bytes().startswith(start)


def test_page_needs_no_network(tmp_path):
    page = save_chart(drawn_relation(), tmp_path / "chart.html").read_text(encoding="utf-8")
    assert '<script src="http' not in page
    assert "act BBB4" in page


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(ValueError, match="svg"):
        save_chart(drawn_relation(), tmp_path / "chart.gif")


def test_an_empty_relation_is_not_drawn():
    with pytest.raises(ValueError, match="nothing to draw"):
        relation_chart(relation(DEVELOPMENTS, "AAA", "ZZZ"), DEVELOPMENTS, NAMES)


def test_too_few_developments_are_drawn_without_a_tone():
    few = table(frame([1, 2]))
    assert "not enough data" in relation_chart(relation(few, "AAA", "BBB"), few, NAMES).to_json()


@given(st.lists(st.tuples(st.floats(0, WIDTH), st.floats(20, 260)), min_size=1, max_size=8))
def test_labels_never_meet_a_text_or_a_leader(items):
    positions, widths = [p for p, _ in items], [w for _, w in items]
    placed = place_labels(positions, widths)
    for a in placed:
        for b in placed:
            if a.item == b.item:
                continue
            reach = a.left + widths[a.item]
            if a.row == b.row:
                assert reach <= b.left or b.left + widths[b.item] <= a.left
            elif b.row > a.row:
                assert not a.left <= positions[b.item] <= reach
