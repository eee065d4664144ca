"""Access: abilities and row scope from one policy a model."""

from vanphong.kernel.access.abilities import VIEW, Ability, ability, declared, known
from vanphong.kernel.access.policy import (
    Explanation,
    Grant,
    Policy,
    Relation,
    Rule,
    abilities,
    abilities_many,
    declare,
    declared_policies,
    explain,
    may,
    policy_of,
    standing_labels,
    visible,
    where_may,
)

__all__ = [
    "VIEW",
    "Ability",
    "Explanation",
    "Grant",
    "Policy",
    "Relation",
    "Rule",
    "abilities",
    "abilities_many",
    "ability",
    "declare",
    "declared",
    "declared_policies",
    "explain",
    "known",
    "may",
    "policy_of",
    "standing_labels",
    "visible",
    "where_may",
]
