"""Mentions: names, offices and persons from the text, and what takes them up."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.actors.mentions import find_mentions
from detente.parse.sentences import split_sentences
from detente.records import Article, Mention


def mentions_of(
    text: str, *, outlet: str | None = None, headline: str | None = None
) -> list[Mention]:
    day = dt.datetime(2022, 4, 30, tzinfo=dt.UTC)
    article = Article("a", text, headline, outlet, published_at=day)
    return list(find_mentions(article, split_sentences(text, article_key="a")))


def codes(text: str, words: str, **facts: str) -> set[str]:
    """Return the codes of the mentions that overlap the last place where `words` stand."""
    at = text.rindex(words)
    found = mentions_of(text, **facts)
    return {m.code for m in found if m.start < at + len(words) and at < m.end}


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("Islamabad welcomed the offer.", "Islamabad", "PAK"),
        ("The Kremlin dismissed the report.", "Kremlin", "RUS"),
        ("Soviet tanks left the valley.", "Soviet", "RUS"),
        ("US-led forces shelled the ridge.", "US", "USA"),
        ("The United Arab Emirates closed its consulate.", "United Arab Emirates", "ARE"),
        ("NATO rejected the demand.", "NATO", "IGO:NATO"),
        ("Foreign Minister Sergey Lavrov flew to Delhi.", "Lavrov", "RUS"),
        ("Chile's Foreign Minister Ana Quiroga met reporters.", "Quiroga", "CHL"),
        ("The President of Uruguay Pedro Salas signed.", "Salas", "URY"),
        ("A Norwegian envoy landed in Colombo.", "Norwegian envoy", "NOR"),
        ("FLOODS CLOSE KARACHI PORT.", "KARACHI", "PAK"),
    ],
    ids=lambda value: value,
)
def test_names_offices_and_persons_are_found(text: str, words: str, code: str) -> None:
    assert codes(text, words) == {code}


@pytest.mark.parametrize(
    "dateline", ["KARACHI:", "KARACHI, May 3 (Wire) --", "KARACHI (Wire) -", "KARACHI —"]
)
def test_place_of_a_dateline_is_no_actor(dateline: str) -> None:
    assert codes(f"{dateline} Chile closed its consulate.", "KARACHI") == set()


def test_seat_of_the_united_nations_is_no_actor_in_a_dateline() -> None:
    assert codes("UNITED NATIONS: Chile warned Peru.", "UNITED NATIONS") == set()


def test_envoy_to_a_body_is_his_country_s_though_his_title_stands_behind_the_body() -> None:
    text = "Deputy Permanent Representative of Chile to the UN Ambassador Rosa Quiroga spoke. "
    assert codes(text + "Then Quiroga left.", "Quiroga") == {"CHL"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Peru's envoy spoke first. “We shall not sign,” Chile's foreign ministry said.", "CHL"),
        ("Peru's envoy spoke first. “We shall not sign,” said the Chilean minister.", "CHL"),
        ("Peru's envoy spoke first. “We shall not sign,” he told Chile's minister.", "PER"),
    ],
)
def test_we_of_a_quotation_is_whoever_is_named_right_behind_it(text: str, code: str) -> None:
    assert codes(text, "We") == {code}


def test_parties_of_the_text_may_be_meant_though_long_not_named() -> None:
    text = (
        "Chile blamed Peru. Chile warned Peru again. Norway offered help. Ships are ready. "
        "Denmark watches. The raids went on, Denmark said."
    )
    found = mentions_of(text)
    last = max(m.start for m in found if m.end == m.start)
    implied = {m.code: m.why for m in found if m.start == m.end == last}
    assert {"CHL", "PER"} <= set(implied)
    assert implied["CHL"].startswith("named most in the text")


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        ("Chile and Peru met. Norway has thanked both.", "both", {"CHL", "PER"}),
        ("Chile and Peru met. Norway asked both to wait.", "both", {"CHL", "PER"}),
        ("Chile and Peru met. Norway sank both ships.", "both", set()),
        ("Chile, Peru and Bolivia met. The three signed in May.", "The three", {"CHL", "PER", "BOL"}),
        ("Chile, Peru and Bolivia met. The three ports are open.", "The three", set()),
    ],
)  # fmt: skip
def test_numbers_take_up_actors_only_alone(text: str, words: str, wanted: set[str]) -> None:
    assert codes(text, words) == wanted


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        ("Mr Lavrov wants more.", "Lavrov", {"RUS"}),
        ("Washington agreed. Mr Biden has signed.", "Biden", {"USA"}),
        ("Berlin agreed. On Friday Mr. Scholz signed.", "Scholz", {"DEU"}),
        ("Canberra agreed. Mr Morrison has signed.", "Morrison", {"AUS"}),
        ("The law is new. Mr Morrison has signed.", "Morrison", set()),
    ],
)  # fmt: skip
def test_surname_behind_a_title(text: str, words: str, wanted: set[str]) -> None:
    assert codes(text, words) == wanted


def test_pronoun_takes_up_the_holder_of_an_office_behind_a_possessive() -> None:
    text = "Chile warned Peru. Its new foreign minister flew to Oslo. The Norwegians received him."
    assert codes(text, "him") == {"CHL"}
    assert codes(text, "Its") == {"CHL"}


def test_state_at_the_head_is_an_actor() -> None:
    assert codes("PAKISTAN: Chile closes its consulate.", "PAKISTAN") == {"PAK"}


LISTED = "The foreign ministers of Jordan, Egypt and Bahrain had planned a visit. "


@pytest.mark.parametrize(
    ("text", "words", "members"),
    [
        ("Israel stopped the Arab ministers.", "Arab ministers", {"JOR", "EGY", "BHR"}),
        ("Israel warned the three countries.", "the three countries", {"JOR", "EGY", "BHR"}),
        ("Israel warned the four countries.", "the four countries", set()),
        ("Israel warned Asian governments.", "Asian governments", set()),
    ],
    ids=lambda value: str(value),
)
def test_group_stands_for_the_members_that_the_article_lists(
    text: str, words: str, members: set[str]
) -> None:
    assert codes(LISTED + text, words) == members


def test_group_with_an_owner_takes_up_nobody_before_it() -> None:
    assert codes("Israel spoke. " + LISTED, "The foreign ministers") == set()


@pytest.mark.parametrize(
    "text",
    [
        "The ship sank in the Indian Ocean.",
        "Michael Jordan opened the school.",
        "South America had a dry winter.",
        "The Latin American press ignored it.",
        "The Council met. The Court ruled. The South had rain.",
    ],
    ids=lambda value: value,
)
def test_homonyms_are_no_actors(text: str) -> None:
    assert mentions_of(text) == []


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("Norwegian Foreign Minister Kari Lund met Oman's sultan. Lund flew on.", "Lund", "NOR"),
        ("Iran's president toured Oman. He praised the hosts.", "He", "IRN"),
        ("India rejected the claim. It also summoned the envoy.", "It", "IND"),
        ("The International Monetary Fund met. Chad told the Fund no.", "the Fund", "IGO:IMF"),
        ("The IAEA met. Iran let the Agency's men in.", "the Agency", "IGO:IAEA"),
        ("NATO met the UN Security Council. Iran asked the Council.", "the Council", "IGO:UN"),
        ("North Korea made an offer. The South refused it.", "The South", "KOR"),
        ("Ghana's UN envoy Ama Osei wrote. Osei blamed Mali.", "Osei", "GHA"),
        (
            "Ghana's U.N. representative Ama Osei wrote.",
            "Ghana's U.N. representative Ama Osei",
            "GHA",
        ),
        ("The UN envoy landed in Oman.", "UN envoy", "IGO:UN"),
        ("Chadian envoy Ali Deby Saleh flew in. Chairperson Deby spoke to Mali.", "Deby", "TCD"),
        (
            "Iran met the Global Coalition to Defeat ISIS. It told the Coalition no.",
            "the Coalition",
            "IGO:GCDI",
        ),
    ],
    ids=lambda value: value,
)
def test_later_words_take_an_actor_up(text: str, words: str, code: str) -> None:
    assert codes(text, words) == {code}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The African Union met. Kenya asked the Union Minister of India.", "the Union"),
        ("South Korea met Japan. A ship crossed the South China Sea.", "the South"),
        ("The IAEA met. Iran told the Court of Appeal.", "the Court"),
    ],
    ids=lambda value: value,
)
def test_longer_names_take_nothing_up(text: str, words: str) -> None:
    assert codes(text, words) == set()


def test_two_sides_stand_for_both_actors() -> None:
    text = "Pakistan and Russia held talks. The two sides agreed on a pipeline."
    assert codes(text, "The two sides") == {"PAK", "RUS"}


def test_they_after_a_list_are_all_of_it() -> None:
    text = "Peruvian, Chilean, Cuban and EU envoys met Iran's foreign minister. They asked Iran for oil."
    assert codes(text, "They") == {"PER", "CHL", "CUB", "IGO:EU"}


def test_a_papers_own_we_is_its_country_and_a_quoted_one_is_not() -> None:
    text = "Peru met India. We gave Peru time. “We thank India,” the Peruvian premier told us."
    found = mentions_of(text, outlet="Dawn")
    told = [(m.text, m.code) for m in found if m.text.lower() in ("we", "us")]
    assert told[0] == ("We", "PAK")
    assert told[1] != ("We", "PAK")


def test_two_ministers_are_the_two_that_were_named() -> None:
    text = (
        "Foreign Minister Sergey Lavrov met Pakistan's foreign minister, Shah Mahmood Qureshi. "
        "He praised the army of India. The two ministers discussed gas."
    )
    assert codes(text, "The two ministers") == {"PAK", "RUS"}


def test_we_in_a_release_is_the_issuing_state() -> None:
    text = "We thank Qatar for its help."
    assert codes(text, "We", outlet="US Department of State") == {"USA"}


def test_an_actor_without_words_is_offered_from_context() -> None:
    text = "Russia protested on Monday. The raid killed two Turkish soldiers."
    implied = [m for m in mentions_of(text) if m.kind == "issuer"]
    assert {m.code for m in implied} == {"RUS"}
    assert all(m.start == m.end == len(text) for m in implied)


def test_former_office_holder_is_known_after_the_term() -> None:
    assert codes("Angela Merkel defended the pipeline.", "Angela Merkel") == {"DEU"}
