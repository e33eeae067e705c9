"""Answers to charges that do not tell the act again become denials of it."""

from collections.abc import Callable

import pytest

from detente.actors.mentions import find_mentions
from detente.parse.sentences import split_sentences
from detente.records import Article, Event

from .conftest import Read
from .test_chains import attach, event

Reader = Callable[..., Read]
CHARGE = "Ukraine said Russia had bombed a market"


def with_actors(read: Reader, text: str) -> Read:
    article = Article("a", text)
    return read(text, mentions=find_mentions(article, split_sentences(text, article_key="a")))


def claims(told: Read) -> Event:
    return event(told, "bombed", actor="RUS", recipient="UKR")


@pytest.mark.parametrize(
    "answer",
    [
        ", a charge that Moscow denied.",
        ", a charge Moscow denies.",
        ", which Moscow denied.",
        ". Russia denied the allegation.",
        ". Russia denied any role in it.",
        ". The claim was rejected by Russia.",
        ". Russia, however, insists that its planes never left the ground.",
        ". Moscow called the story a fairy tale.",
        ". Moscow dismissed the report as fiction.",
        ". “A lie,” said the Russian foreign ministry.",
        ". “Completely false,” a Russian official told AFP.",
        ". Moscow: not true.",
        ". No such raid took place, Moscow said.",
        ". Russia denied having bombed anything.",
        ". Russia replied that it had never bombed a market.",
        ". Russian officials said that nobody had bombed any market.",
    ],
)
def test_answer_to_a_charge_denies_the_act(read: Reader, answer: str) -> None:
    told = with_actors(read, CHARGE + answer)
    claim, denial = attach(told, claims(told))
    assert (denial.actor.code, denial.recipient.code) == ("RUS", "UKR")
    assert (denial.event_type, denial.polarity, denial.happened) == ("ASSAULT", "negative", False)
    assert denial.source_chain[0].code == "RUS"
    assert denial.disputes == (claim.event_id,)
    assert claim.disputed_by == (denial.event_id,)


@pytest.mark.parametrize(
    "answer",
    [
        ". Russia declined to comment.",
        ". Russia said the market lay in Kherson.",
        ". China denied the allegation.",
        ". Ukraine denied any role in it.",
        ". Russia insists that talks go on.",
        ". Russia said that no grain had left the port.",
        ". Moscow called the harvest a success.",
        ". Russia said it was false economy to close the port.",
        ". It was a cold day. Snow fell. The river froze. Russia denied the report.",
    ],
)
def test_what_answers_no_charge_denies_nothing(read: Reader, answer: str) -> None:
    told = with_actors(read, CHARGE + answer)
    assert [e.disputed_by for e in attach(told, claims(told))] == [()]


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        (". Nobody had bombed any market, the mayor said.", True),
        (". Norwegian officials said that no bombing had taken place.", True),
        (". The mayor said that nobody would bomb a market.", False),
        (". The mayor said that no grain had left the port.", False),
    ],
)
def test_third_party_denies_only_the_act_that_it_names(
    read: Reader, answer: str, wanted: bool
) -> None:
    told = with_actors(read, CHARGE + answer)
    claim, *denials = attach(told, claims(told))
    assert [(d.polarity, d.disputes) for d in denials] == [
        ("negative", (claim.event_id,)) for _ in range(wanted)
    ]


def test_what_the_article_itself_vouches_for_can_be_denied(read: Reader) -> None:
    told = with_actors(read, "Russia bombed a market in Ukraine. Moscow denied the allegation.")
    claim, denial = attach(told, claims(told))
    assert denial.disputes == (claim.event_id,)
