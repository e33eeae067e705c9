"""A simulated news stream whose events are known to have happened or not, and its scorer.

Written without knowledge of how detente computes credence.

    python eval/simulated_news.py make --seed 1 --events 900 --out DIR
    python eval/simulated_news.py score DIR DEVELOPMENTS.jsonl
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

# --------------------------------------------------------------------------------------
# The parameters of the world. Chosen before anything was measured; do not tune.
# --------------------------------------------------------------------------------------

START = date(2031, 2, 3)  # far from real news, so that nothing here is taken for it
DAYS = 60
FIRST_SCORED_DAY = 40  # the last third of the days
FALSE_SHARE = 0.45  # share of the reported events that never happened
PAIR_GAP_DAYS = 7  # between two events of one pair of states
CAMPS = 5
RANDOM_RIVALS = 20  # rivalries between states that are not neighbours

# hidden reliability: (how many outlets, lowest, highest)
RELIABILITY = [
    (6, 0.94, 0.99),
    (10, 0.78, 0.92),
    (12, 0.52, 0.75),
    (10, 0.28, 0.5),
    (7, 0.08, 0.25),
]
PARTIAL_OUTLETS = 16  # of the 45, silently partial to their own state
REAL_OUTLETS = {"Reuters": "", "AP": "", "AFP": "", "BBC": "", "TASS": "RUS", "Xinhua": "CHN"}
REAL_RELIABILITY = 0.97
REAL_VOLUME = 0.45  # they print seldom
REAL_LATE_HOURS = 30.0
VOLUME = (0.3, 2.2)  # relative number of own reports, invented outlets
LATE_HOURS = (3.0, 22.0)  # mean delay of an own report
LATEST_HOURS = 70.0
COPY_RATE = (0.04, 0.44)  # chance to copy a story that a favourite has printed
COPY_OTHERS = 0.25  # that chance is multiplied by this if no favourite has it
FAVOURITES = (2, 5)
FAVOURITE_REAL = 0.2  # chance that a favourite is a real agency
FAVOURITE_SAME_CAMP = 0.6

# own reports of a true event; takers of a falsehood beyond the first
TRUE_REPORTS = {1: 0.30, 2: 0.25, 3: 0.18, 4: 0.12, 5: 0.08, 6: 0.04, 7: 0.03}
CASCADE = 0.5  # share of the falsehoods that a camp takes up
CASCADE_TAKERS = {1: 0.25, 2: 0.30, 3: 0.25, 4: 0.12, 5: 0.08}
CASCADE_CITES = 0.5  # a taker cites the source that all have it from
TRUE_COMMON_SOURCE = 0.35  # true events whose reports rest on one source, too

# partial outlets: their weight is multiplied by this
PARTIAL_INVENTS = 5.0  # a false hostile act against their state
PARTIAL_EAGER = 1.5  # a true hostile act against their state
PARTIAL_PASSES_OVER = 0.1  # a hostile act of their state
PARTIAL_PRINTS_DENIAL = 6.0  # a denial by their state
PARTIAL_OWN_DENIAL = 0.12  # they deny in their own voice a hostile act of their state

SOURCES_TRUE_HOSTILE = {
    "recipient": 0.30,
    "actor": 0.12,
    "unnamed": 0.15,
    "web": 0.05,
    "witness": 0.13,
    "none": 0.25,
}
SOURCES_TRUE_FRIENDLY = {
    "recipient": 0.18,
    "actor": 0.32,
    "unnamed": 0.12,
    "web": 0.03,
    "witness": 0.05,
    "none": 0.30,
}
SOURCES_FALSE_HOSTILE = {
    "recipient": 0.28,
    "actor": 0.02,
    "unnamed": 0.27,
    "web": 0.16,
    "witness": 0.07,
    "none": 0.20,
}
SOURCES_FALSE_FRIENDLY = {
    "recipient": 0.14,
    "actor": 0.16,
    "unnamed": 0.30,
    "web": 0.15,
    "witness": 0.03,
    "none": 0.22,
}
HEDGED = {True: 0.16, False: 0.36}  # share of the own reports that hedge, by truth
OTHER_NUMBER = 0.2  # an own report gives a number of its own

DENIED = {
    ("hostile", True): 0.60,
    ("hostile", False): 0.85,
    ("friendly", True): 0.03,
    ("friendly", False): 0.15,
}
DENIAL_REPORTS = {1: 0.4, 2: 0.35, 3: 0.25}
DENIAL_COPY = 0.45  # chance that a denial is copied once by another outlet

COPY_CREDITED = 0.2
COPY_NEW_HEADLINE = 0.5
COPY_NEW_LEAD = 0.35
COPY_CUT = 0.4
COPY_SYNONYMS = 0.5
COPY_HOURS = (1.0, 34.0)
SENTENCES = (3, 6)
LENGTH = (42, 70)  # words, if the sentences are enough for it
BY_DATE = 0.3  # "on 14 March" rather than "on Tuesday"

RESOLVED = 0.45  # of the events before the scored period
RESOLVED_AFTER = (3, 12)  # days
OUTCOME_REPORTS = {2: 0.4, 3: 0.35, 4: 0.25}
ADMITTED = 0.6  # of the true ones; the others are found proved

# kind of act: weight, hostile or not; the last number multiplies the weight if false
ACT_WEIGHTS = {
    "shelling": (7, "hostile", 1.3),
    "raid": (6, "hostile", 1.3),
    "expel_diplomats": (9, "hostile", 1.0),
    "sanctions": (9, "hostile", 0.8),
    "aid": (8, "friendly", 0.9),
    "accord": (9, "friendly", 0.9),
    "phone_call": (9, "friendly", 0.9),
    "visit": (9, "friendly", 0.9),
    "seize_ship": (8, "hostile", 1.1),
    "recall_envoy": (7, "hostile", 1.0),
    "release_prisoners": (6, "friendly", 1.0),
    "threat": (9, "hostile", 1.3),
    "protest_note": (7, "hostile", 0.9),
}
RIVAL_HOSTILE = 0.8  # share of the hostile acts that are between rivals
CAMP_FRIENDLY = 0.55  # share of the friendly acts that are within a camp

# the scorer
MATCH_DAYS = 3
BINS = 10

# --------------------------------------------------------------------------------------
# States
# --------------------------------------------------------------------------------------

STATE_ROWS = """CHL Chile|Chilean|Santiago;PER Peru|Peruvian|Lima;BOL Bolivia|Bolivian|La Paz
ARG Argentina|Argentine|Buenos Aires;BRA Brazil|Brazilian|Brasilia;COL Colombia|Colombian|Bogota
VEN Venezuela|Venezuelan|Caracas;ECU Ecuador|Ecuadorian|Quito;MEX Mexico|Mexican|Mexico City
KEN Kenya|Kenyan|Nairobi;ETH Ethiopia|Ethiopian|Addis Ababa;UGA Uganda|Ugandan|Kampala
TZA Tanzania|Tanzanian|Dodoma;NGA Nigeria|Nigerian|Abuja;GHA Ghana|Ghanaian|Accra
SEN Senegal|Senegalese|Dakar;MAR Morocco|Moroccan|Rabat;DZA Algeria|Algerian|Algiers
EGY Egypt|Egyptian|Cairo;OMN Oman|Omani|Muscat;IRN Iran|Iranian|Tehran;IRQ Iraq|Iraqi|Baghdad
JOR Jordan|Jordanian|Amman;TUR Turkey|Turkish|Ankara;GRC Greece|Greek|Athens
ARM Armenia|Armenian|Yerevan;AZE Azerbaijan|Azerbaijani|Baku;RUS Russia|Russian|Moscow
CHN China|Chinese|Beijing;IND India|Indian|New Delhi;PAK Pakistan|Pakistani|Islamabad
VNM Vietnam|Vietnamese|Hanoi;THA Thailand|Thai|Bangkok;KHM Cambodia|Cambodian|Phnom Penh
JPN Japan|Japanese|Tokyo;MYS Malaysia|Malaysian|Kuala Lumpur;IDN Indonesia|Indonesian|Jakarta
FRA France|French|Paris;GBR Britain|British|London;POL Poland|Polish|Warsaw"""

NEIGHBOURS = """CHL-PER CHL-BOL CHL-ARG PER-BOL ARG-BRA BRA-VEN COL-VEN COL-ECU PER-ECU COL-PER
KEN-ETH KEN-UGA KEN-TZA UGA-TZA MAR-DZA IRN-IRQ IRQ-JOR IRN-PAK OMN-IRN IND-PAK CHN-IND CHN-VNM
THA-KHM VNM-KHM THA-MYS MYS-IDN JPN-CHN JPN-RUS TUR-GRC TUR-IRQ TUR-ARM ARM-AZE AZE-IRN RUS-AZE
RUS-POL""".split()

OUTLET_NAMES = """Varrow Courier;Tessel Post;Okonda Star;Quillmere Gazette;Brenta Daily
Solvane Times;Harrick Herald;Maruvo Observer;Pellworth Echo;Dunmara News;Kestrin Journal
Lavella Press;Oriway Tribune;Fennick Review;Zamiro Today;Corvane Bulletin;Ashkelo Standard
Tovera Mail;Nimbury Chronicle;Ruvella Monitor;Gallowin Wire;Sarento Sun;Ibexa Online
Marlock Mirror;Penzaro Voice;Wystan Report;Calloway Line;Jorvena Express;Alduna Dispatch
Brookhollow Argus;Tirano Sentinel;Ekwana News Agency;Lindarre Globe;Mosswick Record
Paloma Rey Diario;Utari Press Agency;Verano Ledger;Hollin Street News;Kadessa Radio
Norrick 24;Sundara Channel;Eastmere Live;Rovigo Bay Telegraph;Yarrow Point Examiner
Delmara TV""".replace("\n", ";").split(";")

WEB_CHANNELS = [
    "Open Lens",
    "Frontier Eye",
    "Night Signal",
    "Blue Atlas",
    "The Sixth Desk",
    "Harbour Watch",
    "Map Room",
    "Plain Sight",
    "Signal Room",
    "Grey Heron",
    "Dawn Patrol",
    "Lantern",
    "Long Wire",
    "Static",
    "The Balcony",
]

# --------------------------------------------------------------------------------------
# Texts. {A} {Aa} {Ac}: name, adjective and capital of the actor; {R} {Ra} {Rc}: of the
# recipient; {aA} {aR}: the adjective with "a" or "an"; {h}: hedge before the verb; {w}: day
# of the act; {t}: day of the statement; {n}: a number; {m}: a larger one; {pp} {ing} {noun}:
# the act as participle, gerund and noun; {o}: the outlet.
# --------------------------------------------------------------------------------------

PLACES = [
    "near the border",
    "along the frontier",
    "in a border district",
    "close to the boundary",
    "in the disputed strip",
    "by a river crossing",
    "in the hills at the frontier",
    "south of a border post",
]

ACTS: dict[str, dict[str, list[str]]] = {
    "shelling": {
        "lead": [
            "{Aa} artillery {h}shelled {Ra} positions {place} {w}",
            "{A} {h}shelled {aR} village {place} {w}",
            "the {Aa} army {h}fired {n} rockets at {Ra} forces {place} {w}",
            "{Aa} forces {h}bombarded {aR} garrison {place} {w}",
            "{A} {h}struck {Ra} military positions with mortars {w}",
            "{Aa} guns {h}pounded {Ra} territory {place} {w}",
            "{A} {h}fired shells at {Ra} troops {place} {w}",
            "{Aa} batteries {h}opened fire on {aR} settlement {place} {w}",
            "{A} {h}hit {aR} army post with artillery {w}",
        ],
        "head": [
            "{A} shells {Ra} positions",
            "{Aa} guns fire on {R}",
            "{Ra} village hit by {Aa} shells",
            "{Aa} forces bombard {Ra} garrison",
            "Rockets from {A} hit {R}",
            "Shells fall: {A} strikes {R}",
            "{Aa} artillery opens fire on {R}",
            "{A} fires on {Ra} troops",
            "{Aa} mortars strike {R}",
        ],
        "detail": [
            "At least {n} people were wounded, hospital staff said.",
            "The firing went on for about {m} minutes and then stopped.",
            "Two houses and a barn burned down.",
            "A school was closed and its pupils sent home.",
            "Residents spent the night in cellars.",
            "Smoke could be seen from a nearby town.",
            "The number of dead stood at {n}, though rescue work was not finished.",
            "Power lines were cut and {m} households had no light.",
            "Ambulances took {n} injured soldiers to a district clinic.",
            "Craters were counted in fields on the edge of the settlement.",
            "The main road through the area stayed shut until noon.",
        ],
        "pp": [
            "shelled {Ra} positions",
            "fired shells at {R}",
            "bombarded {Ra} territory",
            "opened fire on {Ra} forces",
        ],
        "ing": ["shelling {Ra} positions", "firing shells at {R}", "bombarding {Ra} territory"],
        "noun": [
            "the shelling of {Ra} positions",
            "the bombardment of {Ra} territory",
            "the artillery attack on {R}",
        ],
    },
    "raid": {
        "lead": [
            "{Aa} troops {h}raided {aR} outpost {place} {w}",
            "{A} {h}attacked {aR} army camp {place} {w}",
            "{Aa} soldiers {h}stormed {aR} checkpoint {place} {w}",
            "{A} {h}launched a raid on {Ra} troops {place} {w}",
            "{Aa} commandos {h}assaulted {aR} guard post {place} {w}",
            "{Aa} infantry {h}overran {aR} position {place} {w}",
            "the {Aa} army {h}carried out a raid on {aR} barracks {place} {w}",
            "{A} {h}sent soldiers against {aR} post {place} {w} and took it for some hours",
            "{Aa} special forces {h}ambushed {aR} patrol {place} {w}",
        ],
        "head": [
            "{Aa} troops raid {Ra} outpost",
            "{A} attacks {Ra} camp",
            "{A} launches raid on {Ra} troops",
            "Frontier raid: {A} strikes {R}",
            "{Aa} soldiers storm {Ra} checkpoint",
            "{Ra} guard post assaulted by {Aa} commandos",
            "Raid by {A} on {Ra} barracks",
            "{Aa} infantry attacks {Ra} position",
            "{Ra} patrol ambushed by {A}",
        ],
        "detail": [
            "At least {n} people were wounded, hospital staff said.",
            "The fighting went on for about {m} minutes and then stopped.",
            "Two lorries and a hut burned down.",
            "A school was closed and its pupils sent home.",
            "Residents spent the night in cellars.",
            "Smoke could be seen from a nearby town.",
            "The number of dead stood at {n}, though rescue work was not finished.",
            "Power lines were cut and {m} households had no light.",
            "Ambulances took {n} injured soldiers to a district clinic.",
            "The main road through the area stayed shut until noon.",
            "Footprints were found along a dry stream.",
        ],
        "pp": [
            "raided {aR} outpost",
            "attacked {Ra} troops",
            "carried out a raid on {R}",
            "sent soldiers against {aR} post",
        ],
        "ing": ["raiding {aR} outpost", "attacking {Ra} troops", "carrying out a raid on {R}"],
        "noun": [
            "the raid on {aR} outpost",
            "the attack on {Ra} troops",
            "the assault on {aR} post",
        ],
    },
    "expel_diplomats": {
        "lead": [
            "{A} {h}expelled {n} {Ra} diplomats {w}",
            "{A} {h}ordered {n} {Ra} diplomats out of the country {w}",
            "the {Aa} foreign ministry {h}expelled {n} members of the {Ra} embassy {w}",
            "{A} {h}declared {n} {Ra} envoys unwelcome {w} and told them to leave",
            "{A} {h}threw out {n} {Ra} embassy employees {w}",
            "the government in {Ac} {h}expelled {n} diplomats of {R} {w}",
            "{A} {h}sent {n} {Ra} diplomats home {w}",
            "{A} {h}deported {n} officials of the {Ra} embassy {w}",
            "{A} {h}withdrew the accreditation of {n} {Ra} diplomats and expelled them {w}",
        ],
        "head": [
            "{A} expels {n} {Ra} diplomats",
            "{Ra} envoys told to leave {A}",
            "{A} throws out {Ra} diplomats",
            "{Ac} expels {Ra} embassy staff",
            "{A} orders out diplomats of {R}",
            "{A} sends {Ra} diplomats home",
            "{Ra} embassy in {Ac} loses {n} to expulsion",
            "{A} deports {Ra} embassy officials",
            "Expulsion: {A} removes {Ra} envoys",
        ],
        "detail": [
            "They were given {m} hours to leave.",
            "The ministry spoke of conduct at odds with duty.",
            "Their families may stay until the end of the school year.",
            "The embassy will keep a reduced consular service.",
            "No names were published.",
            "A military attache was among them.",
            "Two of the officials had only recently arrived.",
            "Visa appointments for the coming weeks were cancelled.",
            "Staff were seen carrying boxes to a van in the afternoon.",
            "The decision took effect at midnight.",
            "The mission had some {m} accredited members until now.",
        ],
        "pp": [
            "expelled {n} {Ra} diplomats",
            "ordered {Ra} diplomats out",
            "sent {n} {Ra} envoys home",
            "expelled staff of the {Ra} embassy",
        ],
        "ing": [
            "expelling {n} {Ra} diplomats",
            "ordering out {Ra} diplomats",
            "expelling staff of the {Ra} embassy",
        ],
        "noun": [
            "the expulsion of {n} {Ra} diplomats",
            "the removal of {Ra} envoys",
            "the expulsion of {Ra} embassy staff",
        ],
    },
    "sanctions": {
        "lead": [
            "{A} {h}imposed sanctions on {R} {w}",
            "the {Aa} government {h}banned imports of {good} from {R} {w}",
            "{A} {h}imposed an embargo on {Ra} {good} {w}",
            "{A} {h}put trade restrictions on {R} {w}",
            "the cabinet in {Ac} {h}adopted sanctions against {R} {w}",
            "{A} {h}closed its market to {Ra} {good} {w}",
            "{A} {h}hit {R} with economic sanctions {w}",
            "the {Aa} trade ministry {h}sanctioned {n} {Ra} {good} firms {w}",
            "{A} {h}blacklisted {n} {Ra} dealers in {good} {w}",
        ],
        "head": [
            "{A} imposes sanctions on {R}",
            "{Ra} firms land on {Aa} blacklist",
            "{A} bans {Ra} {good}",
            "New {Aa} sanctions hit {R}",
            "{Ac} puts embargo on {Ra} {good}",
            "{A} closes market to {Ra} {good}",
            "{R} faces {Aa} trade curbs",
            "Cabinet in {Ac} adopts sanctions against {R}",
            "{A} sanctions {R} over trade",
        ],
        "detail": [
            "The measures run for {n} months and can be prolonged.",
            "Traders expect losses of about {m} million dollars.",
            "Medicine and food are exempt.",
            "A list of goods will appear in the official gazette.",
            "Shares of two shipping firms fell by {n} per cent.",
            "Contracts that were signed earlier may be carried out until summer.",
            "Customs offices received the new rules in the evening.",
            "Economists doubted that the step would have much effect.",
            "Port operators asked how cargo already at sea would be treated.",
            "Bank accounts worth {m} million dollars are affected.",
            "Importers had filled their stores in the weeks before.",
        ],
        "pp": [
            "imposed sanctions on {R}",
            "put sanctions on {Ra} firms",
            "banned imports of {good} from {R}",
            "placed {Ra} {good} under an embargo",
        ],
        "ing": [
            "imposing sanctions on {R}",
            "banning imports of {good} from {R}",
            "putting an embargo on {Ra} {good}",
        ],
        "noun": [
            "the sanctions on {R}",
            "the embargo on {Ra} {good}",
            "the trade curbs against {R}",
        ],
    },
    "aid": {
        "lead": [
            "{A} {h}sent {goods} to {R} {w}",
            "{A} {h}delivered {goods} to {R} {w}",
            "the {Aa} government {h}gave {R} {goods} {w}",
            "{A} {h}flew {goods} to {R} {w}",
            "{A} {h}provided {R} with {goods} {w} as emergency aid",
            "{Aa} aircraft {h}brought {goods} to {R} {w}",
            "{A} {h}supplied {R} with {goods} {w}",
            "{A} {h}donated {goods} to {R} {w}",
            "{A} {h}helped {R} {w} with a shipment of {goods}",
        ],
        "head": [
            "{A} sends aid to {R}",
            "{Aa} relief goods reach {R}",
            "{A} delivers {goods} to {R}",
            "Help for {R}: {A} gives {goods}",
            "{R} receives {Aa} help",
            "{A} flies supplies to {R}",
            "{A} donates emergency goods to {R}",
            "Aid from {Ac} arrives in {Rc}",
            "{Aa} aid shipment for {R}",
        ],
        "detail": [
            "The goods are meant for districts hit by floods.",
            "A first load filled {n} lorries.",
            "Doctors will distribute the medicine.",
            "A second delivery is planned for next month.",
            "About {m} thousand people are to benefit.",
            "Volunteers unloaded the boxes until late at night.",
            "Storage had been a difficulty at the airport.",
            "The harvest failed in several provinces last year.",
            "Half of it is for children under five.",
            "Warehouses near the capital had been almost empty.",
            "The value was put at {m} million dollars.",
        ],
        "pp": [
            "sent aid to {R}",
            "delivered {goods} to {R}",
            "given aid to {R}",
            "supplied {R} with {goods}",
        ],
        "ing": ["sending aid to {R}", "delivering {goods} to {R}", "giving aid to {R}"],
        "noun": [
            "the aid delivery to {R}",
            "the shipment of {goods} to {R}",
            "the relief flight to {R}",
        ],
    },
    "accord": {
        "lead": [
            "{A} {h}signed an accord with {R} on {topic} {w}",
            "{A} and {R} {h}signed an agreement on {topic} {w}",
            "the {Aa} government {h}concluded a treaty with {R} on {topic} {w}",
            "{A} {h}sealed a pact with {R} on {topic} {w}",
            "{A} {h}reached a formal agreement with {R} about {topic} {w}",
            "{A} and {R} {h}put their signatures to a deal on {topic} {w}",
            "ministers of {A} {h}signed a memorandum with {R} on {topic} {w}",
            "{A} {h}entered into an accord on {topic} with {R} {w}",
            "{A} and {R} {h}concluded an accord on {topic} {w}",
        ],
        "head": [
            "{A} signs accord with {R}",
            "{A} and {R} agree on {topic}",
            "Pact on {topic} between {A} and {R}",
            "{A} concludes treaty with {R}",
            "{Ac} and {Rc} sign deal on {topic}",
            "{A} seals pact with {R}",
            "Signatures for {topic}: {A} and {R} agree",
            "{A}, {R} put accord on paper",
            "{Aa} ministers sign memorandum with {R}",
        ],
        "detail": [
            "The text has {m} pages and two annexes.",
            "It will run for {n} years.",
            "Parliament still has to ratify it.",
            "Experts had worked on the draft since autumn.",
            "A joint commission will meet twice a year.",
            "Costs are to be shared equally.",
            "The document was exchanged in a short ceremony.",
            "Business groups spoke of a useful step.",
            "Some clauses remain under seal.",
            "Work could begin within {n} months.",
            "Officials put the investment at {m} million dollars.",
        ],
        "pp": [
            "signed an accord with {R} on {topic}",
            "concluded an agreement with {R}",
            "signed a treaty with {R}",
            "sealed a pact with {R} on {topic}",
        ],
        "ing": [
            "signing an accord with {R}",
            "concluding an agreement with {R} on {topic}",
            "signing a treaty with {R}",
        ],
        "noun": ["the accord with {R}", "the agreement with {R} on {topic}", "the pact with {R}"],
    },
    "phone_call": {
        "lead": [
            "the {Aa} {who} {h}spoke by telephone with his {Ra} counterpart {w}",
            "the {Aa} {who} {h}phoned the {Ra} {who} {w}",
            "{A} {h}held a telephone call with {R} about {topic} {w}",
            "the {Aa} {who} {h}called the {Ra} government {w} to discuss {topic}",
            "the {Aa} {who} and his {Ra} colleague {h}talked on the phone {w}",
            "the {Aa} {who} {h}telephoned the {who} of {R} {w}",
            "the {Aa} {who} {h}discussed {topic} by phone with his {Ra} colleague {w}",
            "the {who} of {A} {h}rang his {Ra} counterpart {w}",
            "the {Aa} {who} {h}had a phone conversation with his {Ra} counterpart {w}",
        ],
        "head": [
            "{Aa} {who} phones {Ra} counterpart",
            "{A} and {R} talk by phone",
            "Phone call between {Ac} and {Rc}",
            "{A} calls {R} over {topic}",
            "{Aa} minister rings {Ra} colleague",
            "{Ac} and {Rc} discuss {topic} on phone",
            "Ministers of {A} and {R} speak by telephone",
            "{Aa} {who} telephones {R}",
            "By telephone: {A} speaks to {R}",
        ],
        "detail": [
            "The conversation lasted {m} minutes.",
            "Both sides described the tone as businesslike.",
            "They agreed to stay in contact.",
            "Interpreters took part.",
            "It was the first exchange of this kind in {n} months.",
            "Details were to follow in a written note.",
            "Energy prices came up as well.",
            "A meeting in person was not arranged.",
            "Aides had prepared the talk for several days.",
            "Regional affairs took up most of the time.",
            "The line broke off once, an aide said.",
        ],
        "pp": [
            "held a telephone call with {R}",
            "spoken by phone with {R}",
            "phoned the {Ra} government",
            "discussed {topic} with {R} by phone",
        ],
        "ing": [
            "holding a telephone call with {R}",
            "phoning the {Ra} government",
            "speaking by phone with {R}",
        ],
        "noun": [
            "the phone call with {R}",
            "the telephone talk with {R}",
            "the conversation with the {Ra} government",
        ],
    },
    "visit": {
        "lead": [
            "the {Aa} {who} {h}visited {R} {w}",
            "the {Aa} {who} {h}travelled to {Rc} {w} for talks with {R}",
            "{A} {h}sent its {who} to {R} {w}",
            "the {Aa} {who} {h}arrived in {R} {w} for an official visit",
            "the {Aa} {who} {h}paid a visit to {R} {w}",
            "the {who} of {A} {h}met the {Ra} government in {Rc} {w}",
            "the {Aa} {who} {h}flew to {R} {w} to talk about {topic}",
            "the {who} of {A} {h}met his {Ra} counterpart in {Rc} {w}",
            "the {Aa} {who} {h}held talks with the {Ra} government in {Rc} {w}",
        ],
        "head": [
            "{Aa} {who} visits {R}",
            "{Aa} {who} in {Rc}",
            "{A} sends {who} to {R}",
            "{Aa} minister arrives in {R}",
            "Talks in {Rc}: {Aa} {who} meets hosts",
            "{Rc} receives {Aa} {who}",
            "{Aa} {who} flies to {R}",
            "{Aa} minister meets {Ra} counterpart",
            "Visit from {Ac} in {Rc}",
        ],
        "detail": [
            "The programme ran over {n} days.",
            "A dinner was given in the evening.",
            "{topic} stood at the top of the agenda.",
            "Some {m} business people came along.",
            "Streets around the palace were closed to traffic.",
            "The guests also saw a port and a hospital.",
            "A joint declaration was not planned.",
            "The meeting took {n} hours.",
            "Flags hung along the road from the airport.",
            "Cameras were admitted only at the start.",
            "The last trip of this rank was {n} years ago.",
        ],
        "pp": [
            "sent its {who} to {R}",
            "paid a visit to {R}",
            "sent a minister to {R}",
            "held talks with {R} in {Rc}",
        ],
        "ing": ["sending its {who} to {R}", "paying a visit to {R}", "sending a minister to {R}"],
        "noun": ["the visit to {R}", "the trip to {Rc}", "the talks with {R} in {Rc}"],
    },
    "seize_ship": {
        "lead": [
            "{A} {h}seized {aR} {ship} {w}",
            "the {Aa} navy {h}captured {aR} {ship} {w}",
            "{Aa} coast guards {h}boarded and seized a {ship} from {R} {w}",
            "{A} {h}detained {aR} {ship} and its crew {w}",
            "{Aa} patrol boats {h}stopped {aR} {ship} {w} and forced it into port",
            "{A} {h}impounded a {ship} belonging to {R} {w}",
            "{Aa} marines {h}took control of {aR} {ship} {w}",
            "the {Aa} authorities {h}confiscated {aR} {ship} {w}",
            "the {Aa} coast guard {h}arrested {aR} {ship} {w}",
        ],
        "head": [
            "{A} seizes {Ra} {ship}",
            "{Aa} navy captures {Ra} {ship}",
            "{Ra} {ship} held by {A}",
            "{A} detains {Ra} crew at sea",
            "{Aa} coast guard boards {Ra} vessel",
            "{A} impounds {Ra} vessel",
            "{Ra} sailors in {Aa} hands",
            "{Aa} marines take over {Ra} {ship}",
            "{Ra} {ship} forced into {Aa} port",
        ],
        "detail": [
            "There were {m} sailors on board.",
            "The crew is unharmed, the owner said.",
            "The cargo was worth {m} million dollars.",
            "It had left port {n} days earlier.",
            "The radio fell silent in the early morning.",
            "The owner learned of it from an insurer.",
            "It now lies under guard at a naval pier.",
            "The vessel carried fertiliser and spare parts.",
            "The position was some {m} nautical miles from the coast.",
            "Insurance rates for the route rose.",
            "Other captains were advised to change course.",
        ],
        "pp": [
            "seized {aR} {ship}",
            "captured {aR} {ship}",
            "detained {aR} {ship} and its crew",
            "boarded {aR} {ship}",
        ],
        "ing": ["seizing {aR} {ship}", "capturing {aR} {ship}", "detaining {aR} {ship}"],
        "noun": [
            "the seizure of {aR} {ship}",
            "the capture of {aR} {ship}",
            "the detention of {aR} {ship}",
        ],
    },
    "recall_envoy": {
        "lead": [
            "{A} {h}recalled its ambassador from {R} {w}",
            "{A} {h}called its envoy in {Rc} home {w}",
            "the {Aa} government {h}withdrew its ambassador to {R} {w}",
            "{A} {h}ordered its ambassador in {R} to return {w}",
            "{A} {h}pulled its top diplomat out of {R} {w}",
            "the foreign ministry in {Ac} {h}recalled the {Aa} envoy to {R} {w}",
            "{A} {h}summoned home its ambassador to {R} {w} for consultations",
            "{A} {h}brought its ambassador back from {R} {w}",
            "{A} {h}removed its envoy from {Rc} {w} in a quarrel with {R}",
        ],
        "head": [
            "{A} recalls ambassador from {R}",
            "{Aa} envoy leaves {Rc}",
            "{A} calls ambassador home from {R}",
            "{A} withdraws its envoy to {R}",
            "{Aa} ambassador pulled out of {R}",
            "{Ac} orders envoy back from {Rc}",
            "Ambassador recalled: {A} at odds with {R}",
            "{A} removes top diplomat from {R}",
            "{R} loses {Aa} ambassador",
        ],
        "detail": [
            "A charge d'affaires will run the mission.",
            "No date for a return was named.",
            "The consulates stay open.",
            "The ambassador had held the post for {n} years.",
            "The flight left shortly before midnight.",
            "The residence stood dark in the evening.",
            "A reception planned for {m} guests was called off.",
            "Colleagues had expected it for days.",
            "Consultations could take {n} weeks.",
            "A deputy handled the formalities at the airport.",
            "The embassy has been without a press officer since January.",
        ],
        "pp": [
            "recalled its ambassador from {R}",
            "withdrawn its ambassador to {R}",
            "called its envoy in {Rc} home",
            "pulled its ambassador out of {R}",
        ],
        "ing": [
            "recalling its ambassador from {R}",
            "withdrawing its envoy from {R}",
            "calling its ambassador home from {R}",
        ],
        "noun": [
            "the recall of its ambassador from {R}",
            "the withdrawal of its envoy from {R}",
            "the return of its ambassador from {R}",
        ],
    },
    "release_prisoners": {
        "lead": [
            "{A} {h}released {n} {Ra} prisoners {w}",
            "{A} {h}freed {n} {Ra} detainees {w}",
            "the {Aa} authorities {h}let {n} prisoners from {R} go {w}",
            "{A} {h}handed {n} jailed {Ra} citizens over to {R} {w}",
            "{A} {h}set {n} {Ra} captives free {w}",
            "{A} {h}returned {n} imprisoned {Ra} nationals to {R} {w}",
            "the {Aa} prison service {h}freed {n} {Ra} inmates {w}",
            "{A} {h}pardoned and released {n} {Ra} citizens {w}",
            "the {Aa} justice ministry {h}released {n} {Ra} convicts {w}",
        ],
        "head": [
            "{A} releases {n} {Ra} prisoners",
            "{Ra} detainees freed by {A}",
            "{A} frees {Ra} captives",
            "{Ra} inmates leave {Aa} jail",
            "{A} hands prisoners to {R}",
            "{Ra} prisoners go home from {A}",
            "{Ac} sets {Ra} detainees free",
            "{Aa} pardon for {Ra} prisoners",
            "{A} returns jailed citizens to {R}",
        ],
        "detail": [
            "They were taken home by bus.",
            "Relatives waited at the crossing.",
            "Some had been held for {n} years.",
            "Doctors examined them on arrival.",
            "Another {n} remain behind bars.",
            "Two women were in the group.",
            "The Red Cross helped with the papers.",
            "The oldest of them is {m}.",
            "Lawyers had asked for this since last year.",
            "They received clothes and a little money.",
            "The handover took less than {n} hours.",
        ],
        "pp": [
            "released {n} {Ra} prisoners",
            "freed {n} {Ra} detainees",
            "handed {Ra} prisoners over to {R}",
            "let {Ra} prisoners go",
        ],
        "ing": [
            "releasing {n} {Ra} prisoners",
            "freeing {n} {Ra} detainees",
            "handing prisoners over to {R}",
        ],
        "noun": [
            "the release of {n} {Ra} prisoners",
            "the freeing of {Ra} detainees",
            "the handover of prisoners to {R}",
        ],
    },
    "threat": {
        "lead": [
            "{A} {h}threatened {R} with {menace} {w}",
            "the {Aa} government {h}threatened {R} with {menace} {w}",
            "the {Aa} {who} {h}threatened {R} with {menace} {w}",
            "{A} {h}warned {R} {w} that it would answer with {menace}",
            "{A} {h}issued a threat of {menace} to {R} {w}",
            "the {Aa} leadership {h}menaced {R} with {menace} {w}",
            "in a sharp tone, {A} {h}threatened {menace} against {R} {w}",
            "{A} {h}gave {R} an ultimatum {w} and threatened {menace}",
            "the leadership in {Ac} {h}threatened {R} {w} and spoke of {menace}",
        ],
        "head": [
            "{A} threatens {R}",
            "{A} threatens {R} with {menace}",
            "{Aa} threat to {R}",
            "{A} speaks of {menace} against {R}",
            "Sharp threat from {Ac} against {R}",
            "{Aa} minister threatens {R}",
            "{A} menaces {R}",
            "{Ac} threatens {R} with {menace}",
            "{R} faces threat from {A}",
        ],
        "detail": [
            "A deadline of {m} hours was named.",
            "Markets reacted with small losses.",
            "The words fell in a speech to officers.",
            "Reservists were not called up.",
            "The speaker left open what exactly was meant.",
            "Applause came from the back rows.",
            "Diplomats spoke of an unusual tone.",
            "Airlines kept to their timetables.",
            "It was the {n}th statement of the kind this year.",
            "Analysts saw a message for the audience at home.",
            "The text was read out on the evening news.",
        ],
        "pp": [
            "threatened {R} with {menace}",
            "threatened {R}",
            "issued a threat to {R}",
            "menaced {R} with {menace}",
        ],
        "ing": ["threatening {R} with {menace}", "threatening {R}", "issuing a threat to {R}"],
        "noun": [
            "the threat against {R}",
            "the threat of {menace} against {R}",
            "the threatening words to {R}",
        ],
    },
    "protest_note": {
        "lead": [
            "{A} {h}handed {R} a protest note {w}",
            "{A} {h}lodged a formal protest with {R} over {grief} {w}",
            "the {Aa} foreign ministry {h}sent a note of protest to {R} {w}",
            "{A} {h}protested to {R} {w} over {grief}",
            "{A} {h}delivered a written protest to the {Ra} embassy {w}",
            "the {Aa} government {h}filed a complaint with {R} about {grief} {w}",
            "the {Aa} ambassador {h}gave {R} a protest note {w}",
            "{A} {h}submitted a strong protest to {R} {w}",
            "{A} {h}made a diplomatic protest to {R} {w} about {grief}",
        ],
        "head": [
            "{A} hands {R} protest note",
            "{A} protests to {R} over {grief}",
            "{Aa} note of protest to {R}",
            "{A} lodges protest with {R}",
            "{Ac} complains to {Rc}",
            "Formal protest: {A} objects to {R}",
            "{Ra} embassy gets {Aa} protest",
            "{A} files complaint with {R}",
            "{Aa} ambassador delivers protest in {Rc}",
        ],
        "detail": [
            "The paper is {n} pages long.",
            "It asks for a reply within {n} days.",
            "A clerk took it at the gate.",
            "Photographs were attached.",
            "The wording was called firm but polite.",
            "Copies went to {n} other capitals.",
            "The matter had been raised twice before.",
            "Lawyers had gone over the draft.",
            "Compensation was not mentioned.",
            "A parliamentary committee will hear the minister.",
            "The exchange took {m} minutes.",
        ],
        "pp": [
            "handed {R} a protest note",
            "lodged a protest with {R}",
            "protested to {R} over {grief}",
            "sent a note of protest to {R}",
        ],
        "ing": [
            "handing {R} a protest note",
            "lodging a protest with {R}",
            "protesting to {R} over {grief}",
        ],
        "noun": [
            "the protest note to {R}",
            "the protest to {R} over {grief}",
            "the complaint to {R}",
        ],
    },
}

FACTS = {
    "place": PLACES,
    "good": ["steel", "fruit", "textiles", "machinery", "fish", "cement", "timber", "copper"],
    "topic": [
        "fishing rights",
        "rail transport",
        "border trade",
        "water use",
        "energy supply",
        "student exchange",
        "air traffic",
        "customs rules",
        "tourism",
        "grain storage",
    ],
    "goods": [
        "food",
        "medical supplies",
        "tents and blankets",
        "grain",
        "vaccines",
        "relief goods",
        "emergency supplies",
    ],
    "who": ["foreign minister", "prime minister", "defence minister", "trade minister"],
    "menace": [
        "military action",
        "the use of force",
        "a trade embargo",
        "armed retaliation",
        "a naval blockade",
        "serious consequences",
    ],
    "ship": ["tanker", "freighter", "fishing vessel", "cargo ship", "trawler", "container ship"],
    "grief": [
        "fishing in its waters",
        "a broken fence",
        "overflights",
        "a map in a schoolbook",
        "the treatment of travellers",
        "waste in a shared river",
        "delays at customs",
        "a radio broadcast",
    ],
}

# (where it stands, words): before the main clause, or after it
SOURCE_PHRASES: dict[str, list[tuple[str, str]]] = {
    "recipient": [
        ("pre", "according to the {Ra} foreign ministry, "),
        ("post", ", the government in {Rc} said"),
        ("post", ", the {Ra} foreign ministry announced"),
        ("pre", "as {Ra} officials told reporters, "),
        ("post", ", said a spokesman for the {Ra} government"),
        ("post", ", according to a ministry statement from {Rc}"),
        ("pre", "in the words of the {Ra} interior ministry, "),
        ("post", ", the {Ra} news office reported"),
        ("post", ", {R} said in a statement"),
        ("post", ", a ministry spokeswoman in {Rc} told journalists"),
    ],
    "actor": [
        ("pre", "according to the {Aa} foreign ministry, "),
        ("post", ", the government in {Ac} said"),
        ("post", ", the {Aa} government announced"),
        ("pre", "as {Ac} made public, "),
        ("post", ", said a spokesman in {Ac}"),
        ("post", ", a communique from {Ac} said"),
        ("post", ", the {Aa} information office said"),
        ("post", ", {Aa} officials confirmed"),
        ("pre", "as a ministry in {Ac} put it, "),
    ],
    "unnamed": [
        ("post", ", an official who asked not to be named said"),
        ("pre", "according to a person familiar with the matter, "),
        ("post", ", two diplomats said on condition of anonymity"),
        ("post", ", a senior {Ra} official said without giving a name"),
        ("post", ", a security source said"),
        ("pre", "as sources in {Rc} told this desk, "),
        ("post", ", said a diplomat who did not want to be quoted"),
        ("pre", "according to unnamed officials, "),
        ("post", ", a source close to the government said"),
        ("post", ", a military source told reporters"),
    ],
    "web": [
        ("pre", "according to the web channel {web}, "),
        ("post", ", the channel {web} wrote"),
        ("post", ", the internet channel {web} claimed"),
        ("pre", "as the blog {web} has it, "),
        ("post", ", says a post on {web}"),
        ("post", ", according to a video shared by {web}"),
        ("post", ", the online page {web} said"),
        ("pre", "in an account spread by {web}, "),
    ],
    "witness": [
        ("post", ", witnesses said"),
        ("pre", "according to people at the scene, "),
        ("post", ", local residents told reporters"),
        ("post", ", two witnesses said by telephone"),
        ("pre", "as several onlookers described it, "),
        ("post", ", a local teacher said"),
        ("post", ", an employee who was present said"),
        ("post", ", bystanders reported"),
    ],
    "none": [("", "")],
}

HEDGE_WORDS = ["reportedly ", "allegedly ", "apparently "]
HEDGE_SENTENCES = [
    "If confirmed, it would be a turn in the relations of the two states.",
    "The report could not be verified independently.",
    "There was no confirmation at first.",
    "Proof of the account was not offered.",
    "Other sources had no knowledge of it.",
    "Much about the matter stayed unclear.",
    "The details could not be checked at once.",
    "Should it prove right, more may follow.",
    "It was unclear how reliable the account is.",
]

REACTIONS = [
    "{R} did not comment at first.",
    "The {Ra} government wants to speak later in the week.",
    "In {Rc}, members of parliament asked for more information.",
    "Newspapers in {Rc} gave it their front pages.",
    "The {Aa} side gave no reasons.",
    "A spokesman in {Ac} declined to go into detail.",
    "The opposition in {Ac} asked for a debate.",
    "Observers were taken by surprise.",
    "Neighbouring states followed the matter closely.",
    "People in the streets of {Rc} took the news calmly.",
    "Calls to the ministry in {Ac} went unanswered.",
    "Experts had different views of what it means.",
    "A former diplomat spoke of a sign that should be taken seriously.",
    "The stock exchange in {Rc} hardly moved.",
    "Students held a small gathering in {Rc}.",
    "A university lecturer in {Ac} called it predictable.",
    "Radio stations changed their programmes.",
    "Chambers of commerce asked for calm.",
    "Both embassies kept their usual hours.",
    "Religious leaders urged patience.",
]

BACKGROUNDS = [
    "Ties between {A} and {R} have gone through ups and downs for decades.",
    "Trade between the two came to {m} million dollars last year.",
    "The two states have had embassies in each other's capitals since the 1970s.",
    "A year ago the two had set up a joint commission.",
    "The question of fishing and water rights has been open for long.",
    "Elections in {A} are due in the autumn.",
    "The cabinet in {Rc} was reshuffled in January.",
    "Some {m} thousand people from {R} live in {A}.",
    "Air links between the capitals were reopened two years ago.",
    "A summit of the region is planned for May.",
    "Prices have risen in both countries.",
    "Relations had been quiet in recent months.",
    "The subject has filled talk shows since winter.",
    "Earlier rounds of talks had brought little.",
    "Historians trace the matter to a treaty of the last century.",
    "Tourism between the two had picked up.",
    "Since last spring there have been {n} meetings of experts.",
    "Both belong to the same development bank.",
    "The budget in {Ac} is under strain.",
    "Polls show little interest among voters.",
]

DENIALS = [
    "{A} denied {t} that it had {pp} {w}",
    "the {Aa} foreign ministry {t} denied {ing} {w}",
    "the government in {Ac} {t} rejected reports of {noun} as invented",
    "officials in {Ac} said {t} that {A} had not {pp} {w}",
    "{A} {t} dismissed as false the claim that it had {pp} {w}",
    "a spokesman for the {Aa} government said {t} that {noun} never took place",
    "{A} {t} called accounts of {noun} a fabrication",
    "{Ac} insisted {t} that {A} had not {pp} {w}",
    "the {Aa} government said {t} that there was no truth in reports of {noun}",
    "{aA} ministry statement {t} described {noun} as pure invention",
    "{A} {t} contradicted reports that it had {pp} {w}",
    "in a note to reporters {t}, {A} denied having {pp} {w}",
]
OWN_DENIALS = [
    "reporters of this desk found no trace {t} of {noun}",
    "{A} has not {pp}, whatever was claimed {w}",
    "there was no sign {t} that {A} had {pp} {w}",
    "contrary to foreign reports, {A} has not {pp}",
    "nothing supports the tale, spread {w}, of {noun}",
    "the story that {A} had {pp} {w} is untrue",
    "{noun}, of which some outlets wrote {w}, did not take place",
    "a check by our staff {t} showed that {A} had not {pp}",
]
DENIAL_HEADS = [
    "{A} denies {ing}",
    "{Ac} rejects reports about {R}",
    "{A}: no truth in reports of {noun}",
    "{Ac} speaks of fabrication",
    "{A} dismisses claim on {R}",
    "Denial from {Ac} over {R}",
    "{Aa} ministry contradicts reports",
    "{A} says reports on {R} are false",
    "{Ac} calls accusation invented",
]
DENIAL_MORE = [
    "The statement gave no further detail.",
    "Whoever spreads such stories wants quarrel, it said.",
    "The ministry asked the media to check their sources.",
    "No evidence had been shown, the spokesman said.",
    "The reports had first appeared a short time before.",
    "{R} did not answer the statement at first.",
    "Journalists were given no chance for questions.",
    "The text was published on the ministry's website.",
    "Its author is an office that rarely speaks in public.",
    "Observers noted that the wording was short.",
    "In {Rc} the statement was received with reserve.",
    "The spokesman refused to speak of the background.",
    "Several outlets had carried the story.",
    "An independent account was not available.",
    "The press service sent the note in two languages.",
]

ADMISSIONS = [
    "{A} {admitted} {t} that it had {pp} {w}",
    "the {Aa} government {admitted} {t} that {A} had {pp} {w}",
    "the foreign minister in {Ac} {admitted} {t} in parliament that {A} had {pp} {w}",
    "after days of silence, {A} {admitted} {t} {ing} {w}",
    "a government report from {Ac} {admitted} {t} that {A} had {pp} {w}",
    "{A} {t} took responsibility for {noun}",
    "it is official since {dayname}: {A} {admitted} having {pp} {w}",
    "{Aa} officials {admitted} {t} that the country had {pp} {w}",
    "the {Aa} prime minister {admitted} {t} that {A} had {pp} {w}",
]
ADMITTED_WORDS = {
    "hostile": ["admitted", "acknowledged", "conceded"],
    "friendly": ["confirmed", "acknowledged", "affirmed"],
}
FINDINGS = [
    "a United Nations panel found {t} that {A} had {pp} {w}",
    "UN investigators concluded {t} that {A} had {pp} {w}",
    "an international court ruled {t} that {A} had {pp} {w}",
    "judges found it proved {t} that {A} had {pp} {w}",
    "a UN report published {t} established that {A} had {pp} {w}",
    "UN observers confirmed {t} that {A} had {pp} {w}",
    "an inquiry of the United Nations proved {t} that {A} had {pp} {w}",
    "a tribunal held {t} that {A} had indeed {pp} {w}",
    "documents examined by a court showed {t} that {A} had {pp} {w}",
]
OUTCOME_HEADS = [
    "{A} {admitted} {ing}",
    "Confirmed: {A} had {pp}",
    "Clarity about {A} and {R}",
    "After reports on {R}: {A} did it",
    "Reports about {A} were right",
    "{A}: {noun} confirmed",
    "Evidence settles case of {A} and {R}",
    "Now certain: {A} had {pp}",
    "Official: {noun} took place",
]
OUTCOME_MORE = [
    "The matter had been reported {n} days or more ago.",
    "Doubts had been voiced at first.",
    "The finding rests on documents and interviews.",
    "The text has {m} pages.",
    "{R} took note of it.",
    "A debate in parliament is to follow.",
    "It ends a dispute over what took place.",
    "Commentators welcomed the clarity.",
    "Legal steps were left open.",
    "The question of motives remains.",
    "Several papers had reported on it from the start.",
    "Reporters received copies at noon.",
    "Nobody contested the result on the day itself.",
    "Questions were taken for half an hour.",
]
RETRACTIONS = [
    "{o} withdraws its report that {A} had {pp} {w}",
    "{o} retracts the article according to which {A} had {pp} {w}",
    "our report that {A} had {pp} {w} was false",
    "{o} wrote that {A} had {pp} {w}, and this was wrong",
    "{o} takes back its account of {noun}",
    "correction: {A} had not {pp} {w}, as {o} had written",
    "the report of {o} on {noun} was untrue and is withdrawn",
    "{o} regrets having reported {noun}, which did not happen",
    "{A} has not {pp}, and {o} retracts what it printed about {w_bare}",
]
RETRACTION_HEADS = [
    "Correction: {A} and {R}",
    "{o} retracts report on {A}",
    "We were wrong about {A}",
    "Report on {A} withdrawn",
    "Retraction",
    "Correction to our report on {R}",
    "Editors withdraw story on {A} and {R}",
    "A false report and our apology",
]
RETRACTION_MORE = [
    "We apologise to our readers.",
    "The source did not stand up to a check.",
    "The editors learned of the mistake {t}.",
    "The article has been taken off the website.",
    "A review of our procedures is under way.",
    "The error arose in the editing of a message.",
    "Nobody else bears the blame.",
    "The desk had relied on a single account.",
    "Documents seen since then leave no doubt.",
    "Other outlets that took it over were told.",
    "The author had not spoken to the ministry in {Rc}.",
    "We thank those who pointed it out.",
]
VICTIM_SAYS_NO = [
    "{R} said {t} that {A} had not {pp} {w}",
    "the {Ra} government made clear {t} that {A} had not {pp} {w}",
    "the foreign ministry in {Rc} said {t} that {noun} did not happen",
    "{Ra} officials stated {t} that {noun} had never taken place",
    "{R} cleared {A} {t} and said that it had not {pp} {w}",
    "an inquiry in {R} found {t} that {A} had not {pp} {w}",
    "{Rc} confirmed {t} that reports of {noun} were false",
    "the {Ra} foreign minister told parliament {t} that {A} had not {pp} {w}",
    "{R} itself said {t} that there had been nothing of the kind: {A} had not {pp} {w}",
]
VICTIM_HEADS = [
    "{R} says report on {A} was false",
    "{Rc} clears {A}",
    "{R}: {noun} never happened",
    "No truth in story about {A}, says {R}",
    "{Ra} ministry: nothing happened",
    "{R} puts an end to rumours about {A}",
    "{Ra} inquiry finds report on {A} untrue",
    "Report on {A} was wrong, {Rc} says",
]
VICTIM_MORE = [
    "The ministry had looked into the matter for days.",
    "How the story arose is not known.",
    "Files were checked and staff questioned.",
    "{A} welcomed the clarification.",
    "The story had been carried by several outlets.",
    "The statement left no room for doubt.",
    "An error was made somewhere along the line, a clerk said.",
    "Members of parliament asked who had spread it.",
    "The matter is now closed, it was said.",
    "The press was asked to take more care.",
    "There were no hard feelings, the ministry added.",
    "Records for the day in question show nothing unusual.",
]

CREDIT_SUFFIXES = [", {o} reported", ", according to {o}", ", {o} wrote"]
CREDIT_SENTENCES = [
    "{o} reported this first.",
    "The report was first carried by {o}.",
    "This is what {o} reported.",
    "The news was broken by {o}.",
]
SYNONYMS = {
    "about": "around",
    "at first": "initially",
    "said": "stated",
    "people": "persons",
    "began": "started",
    "asked": "called",
    "told reporters": "told the press",
    "government": "leadership",
    "officials": "authorities",
    "several": "a number of",
    "took part": "were present",
    "in the evening": "at night",
    "spoke of": "talked of",
    "did not comment": "made no comment",
    "closely": "with attention",
    "small": "minor",
    "planned": "scheduled",
    "the matter": "the affair",
    "given": "granted",
    "hours": "hrs",
    "showed": "revealed",
    "some": "roughly",
    "in recent months": "of late",
    "left open": "did not say",
    "remain": "stay",
    "received": "got",
    "report": "account",
    "wounded": "injured",
    "unclear": "uncertain",
    "country": "state",
    "countries": "states",
}
SMALL_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()

# --------------------------------------------------------------------------------------
# The world
# --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class State:
    """A state with the words for it."""

    code: str
    name: str
    adjective: str
    capital: str


@dataclass
class Outlet:
    """An outlet with its hidden reliability and its habits."""

    name: str
    home: str
    camp: int
    reliability: float
    partial: str
    volume: float
    late: float
    copy_rate: float
    favourites: list[str] = field(default_factory=list)


@dataclass
class World:
    """States in camps, their rivalries, and the outlets."""

    states: dict[str, State]
    camp: dict[str, int]
    rivals: list[tuple[str, str]]
    outlets: list[Outlet]


@dataclass
class Article:
    """An article as it is printed; `lead_source` says where its source phrase stands."""

    outlet: str
    at: datetime
    headline: str
    sentences: list[str]
    lead_source: str
    facts: dict[str, str]
    article_id: str = ""


@dataclass
class Event:
    """An act that is reported, with what nobody in the stream knows: whether it happened."""

    event_id: str
    actor: State
    recipient: State
    act: str
    kind: str
    day: date
    happened: bool
    scored: bool
    facts: dict[str, str]
    used: set[str] = field(default_factory=set)
    claims: list[Article] = field(default_factory=list)
    denials: list[Article] = field(default_factory=list)
    outcomes: list[Article] = field(default_factory=list)


def weighted(rng: random.Random, table: dict[Any, float]) -> Any:
    """Draw one key of a table of weights."""
    return rng.choices(list(table), weights=list(table.values()))[0]


def draw_without_return(
    rng: random.Random, outlets: Sequence[Outlet], weights: Sequence[float], count: int
) -> list[Outlet]:
    """Draw up to `count` different outlets by weight."""
    pool = [(o, w) for o, w in zip(outlets, weights, strict=True) if w > 0]
    drawn: list[Outlet] = []
    while pool and len(drawn) < count:
        index = rng.choices(range(len(pool)), weights=[w for _, w in pool])[0]
        drawn.append(pool.pop(index)[0])
    return drawn


def read_states() -> dict[str, State]:
    """The 40 states by code."""
    states = {}
    for row in STATE_ROWS.replace("\n", ";").split(";"):
        code, rest = row[:3], row[4:]
        states[code] = State(code, *rest.split("|"))
    return states


def make_rivals(rng: random.Random, camp: dict[str, int]) -> list[tuple[str, str]]:
    """Neighbours, and some distant states of different camps."""
    rivals = [(pair[:3], pair[4:]) for pair in NEIGHBOURS]
    codes = list(camp)
    while len(rivals) < len(NEIGHBOURS) + RANDOM_RIVALS:
        a, b = rng.sample(codes, 2)
        if camp[a] != camp[b] and (a, b) not in rivals and (b, a) not in rivals:
            rivals.append((a, b))
    return rivals


def make_outlets(rng: random.Random, camp: dict[str, int]) -> list[Outlet]:
    """The invented outlets, reliability drawn apart from the name, and the real ones."""
    values = [rng.uniform(low, high) for count, low, high in RELIABILITY for _ in range(count)]
    rng.shuffle(values)
    homes = rng.sample(sorted(camp), 25)
    partial = set(rng.sample(range(len(values)), PARTIAL_OUTLETS))
    outlets = []
    for index, (name, reliability) in enumerate(zip(OUTLET_NAMES, values, strict=True)):
        home = rng.choice(homes)
        outlets.append(
            Outlet(
                name,
                home,
                camp[home],
                reliability,
                home if index in partial else "",
                rng.uniform(*VOLUME),
                rng.uniform(*LATE_HOURS),
                rng.uniform(*COPY_RATE),
            )
        )
    for name, state in REAL_OUTLETS.items():
        outlets.append(
            Outlet(
                name,
                state,
                camp.get(state, -1),
                REAL_RELIABILITY,
                state,
                REAL_VOLUME,
                REAL_LATE_HOURS,
                0.0,
            )
        )
    return outlets


def give_favourites(rng: random.Random, outlets: list[Outlet]) -> None:
    """Say for each invented outlet whom it copies."""
    real = [o for o in outlets if o.name in REAL_OUTLETS]
    invented = [o for o in outlets if o.name not in REAL_OUTLETS]
    for outlet in invented:
        count = rng.randint(*FAVOURITES)
        while len(outlet.favourites) < count:
            pool = real if rng.random() < FAVOURITE_REAL else invented
            if pool is invented and rng.random() < FAVOURITE_SAME_CAMP:
                pool = [o for o in invented if o.camp == outlet.camp] or invented
            other = rng.choice(pool).name
            if other == outlet.name:
                other = rng.choice(real).name
            if other not in outlet.favourites:
                outlet.favourites.append(other)


def make_world(rng: random.Random) -> World:
    """Draw camps, rivalries and outlets."""
    states = read_states()
    codes = list(states)
    rng.shuffle(codes)
    camp = {code: index % CAMPS for index, code in enumerate(codes)}
    rivals = make_rivals(rng, camp)
    outlets = make_outlets(rng, camp)
    give_favourites(rng, outlets)
    return World(states, camp, rivals, outlets)


# --------------------------------------------------------------------------------------
# Events
# --------------------------------------------------------------------------------------


def draw_act(rng: random.Random, happened: bool) -> str:
    """Draw what is done; falsehoods are a little more often hostile."""
    table = {a: w * (1.0 if happened else f) for a, (w, _, f) in ACT_WEIGHTS.items()}
    return str(weighted(rng, table))


def draw_pair(rng: random.Random, world: World, act: str, kind: str) -> tuple[str, str]:
    """Draw actor and recipient as they suit the act."""
    if act in ("shelling", "raid"):
        pair = rng.choice(NEIGHBOURS)
        return (pair[:3], pair[4:]) if rng.random() < 0.5 else (pair[4:], pair[:3])
    if kind == "hostile" and rng.random() < RIVAL_HOSTILE:
        a, b = rng.choice(world.rivals)
        return (a, b) if rng.random() < 0.5 else (b, a)
    codes = list(world.states)
    a = rng.choice(codes)
    others = [c for c in codes if c != a]
    if kind == "friendly" and rng.random() < CAMP_FRIENDLY:
        others = [c for c in others if world.camp[c] == world.camp[a]]
    return a, rng.choice(others)


def number_word(number: int) -> str:
    """Small numbers in words."""
    return SMALL_NUMBERS[number] if number < len(SMALL_NUMBERS) else str(number)


def draw_facts(rng: random.Random, act: str) -> dict[str, str]:
    """Numbers, places and subjects on which honest reports agree."""
    facts = {key: rng.choice(values) for key, values in FACTS.items()}
    count = rng.randint(4, 9) if act == "threat" else rng.randint(3, 12)
    facts |= {"n": number_word(count), "m": str(rng.choice([15, 20, 24, 30, 36, 40, 48, 60, 72]))}
    facts |= {"web": rng.choice(WEB_CHANNELS)}
    return facts


def draw_event(rng: random.Random, world: World, busy: dict[frozenset[str], list[int]]) -> Event:
    """Draw one event; the same pair is left alone for some days."""
    happened = rng.random() >= FALSE_SHARE
    while True:
        act = draw_act(rng, happened)
        kind = ACT_WEIGHTS[act][1]
        a, b = draw_pair(rng, world, act, kind)
        day = rng.randrange(DAYS)
        key = frozenset((a, b))
        if all(abs(day - other) >= PAIR_GAP_DAYS for other in busy[key]):
            busy[key].append(day)
            break
    return Event(
        "",
        world.states[a],
        world.states[b],
        act,
        kind,
        START + timedelta(days=day),
        happened,
        day >= FIRST_SCORED_DAY,
        draw_facts(rng, act),
    )


# --------------------------------------------------------------------------------------
# Writing
# --------------------------------------------------------------------------------------


def an(word: str) -> str:
    """The word with "a" or "an"."""
    return ("an " if word[0] in "AEIO" or word.startswith("Ug") else "a ") + word


def on_day(rng: random.Random, day: date, published: date) -> str:
    """The day as a newspaper writes it, seen from the day of publication."""
    if (published - day).days > 6 or rng.random() < BY_DATE:
        return f"on {day.day} {day:%B}"
    return f"on {day:%A}"


def pick(rng: random.Random, event: Event, options: Sequence[str]) -> str:
    """Draw wording that no other own report of the event has used, while there is some."""
    fresh = [option for option in options if option not in event.used] or list(options)
    chosen = rng.choice(fresh)
    event.used.add(chosen)
    return chosen


def words_for(event: Event, facts: dict[str, str]) -> dict[str, str]:
    """All the words that a pattern may call for, but days."""
    a, r = event.actor, event.recipient
    return facts | {
        "A": a.name,
        "Aa": a.adjective,
        "Ac": a.capital,
        "aA": an(a.adjective),
        "R": r.name,
        "Ra": r.adjective,
        "Rc": r.capital,
        "aR": an(r.adjective),
    }


def fill(pattern: str, words: dict[str, str]) -> str:
    """Fill a pattern, twice because what fills it may hold fields."""
    return pattern.format_map(words).format_map(words)


def capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def count_words(sentences: Iterable[str]) -> int:
    """Words in all sentences."""
    return sum(len(sentence.split()) for sentence in sentences)


def write_lead(
    rng: random.Random, event: Event, source: str, words: dict[str, str]
) -> tuple[str, str]:
    """The first sentence, and where its source phrase stands ("pre", "post" or "")."""
    clause = fill(pick(rng, event, ACTS[event.act]["lead"]), words)
    phrases = {text: where for where, text in SOURCE_PHRASES[source]}
    text = pick(rng, event, list(phrases))
    phrase = fill(text, words)
    where = phrases[text]
    sentence = phrase + clause if where == "pre" else clause + phrase
    return capital(sentence) + ".", where


def write_rest(
    rng: random.Random, event: Event, words: dict[str, str], first: str, pools: list[list[str]]
) -> list[str]:
    """More sentences, drawn from the pools in turn, up to six in all and about a drawn length."""
    sentences, written = [first], list[str]()
    wanted, length = rng.randint(*SENTENCES), rng.randint(*LENGTH)
    for index in range(SENTENCES[1] - 1):
        if len(sentences) >= wanted and count_words(sentences) >= length:
            break
        pool = [text for text in pools[index % len(pools)] if text not in written]
        written.append(pick(rng, event, pool))
        sentences.append(capital(fill(written[-1], words)))
    return sentences


def pad(rng: random.Random, event: Event, words: dict[str, str], sentences: list[str]) -> list[str]:
    """Make sure of 40 words within six sentences by replacing the shortest."""
    while count_words(sentences) < 40:
        shortest = min(range(1, len(sentences)), key=lambda i: len(sentences[i].split()))
        longer = [text for text in BACKGROUNDS if len(text.split()) >= 8]
        sentences[shortest] = fill(pick(rng, event, longer), words)
    return sentences


def own_report(
    rng: random.Random, event: Event, outlet: Outlet, at: datetime, source: str
) -> Article:
    """An outlet's report in its own words."""
    facts = dict(event.facts)
    if rng.random() < OTHER_NUMBER:
        facts["n"] = draw_facts(rng, event.act)["n"]
    if rng.random() < 0.7:
        facts["m"] = draw_facts(rng, event.act)["m"]
    hedged = rng.random() < HEDGED[event.happened]
    in_lead = hedged and rng.random() < 0.5
    facts |= {"h": rng.choice(HEDGE_WORDS) if in_lead else "", "source": source}
    facts["w"] = on_day(rng, event.day, at.date())
    words = words_for(event, facts)
    lead, where = write_lead(rng, event, source, words)
    pools = [ACTS[event.act]["detail"], REACTIONS, BACKGROUNDS]
    rng.shuffle(pools)
    if pools[2] is ACTS[event.act]["detail"]:
        pools[1], pools[2] = pools[2], pools[1]
    sentences = write_rest(rng, event, words, lead, pools)
    if hedged and not in_lead:
        sentences[rng.randint(1, len(sentences) - 1)] = pick(rng, event, HEDGE_SENTENCES)
    headline = capital(fill(pick(rng, event, ACTS[event.act]["head"]), words))
    sentences = pad(rng, event, words, sentences)
    return Article(outlet.name, at, headline, sentences, where, facts)


def use_synonyms(rng: random.Random, text: str) -> str:
    """Replace about half of the words for which there is another one."""
    for word, other in SYNONYMS.items():
        if word in text and rng.random() < 0.5:
            text = re.sub(rf"(?<![\w-]){word}(?![\w-])", other, text, count=1)
    return text


def add_credit(rng: random.Random, article: Article, origin: str) -> None:
    """Name the outlet that is copied."""
    first = article.sentences[0]
    if article.lead_source == "" and rng.random() < 0.7:
        suffix = rng.choice(CREDIT_SUFFIXES).format(o=origin)
        article.sentences[0] = first[:-1] + suffix + "."
    elif len(article.sentences) < 6:
        article.sentences.insert(1, rng.choice(CREDIT_SENTENCES).format(o=origin))
    else:
        article.sentences[-1] = rng.choice(CREDIT_SENTENCES).format(o=origin)


def copy_article(
    rng: random.Random, event: Event, origin: Article, outlet: Outlet, at: datetime, claim: bool
) -> Article:
    """A copy with light edits, as a rule without credit."""
    facts = dict(origin.facts)
    words = words_for(event, facts)
    copy = Article(
        outlet.name, at, origin.headline, list(origin.sentences), origin.lead_source, facts
    )
    if claim and rng.random() < COPY_NEW_HEADLINE:
        copy.headline = capital(fill(rng.choice(ACTS[event.act]["head"]), words))
    if claim and rng.random() < COPY_NEW_LEAD:
        lead, copy.lead_source = write_lead(rng, event, facts["source"], words)
        copy.sentences[0] = lead
    if rng.random() < COPY_SYNONYMS:
        rest = [use_synonyms(rng, sentence) for sentence in copy.sentences[1:]]
        copy.sentences = copy.sentences[:1] + rest
    if rng.random() < COPY_CREDITED:
        add_credit(rng, copy, origin.outlet)
    shorter = copy.sentences[:-1]
    if rng.random() < COPY_CUT and len(shorter) >= 3 and count_words(shorter) >= 40:
        copy.sentences = shorter
    copy.sentences = pad(rng, event, words, copy.sentences)
    return copy


def statement(
    rng: random.Random,
    event: Event,
    outlet: str,
    at: datetime,
    leads: list[str],
    heads: list[str],
    more: list[str],
) -> Article:
    """A denial, admission, finding, retraction or all-clear, in the outlet's own words."""
    facts = dict(event.facts)
    facts |= {form: rng.choice(ACTS[event.act][form]) for form in ("pp", "ing", "noun")}
    facts |= {
        "w": on_day(rng, event.day, at.date()),
        "t": f"on {at:%A}",
        "dayname": f"{at:%A}",
        "o": outlet,
        "admitted": rng.choice(ADMITTED_WORDS[event.kind]),
        "source": "none",
    }
    facts["w_bare"] = facts["w"].removeprefix("on ")
    words = words_for(event, facts)
    lead = capital(fill(pick(rng, event, leads), words)) + "."
    sentences = write_rest(rng, event, words, lead, [more, more, BACKGROUNDS])
    headline = capital(fill(pick(rng, event, heads), words))
    return Article(outlet, at, headline, pad(rng, event, words, sentences), "post", facts)


# --------------------------------------------------------------------------------------
# Who prints what
# --------------------------------------------------------------------------------------


def truth_factor(outlet: Outlet, happened: bool) -> float:
    """How much likelier than others an outlet is to print a true or a false story."""
    if happened:
        return outlet.reliability / (1 - FALSE_SHARE)
    return (1 - outlet.reliability) / FALSE_SHARE


def interest(outlet: Outlet, event: Event) -> float:
    """What partiality makes of the chance to print a story."""
    if not outlet.partial or event.kind == "friendly":
        return 1.0
    if outlet.partial == event.actor.code:
        return PARTIAL_PASSES_OVER
    if outlet.partial == event.recipient.code:
        return PARTIAL_EAGER if event.happened else PARTIAL_INVENTS
    return 1.0


def print_weight(outlet: Outlet, event: Event) -> float:
    """The weight with which an outlet has the story itself."""
    return outlet.volume * truth_factor(outlet, event.happened) * interest(outlet, event)


def source_table(event: Event) -> dict[str, float]:
    """From whom reports of such an event have it."""
    if event.happened:
        return SOURCES_TRUE_HOSTILE if event.kind == "hostile" else SOURCES_TRUE_FRIENDLY
    return SOURCES_FALSE_HOSTILE if event.kind == "hostile" else SOURCES_FALSE_FRIENDLY


def late(rng: random.Random, outlet: Outlet) -> timedelta:
    """How long after the act or the first word of it an outlet prints."""
    return timedelta(hours=1 + min(LATEST_HOURS, rng.expovariate(1 / outlet.late)))


def time_of_act(rng: random.Random, event: Event) -> datetime:
    """A moment of the day of the act."""
    hour = rng.uniform(5, 20)
    return datetime(event.day.year, event.day.month, event.day.day, tzinfo=UTC) + timedelta(
        hours=hour
    )


def report_truth(rng: random.Random, world: World, event: Event) -> None:
    """Outlets find a true event out, each for itself."""
    weights = [print_weight(o, event) for o in world.outlets]
    chosen = draw_without_return(rng, world.outlets, weights, weighted(rng, TRUE_REPORTS))
    common = weighted(rng, source_table(event)) if rng.random() < TRUE_COMMON_SOURCE else ""
    act_at = time_of_act(rng, event)
    for outlet in chosen:
        source = common or weighted(rng, source_table(event))
        event.claims.append(own_report(rng, event, outlet, act_at + late(rng, outlet), source))


def report_falsehood(rng: random.Random, world: World, event: Event) -> None:
    """One source starts a falsehood; often several outlets of one camp take it up."""
    weights = [print_weight(o, event) for o in world.outlets]
    first = draw_without_return(rng, world.outlets, weights, 1)[0]
    source = weighted(rng, source_table(event))
    at = time_of_act(rng, event) + late(rng, first)
    event.claims.append(own_report(rng, event, first, at, source))
    if rng.random() >= CASCADE:
        return
    camp = first.camp if first.camp >= 0 else world.camp[event.recipient.code]
    takers = [o for o in world.outlets if o.camp == camp and o is not first]
    weights = [print_weight(o, event) for o in takers]
    for outlet in draw_without_return(rng, takers, weights, weighted(rng, CASCADE_TAKERS)):
        cited = source if rng.random() < CASCADE_CITES else "none"
        event.claims.append(own_report(rng, event, outlet, at + late(rng, outlet), cited))


def copy_source(rng: random.Random, outlet: Outlet, printed: list[Article]) -> Article:
    """The article that an outlet copies: of a favourite, or else the first ones."""
    liked = [a for a in printed if a.outlet in outlet.favourites]
    return rng.choice(liked or printed[:2])


def add_copies(rng: random.Random, world: World, event: Event) -> None:
    """Outlets copy what others have printed, copies too."""
    event.claims.sort(key=lambda a: a.at)
    outlets = list(world.outlets)
    rng.shuffle(outlets)
    for outlet in outlets:
        printed = event.claims
        if outlet.copy_rate == 0 or any(a.outlet == outlet.name for a in printed):
            continue
        liked = any(a.outlet in outlet.favourites for a in printed)
        chance = outlet.copy_rate * (1.0 if liked else COPY_OTHERS)
        chance *= truth_factor(outlet, event.happened) * interest(outlet, event)
        if rng.random() < chance:
            origin = copy_source(rng, outlet, printed)
            at = origin.at + timedelta(hours=rng.uniform(*COPY_HOURS))
            if (at.date() - event.day).days <= 6:
                printed.append(copy_article(rng, event, origin, outlet, at, claim=True))
                printed.sort(key=lambda a: a.at)


def denial_weight(outlet: Outlet, event: Event) -> float:
    """The weight with which an outlet prints a denial by the actor."""
    factor = PARTIAL_PRINTS_DENIAL if outlet.partial == event.actor.code else 1.0
    factor *= 0.3 if outlet.partial == event.recipient.code else 1.0
    return outlet.volume * factor


def copy_denial(rng: random.Random, world: World, event: Event, origin: Article) -> None:
    """Perhaps one more outlet takes a denial over."""
    taken = {a.outlet for a in event.denials}
    free = [o for o in world.outlets if o.name not in taken and o.copy_rate > 0]
    at = origin.at + timedelta(hours=rng.uniform(*COPY_HOURS))
    if rng.random() < DENIAL_COPY and free and at.date() <= origin.at.date() + timedelta(days=1):
        weights = [o.copy_rate * denial_weight(o, event) for o in free]
        outlet = draw_without_return(rng, free, weights, 1)[0]
        if (at.date() - event.day).days <= 6:
            event.denials.append(copy_article(rng, event, origin, outlet, at, claim=False))


def add_denials(rng: random.Random, world: World, event: Event) -> None:
    """The actor's government denies; a partial outlet may do so in its own voice."""
    first = min(a.at for a in event.claims)
    if rng.random() < DENIED[event.kind, event.happened]:
        weights = [denial_weight(o, event) for o in world.outlets]
        said = first + timedelta(hours=rng.uniform(4, 40))
        for outlet in draw_without_return(
            rng, world.outlets, weights, weighted(rng, DENIAL_REPORTS)
        ):
            at = said + timedelta(hours=rng.uniform(0.5, 8))
            article = statement(rng, event, outlet.name, at, DENIALS, DENIAL_HEADS, DENIAL_MORE)
            event.denials.append(article)
            copy_denial(rng, world, event, article)
    taken = {a.outlet for a in event.denials + event.claims}
    for outlet in world.outlets:
        own = outlet.partial == event.actor.code and event.kind == "hostile"
        if own and outlet.name not in taken and rng.random() < PARTIAL_OWN_DENIAL:
            at = first + timedelta(hours=rng.uniform(6, 48))
            event.denials.append(
                statement(rng, event, outlet.name, at, OWN_DENIALS, DENIAL_HEADS, DENIAL_MORE)
            )


def add_outcome(rng: random.Random, world: World, event: Event) -> None:
    """The outcome becomes known days later: admitted, proved, or taken back and cleared."""
    day = event.day + timedelta(days=rng.randint(*RESOLVED_AFTER))
    last = max(a.at for a in event.claims)
    base = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
    base = max(base, last.replace(hour=6, minute=0) + timedelta(days=1))
    weights = [
        o.volume * (0.3 + o.reliability) * (0.3 + 0.7 * (interest(o, event) >= 1))
        for o in world.outlets
    ]
    chosen = draw_without_return(rng, world.outlets, weights, weighted(rng, OUTCOME_REPORTS))
    if event.happened:
        leads = ADMISSIONS if rng.random() < ADMITTED else FINDINGS
        heads, more = OUTCOME_HEADS, OUTCOME_MORE
    else:
        leads, heads, more = VICTIM_SAYS_NO, VICTIM_HEADS, VICTIM_MORE
        at = base + timedelta(hours=rng.uniform(0, 12))
        event.outcomes.append(
            statement(
                rng,
                event,
                event.claims[0].outlet,
                at,
                RETRACTIONS,
                RETRACTION_HEADS,
                RETRACTION_MORE,
            )
        )
    for outlet in chosen:
        at = base + timedelta(hours=rng.uniform(1, 17))
        event.outcomes.append(statement(rng, event, outlet.name, at, leads, heads, more))


def make_event(rng: random.Random, world: World, busy: dict[frozenset[str], list[int]]) -> Event:
    """Draw an event and all that is printed about it."""
    event = draw_event(rng, world, busy)
    if event.happened:
        report_truth(rng, world, event)
    else:
        report_falsehood(rng, world, event)
    add_copies(rng, world, event)
    add_denials(rng, world, event)
    if not event.scored and rng.random() < RESOLVED:
        add_outcome(rng, world, event)
    return event


# --------------------------------------------------------------------------------------
# Output
# --------------------------------------------------------------------------------------


def number_all(events: list[Event]) -> list[Article]:
    """Number events by day and articles by time of publication."""
    events.sort(key=lambda e: e.day)
    for index, event in enumerate(events, 1):
        event.event_id = f"sim-{index:04d}"
    articles = [a for e in events for a in e.claims + e.denials + e.outcomes]
    articles.sort(key=lambda a: (a.at, a.outlet))
    for index, article in enumerate(articles, 1):
        article.article_id = f"n{index:05d}"
    return articles


def article_row(article: Article) -> dict[str, str]:
    """What the program sees of an article."""
    return {
        "article_id": article.article_id,
        "outlet": article.outlet,
        "published_at": f"{article.at:%Y-%m-%dT%H:%M:%SZ}",
        "headline": article.headline,
        "text": " ".join(article.sentences),
    }


def truth_row(event: Event) -> dict[str, Any]:
    """What is true of an event; `outcomes` are the articles that resolve it."""
    return {
        "event_id": event.event_id,
        "actor": event.actor.code,
        "recipient": event.recipient.code,
        "type": event.act,
        "day": event.day.isoformat(),
        "happened": event.happened,
        "articles": [a.article_id for a in event.claims],
        "denials": [a.article_id for a in event.denials],
        "outcomes": [a.article_id for a in event.outcomes],
        "resolved": bool(event.outcomes),
        "scored": event.scored,
    }


def write_lines(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write JSON Lines."""
    path.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
    )


def make(seed: int, count: int, out: Path) -> None:
    """Write the articles and the truth."""
    rng = random.Random(seed)
    world = make_world(rng)
    busy: dict[frozenset[str], list[int]] = defaultdict(list)
    events = [make_event(rng, world, busy) for _ in range(count)]
    articles = number_all(events)
    out.mkdir(parents=True, exist_ok=True)
    write_lines(out / "articles.jsonl", map(article_row, articles))
    write_lines(out / "truth.jsonl", map(truth_row, events))
    print(json.dumps({"events": len(events), "articles": len(articles)}))


# --------------------------------------------------------------------------------------
# The scorer
# --------------------------------------------------------------------------------------


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read JSON Lines."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def ids_of(development: dict[str, Any]) -> set[str]:
    """The articles that a development holds, reprints among them."""
    rows = (development.get("reports") or []) + (development.get("reprints") or [])
    return {row if isinstance(row, str) else row["article_id"] for row in rows}


def day_gap(development: dict[str, Any], day: date) -> float:
    """Days between the day and the development's date, 0 within it."""
    span = development.get("event_date") or {}
    first, last = span.get("earliest"), span.get("latest")
    if not first and not last:
        return float("inf")
    low = date.fromisoformat(str(first or last)[:10])
    high = date.fromisoformat(str(last or first)[:10])
    return float(max((low - day).days, (day - high).days, 0))


def same_parties(development: dict[str, Any], event: dict[str, Any]) -> bool:
    """Actor and recipient agree; acts that have no direction may stand the other way round."""
    parties = development.get("actor"), development.get("recipient")
    wanted = event["actor"], event["recipient"]
    return parties == wanted or (bool(development.get("symmetric")) and parties[::-1] == wanted)


def find(event: dict[str, Any], by_article: dict[str, list[dict[str, Any]]]) -> Any:
    """The development that is the event, or None."""
    held = set(event["articles"])
    day = date.fromisoformat(event["day"])
    seen = {d["development_id"]: d for a in held for d in by_article.get(a, [])}
    fits = [d for d in seen.values() if same_parties(d, event) and day_gap(d, day) <= MATCH_DAYS]
    fits.sort(key=lambda d: (-len(held & ids_of(d)), day_gap(d, day), d["development_id"]))
    return fits[0] if fits else None


def fit_logistic(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Intercept and slope by Newton's method, with a trace of ridge."""
    design = np.column_stack([np.ones_like(x), x])
    beta = np.zeros(2)
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ beta))
        gradient = design.T @ (y - p) - 1e-6 * beta
        hessian = (design * (p * (1 - p))[:, None]).T @ design + 1e-6 * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        beta = beta + step
        if np.abs(step).max() < 1e-10:
            break
    return np.asarray(beta)


def bin_table(p: np.ndarray, y: np.ndarray) -> list[dict[str, float]]:
    """Forecast and outcome in equal bins."""
    index = np.minimum((p * BINS).astype(int), BINS - 1)
    rows = []
    for b in range(BINS):
        inside = index == b
        if inside.any():
            rows.append(
                {
                    "from": b / BINS,
                    "to": (b + 1) / BINS,
                    "events": int(inside.sum()),
                    "said": round(float(p[inside].mean()), 4),
                    "happened": round(float(y[inside].mean()), 4),
                }
            )
    return rows


def judge(p: np.ndarray, y: np.ndarray) -> dict[str, Any]:
    """Brier score, calibration error and the bins."""
    bins = bin_table(p, y)
    error = sum(r["events"] * abs(r["said"] - r["happened"]) for r in bins) / len(y)
    return {
        "brier": round(float(((p - y) ** 2).mean()), 4),
        "calibration_error": round(float(error), 4),
        "bins": bins,
    }


def outlet_feature(events: list[dict[str, Any]], outlet: dict[str, str]) -> np.ndarray:
    """log(1 + number of outlets that claim the event)."""
    return np.array([np.log1p(len({outlet[a] for a in e["articles"]})) for e in events])


def outcomes_of(events: list[dict[str, Any]]) -> np.ndarray:
    """1.0 where the event happened."""
    return np.array([float(e["happened"]) for e in events])


def score(folder: Path, developments: Path) -> dict[str, Any]:
    """Compare the program's credence with the truth and with the yardstick."""
    truth = read_lines(folder / "truth.jsonl")
    outlet = {a["article_id"]: a["outlet"] for a in read_lines(folder / "articles.jsonl")}
    by_article: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for development in read_lines(developments):
        for article_id in ids_of(development):
            by_article[article_id].append(development)
    before = [e for e in truth if not e["scored"]]
    scored = [e for e in truth if e["scored"]]
    pairs = [(e, d) for e in scored if (d := find(e, by_article)) is not None]
    found = [e for e, _ in pairs]
    result: dict[str, Any] = {"scored_events": len(scored), "found": len(found)}
    result["found_share"] = round(len(found) / len(scored), 4) if scored else 0.0
    if not found or not before:
        return result
    y, known = outcomes_of(found), outcomes_of(before)
    beta = fit_logistic(outlet_feature(before, outlet), known)
    guess = 1 / (1 + np.exp(-(beta[0] + beta[1] * outlet_feature(found, outlet))))
    program = judge(np.array([d["credence"]["mean"] for _, d in pairs]), y)
    yardstick = judge(guess, y)
    base = float(known.mean())
    lost = Counter(e["type"] for e in scored) - Counter(e["type"] for e in found)
    return result | {
        "happened_share": round(float(y.mean()), 4),
        "program": program,
        "yardstick": yardstick,
        "yardstick_fit": {"intercept": round(beta[0], 4), "slope": round(beta[1], 4)},
        "ratio": round(program["brier"] / yardstick["brier"], 4) if yardstick["brier"] else None,
        "base_rate": {"said": round(base, 4), "brier": round(float(((base - y) ** 2).mean()), 4)},
        "not_found_by_type": dict(sorted(lost.items())),
    }


def main(argv: list[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    commands = parser.add_subparsers(dest="command", required=True)
    maker = commands.add_parser("make", help="write the articles and the truth")
    maker.add_argument("--seed", type=int, default=1)
    maker.add_argument("--events", type=int, default=900)
    maker.add_argument("--out", type=Path, required=True)
    scorer = commands.add_parser("score", help="score developments against the truth")
    scorer.add_argument("folder", type=Path)
    scorer.add_argument("developments", type=Path)
    args = parser.parse_args(argv)
    if args.command == "make":
        make(args.seed, args.events, args.out)
    else:
        print(json.dumps(score(args.folder, args.developments), indent=2))


if __name__ == "__main__":
    main()
