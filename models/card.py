"""A model card in Markdown, out of the metadata that were saved with the model: nothing in it is written by hand."""

from typing import Any

PURPOSES = {
    "churn": "The probability that a customer does not order within the churn window. For deciding whom to contact, "
    "not for judging a person.",
    "clv": "The value expected of a customer over a horizon. For budgets and tiers, not for refusing service.",
}


def model_card(metadata: dict[str, Any]) -> str:
    """The card of one version."""
    metrics = metadata["metrics"]
    lines = [f"# Model card: {metadata['model']} {metadata['version']}", ""]
    if metadata["model"] in PURPOSES:
        lines += [PURPOSES[metadata["model"]], ""]
    lines += [
        f"- **As of**: {metadata['as_of_date']}, {metadata['trained_rows']} rows",
        f"- **Training data**: SHA-256 `{metadata['training_data_sha256']}`",
        f"- **Code**: SHA-256 `{metadata['code_sha256']}`",
        f"- **Method**: {metadata['tier']}" + (f", because {metadata['reason']}" if metadata["reason"] else ""),
        f"- **Parameters**: {_listed(metadata['params'])}",
        f"- **Libraries**: {_listed(metadata['libraries'])}",
        f"- **Features**: {', '.join(metadata['features'])}",
    ]
    if chosen := metrics.get("chosen"):
        lines.append(f"- **Chosen**: {chosen['why']}")
    for name, why in (metrics.get("refused_features") or {}).items():
        lines.append(f"- **Refused feature** `{name}`: {why}")
    if metrics.get("estimators"):
        lines += ["", *_table(metrics["estimators"])]
    return "\n".join(lines) + "\n"


def _listed(values: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in values.items())


def _table(rows: dict[str, dict[str, float]]) -> list[str]:
    columns = list(next(iter(rows.values())))
    lines = [f"| | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    return lines + [f"| {name} | {' | '.join(f'{row[c]:.4f}' for c in columns)} |" for name, row in rows.items()]
