"""dbt's command line without what dagster-dbt does beside it and we do not use."""

import sys
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from dagster_dbt import DbtCliResource, DbtProject
from packaging.version import Version, parse


class DbtCommand(DbtCliResource):
    """DbtCliResource that starts dbt once per command.

    The base class also runs `dbt --version` in each process, and loads dbt a second time in this one for column
    metadata, which come from the dbt contracts anyway: 4 and twice 3 CPU seconds a night. dagster-dbt is pinned to one
    version, and a test tells if these two members are gone from it.
    """

    @classmethod
    def beside_this_python(cls, project: DbtProject) -> "DbtCommand":
        """The dbt of this virtual environment, whether or not it is on PATH."""
        return cls(project_dir=project, dbt_executable=str(Path(sys.executable).with_name("dbt")))

    @cached_property
    def _cli_version(self) -> Version:
        return parse(version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: object) -> None:
        """No adapter in this process: the build file is dbt's alone while it runs."""
