"""Every constant behind tone, stock, turning points and balance, each with its source.

"Starting value" marks a choice that no measurement of ours has fixed yet.
"""

from typing import Final, Literal

Scale = Literal["score", "goldstein"]
By = Literal["month", "week"]

SCALE_NAMES: Final[dict[str, str]] = {
    "score": "PLOVER intensity, from -10 to +10",
    "goldstein": "CAMEO-Goldstein scale, from -10 to +10",
}

# --- tone ---------------------------------------------------------------------------------------
PRIOR_WEIGHT: Final = 5
"""K: how many developments of an average pair stand in for what is not known. Empirical Bayes:
K = variance within pairs / variance between pairs; starting value."""
HALF_LIFE_DAYS: Final = 90.0
"""After this many days a development counts half; starting value."""
MIN_DEVELOPMENTS: Final = 3
"""Below this a tone is not given: the plain bootstrap covers .42 of true values at 3, 0 at 1."""
INTERVAL: Final = 0.90
"""Every interval in this package holds 90 %."""
REPLICATES: Final = 2000
"""Bootstrap replicates: the ends of an interval then move by 1 to 2 % of its width by chance."""
SEED: Final = 20220430
"""Seed of the default generator, so that the same record gives the same figures."""

# --- a development's day ------------------------------------------------------------------------
MAX_INTERVAL_DAYS: Final = 60
"""The middle of a longer interval tells no day; starting value."""

# --- stock --------------------------------------------------------------------------------------
STOCK_LIMIT: Final = 9.0
"""Bounds of the level, as in Tsinghua's Database of Great-Power Relations (Yan and Qi, 2009)."""
STOCK_START: Final = 0.0
"""Level before the first development: neutral, because the record knows nothing earlier."""
STOCK_STEP: Final = 0.05
"""a: share of the way that the strongest act moves the level; 0 < a <= 1; starting value."""

# --- turning points -----------------------------------------------------------------------------
BREAK_PENALTY: Final = 2.5
"""PELT's penalty is this times log(weeks) on the standardised series. Calibrated: a series of 8 to
260 weeks without a break then shows one in 1 to 9 % of cases, 5 % in the middle, for Gaussian
noise and for weekly means of one to four scores drawn from ICEWS 2014; at 2.0 it is 3 to 15 %."""
MIN_SEGMENT_WEEKS: Final = 2
"""A single odd week is an incident, not a new level."""
MIN_AFTER_BREAK: Final = 3
"""A break needs this many developments after it."""
MAX_CITED: Final = 5
"""A break cites at most this many developments."""
MAX_COVERAGE_SHARE: Final = 0.5
"""Above this share of all developments the pair is itself the coverage, which then cannot be
corrected for."""

# --- balance ------------------------------------------------------------------------------------
MIN_SIDE: Final = 5
"""Developments needed with each rival before a position or a rank is given."""
MIN_PEERS: Final = 5
"""States needed for a percentile and z; starting value."""
MIN_CHANGES: Final = 10
"""Months with news on both ties needed to correlate their changes; starting value."""
