"""What expectation maximisation learns, held to what is believable of companies and people."""

from typing import Any

# A true match may still differ: people and companies have several phones and addresses, and change them.
LEAST_DISAGREEMENT = {"phones": 0.2, "emails": 0.25}
AGREEMENT = {"erp_number": "Exact match on erp_number"}  # carried by few accounts, so seldom seen in training
LEAST = 0.02  # no other level of a comparison is believed to be rarer than this among true matches
LEAST_CHANCE = 1e-7  # two different customers agree on anything at least this often
# Within one place a registered company name is unique by law (Measures for the Registration of Company Names, 2023).
CHANCE_OF_SAME_NAME_AND_PLACE = 1e-9


def moderated(parameters: dict[str, Any]) -> dict[str, Any]:
    """Parameters with true matches taken out of u, and no m that says never.

    u is estimated from random pairs, of which the share `probability_two_random_records_match` are matches:
    u = (u' - share * m) / (1 - share). For rare agreements that share is all that was seen.
    """
    share = parameters["probability_two_random_records_match"]
    comparisons = {}
    for name, levels in parameters["comparisons"].items():
        least = LEAST_DISAGREEMENT.get(name, LEAST)
        raised = {label: max(level["m_probability"], least) for label, level in levels.items()}
        if name in AGREEMENT:
            raised = {label: 1 - LEAST if label == AGREEMENT[name] else LEAST for label in levels}
        total = sum(raised.values())
        comparisons[name] = {
            label: {
                "m_probability": round(raised[label] / total, 6),
                "u_probability": _chance(label, level, share),
            }
            for label, level in levels.items()
        }
    return {"probability_two_random_records_match": share, "comparisons": comparisons}


def _chance(label: str, level: dict[str, float], share: float) -> float:
    if label == "same name, same place":
        return CHANCE_OF_SAME_NAME_AND_PLACE
    chance = (level["u_probability"] - share * level["m_probability"]) / (1 - share)
    return float(f"{min(max(chance, LEAST_CHANCE), 1 - LEAST_CHANCE):.6g}")
