from collections.abc import Callable

from detente.records import Actor, Event, Polarity, Trigger
from detente.sourcing.chains import attach_sources

from .conftest import Read

Reader = Callable[..., Read]


def event(
    read: Read,
    trigger: str,
    *,
    actor: str = "NOR",
    recipient: str = "NGA",
    event_type: str = "ASSAULT",
    quad: str = "material_conflict",
    polarity: Polarity = "positive",
    last: bool = False,
) -> Event:
    text = read.article.text
    start = text.rindex(trigger) if last else text.index(trigger)
    sent = next(s for s in read.sentences if s.start <= start < s.end)
    return Event(
        event_id=f"{trigger}@{start}",
        sentence_id=sent.sentence_id,
        actor=Actor("", actor),
        recipient=Actor("", recipient),
        symmetric=False,
        event_type=event_type,
        quad=quad,
        trigger=Trigger(start, start + len(trigger), trigger),
        polarity=polarity,
    )


def attach(read: Read, *events: Event) -> tuple[Event, ...]:
    return attach_sources(events, read.attributions, read.sentences, read.article, ())


def chain(read: Read, one: Event) -> list[tuple[str, str]]:
    return [(s.kind, s.text) for s in attach(read, one)[0].source_chain]


def test_event_without_attribution_is_vouched_for_by_the_article(read: Reader) -> None:
    told = read("Norway attacked the port.")
    assert chain(told, event(told, "attacked")) == []


def test_chain_runs_from_the_nearest_source_outward(read: Reader) -> None:
    told = read("Reuters reported that the harbour ministry said Norway had attacked the port.")
    assert chain(told, event(told, "attacked")) == [
        ("role", "the harbour ministry"),
        ("outlet", "Reuters"),
    ]


def test_medium_that_was_told_follows_its_informant(read: Reader) -> None:
    told = read("A diplomat told Reuters that Norway had attacked the port.")
    assert chain(told, event(told, "attacked")) == [
        ("anonymous", "A diplomat"),
        ("outlet", "Reuters"),
    ]


def test_own_outlet_is_never_in_the_chain(read: Reader) -> None:
    told = read("A diplomat told Reuters that Norway had attacked the port.", outlet="Reuters")
    assert chain(told, event(told, "attacked")) == [("anonymous", "A diplomat")]


def test_verbal_act_is_vouched_for_by_its_reporter(read: Reader) -> None:
    told = read("Norway accused Lagos of piracy, the harbour ministry said.")
    act = event(told, "accused", event_type="ACCUSE", quad="verbal_conflict")
    assert chain(told, act) == [("role", "the harbour ministry")]


def test_what_nobody_said_has_no_source(read: Reader) -> None:
    told = read("The harbour ministry did not say that Norway had attacked the port.")
    assert chain(told, event(told, "attacked")) == []


def test_topic_of_talks_is_not_vouched_for_by_the_talkers(read: Reader) -> None:
    told = read("The harbour ministry discussed the attack with Oslo.")
    assert chain(told, event(told, "attack")) == []


def test_pronoun_stands_as_the_name_before_it(read: Reader) -> None:
    told = read("Ingrid Voss said the port was shut. She said Norway had attacked it.")
    assert chain(told, event(told, "attacked")) == [("named", "Ingrid Voss")]


DISPUTED = "Lagos said Norway had attacked the port. Norway denied that it attacked the port."


def test_denial_disputes_the_claim_of_somebody_else(read: Reader) -> None:
    told = read(DISPUTED)
    claim, denial = attach(
        told, event(told, "attacked"), event(told, "attacked", last=True, polarity="negative")
    )
    assert denial.disputes == (claim.event_id,)
    assert claim.disputed_by == (denial.event_id,)


def test_denial_of_another_act_disputes_nothing(read: Reader) -> None:
    told = read(DISPUTED)
    other = event(told, "attacked", event_type="SANCTION")
    denial = event(told, "attacked", last=True, polarity="negative")
    assert [one.disputes for one in attach(told, other, denial)] == [(), ()]


def test_denial_does_not_dispute_its_own_speaker(read: Reader) -> None:
    told = read("Norway said it had attacked the port. Norway said it never attacked the town.")
    claim = event(told, "attacked")
    denial = event(told, "attacked", last=True, polarity="negative")
    assert attach(told, claim, denial)[1].disputes == ()


def test_rejected_accusation_is_disputed(read: Reader) -> None:
    told = read("Lagos accused Norway of piracy. Norway rejected the allegation.")
    accusation = event(
        told, "accused", actor="NGA", recipient="NOR", event_type="ACCUSE", quad="verbal_conflict"
    )
    refusal = event(told, "rejected", event_type="REJECT", quad="verbal_conflict")
    assert attach(told, accusation, refusal)[1].disputes == (accusation.event_id,)


def test_an_unnamed_official_who_speaks_to_a_paper_is_no_talk_between_states(read: Reader) -> None:
    told = read("A diplomat told Reuters that Norway had attacked the port.")
    talk = event(told, "told", event_type="CONSULT", quad="verbal_cooperation")
    assert [e.trigger.text for e in attach(told, talk, event(told, "attacked"))] == ["attacked"]
