"""The state of a relation over time, and the balance that a state keeps between rivals.

In: a table of developments. Out: tone, stock, volume, turning points, lean, charts and words.
"""

from detente.relations.balance import Balance, balance
from detente.relations.relation import Relation, relation
from detente.relations.tone import Tone
from detente.relations.words import describe_balance, describe_relation

__all__ = [
    "Balance",
    "Relation",
    "Tone",
    "balance",
    "describe_balance",
    "describe_relation",
    "relation",
]
