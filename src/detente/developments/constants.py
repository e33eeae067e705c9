"""Every constant behind credence, each with its source. `docs/` records how they were calibrated.

"Starting value" marks a choice that no measurement of ours has fixed yet.
"""

from typing import Final

MATERIAL_PRIOR: Final = 0.2
"""Probability that a material act took place before anybody vouches for it; lowered from .3 on simulated
news (seeds 2 and 3), where lower still would be better."""
VERBAL_PRIOR: Final = 0.3
"""The same of a verbal act; lowered from .5 in the same way."""
FALSE_SHARE: Final = 0.2
"""q: how often an unreliable channel reports an act that did not take place; starting value."""
RELIABILITY: Final[dict[str, float]] = {
    "A": 0.95,
    "B": 0.85,
    "C": 0.70,
    "D": 0.50,
    "E": 0.30,
    "F": 0.30,
}
"""Mean reliability r of a channel by grade; F is unknown. Starting values."""
CONCENTRATION: Final[dict[str, float]] = {"A": 40, "B": 30, "C": 20, "D": 15, "E": 10, "F": 4}
"""Sum of the parameters of the Beta of r: how sure its mean is, least for the unknown. Starting
values."""
FURTHER_SHARE: Final = 0.2
"""Share of its log likelihood ratio with which a further origin counts, beside the strongest: what
is in circulation is taken up, true or not. Near the best on simulated news (`eval/simulated_news.py`)."""
SETTLING_R: Final = 0.85
"""r with which learning takes an admission, finding or retraction, whoever carries it: what was said is
easily checked. Credence itself takes the carrier's r, so that nobody can invent an admission."""
WEAK_GRADES: Final = frozenset("EF")
"""Origins of these grades alone never lift credence above `WEAK_CEILING`."""
WEAK_CEILING: Final = 0.75

UNNAMED_HEDGE: Final = 0.8
"""An unnamed official scales r by this; starting value."""
OPINION_HEDGE: Final = 0.8
"""So does an act that only an opinion piece tells of; starting value."""
OWN_DEED_HEDGE: Final = 0.8
"""So does a party that tells of a material act of its own; starting value."""
PARTY_HEDGE: Final = 0.6
"""So does a party that tells of an act of the other side: it has an interest; starting value."""
CERTAINTY_HEDGE: Final[dict[str, float]] = {"certain": 1.0, "probable": 0.7}
"""How far the text itself holds back ("probably"); starting value."""

INTEREST_OF_ACCUSED: Final = 0.7
"""Interest of the denier in denying, 0 to 1, when it denies its own hostile act; starting value."""
INTEREST_OF_PARTY: Final = 0.5
"""The same for any other denial by a party to the act; starting value."""
INTEREST_OF_OTHERS: Final = 0.2
"""The same for a denier who is no party; starting value."""

INTERVAL: Final = 0.90
"""Share of the distribution of credence between low and high."""
DRAWS: Final = 256
"""Points at which the Beta of every r is taken: ends of the interval are good to .01."""
SEED: Final = 20220430
"""Seed by which the points of several origins are put together."""
CREDIBILITY_FLOORS: Final = ((1, 0.90), (2, 0.75), (3, 0.50), (4, 0.25))
"""Grade of an item by its credence; below the last it is 5, without a basis 6. Grade 1 needs two
independent origins. After the Admiralty scale (NATO AJP-2.1)."""
