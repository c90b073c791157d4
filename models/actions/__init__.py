"""From score to action: who is contacted, how, by whom, who is left alone, and what came of it."""

from models.actions.choose import choose_actions
from models.actions.effects import measure_effects
from models.actions.policy import Policy, read_policy
from models.actions.reasons import act_upon

__all__ = ["Policy", "act_upon", "choose_actions", "measure_effects", "read_policy"]
