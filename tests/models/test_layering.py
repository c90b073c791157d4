"""models/ and expectations/ know nothing of the orchestrator, the warehouse or the environment."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted(path for package in ("models", "expectations") for path in (ROOT / package).rglob("*.py"))
FORBIDDEN = {"dagster", "dagster_dbt", "dagster_project", "dbt", "pickle", "joblib", "lifetimes"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_imports_only_downwards(path):
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").split(".")[0])
    forbidden = FORBIDDEN | ({"expectations"} if "models" in path.relative_to(ROOT).parts[:1] else {"models"})
    assert not imported & forbidden
    assert "environ" not in path.read_text(encoding="utf-8")
