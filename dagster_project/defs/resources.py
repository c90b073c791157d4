"""Resources: the home that a run writes to, dbt, and the terminal's progress lines."""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from dagster_project.progress import progress_logger
from dagster_project.settings import Settings, export_settings, load_settings
from dagster_project.warehouse.dbt_command import DbtCommand
from dagster_project.warehouse.dbt_project import prepared_project
from dagster_project.warehouse.lock import writer_lock


class Home(dg.ConfigurableResource):
    """The Guanxi home. A run holds its writer lock from the first step to the last."""

    @property
    def settings(self) -> Settings:
        return load_settings()

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["Home"]:
        settings = self.settings
        export_settings(settings)
        with writer_lock(settings):
            yield self


@dg.definitions
def resources() -> dg.Definitions:
    project = prepared_project(load_settings())
    return dg.Definitions(
        resources={"home": Home(), "dbt": DbtCommand.beside_this_python(project)},
        loggers={"progress": progress_logger},
        executor=dg.in_process_executor,
    )
