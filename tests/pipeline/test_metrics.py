"""What the registry publishes equals the same metrics computed by other means."""

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.company import NEXT_DAY, user_environment
from support.metrics_in_pandas import at_month_end, of_month, read_facts

from dagster_project.metrics import load_registry

MONTHS = ("2025-02", "2025-07", "2025-11")  # e-mails go out in some months only
METRICFLOW = Path(sys.executable).with_name("mf")


@pytest.fixture(scope="module")
def facts(published):
    return read_facts(published)


@pytest.fixture(scope="module")
def values(published):
    """Value by metric and month, of all customers together."""
    sql = """
        select metric, strftime(period_start, '%Y-%m'), value
        from metrics.metric_values
        where period_grain = 'month' and dimension = 'all'
    """
    return {(metric, month): value for metric, month, value in published.execute(sql).fetchall()}


@pytest.mark.filterwarnings("ignore:(invalid value|divide by zero):RuntimeWarning")
@pytest.mark.parametrize("month", MONTHS)
def test_every_metric_equals_its_computation_in_pandas(facts, values, month):
    expected = of_month(facts, month) | at_month_end(facts, month)
    assert set(expected) == set(load_registry())
    defined = {metric: float(value) for metric, value in expected.items() if abs(value) < float("inf")}
    assert len(defined) > 60
    assert {metric for metric in expected if (metric, month) in values} <= set(defined)
    found = {metric: values.get((metric, month), 0) for metric in defined}
    assert found == pytest.approx(defined, rel=1e-6, abs=1e-9)  # minutes are kept to four decimals


def test_every_metric_has_a_value_in_one_of_the_months_that_are_compared(values):
    assert {metric for metric, month in values if month in MONTHS} == set(load_registry())


def test_metricflow_answers_the_same_for_every_metric_and_month(company, values, tmp_path):
    project = tmp_path / "dbt"
    shutil.copytree(company.settings.dbt_project, project, ignore=shutil.ignore_patterns("target", "logs"))
    (project / "target").mkdir()
    shutil.copy(company.settings.dbt_target / "semantic_manifest.json", project / "target")
    answer = tmp_path / "answer.csv"
    query = ["query", "--metrics", ",".join(load_registry()), "--group-by", "metric_time__month", "--csv", str(answer)]
    environment = user_environment(GUANXI_HOME=str(company.settings.home), GUANXI_AS_OF=NEXT_DAY.isoformat())
    done = subprocess.run([METRICFLOW, *query], cwd=project, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    with answer.open() as rows:
        cells = [(row.pop("metric_time__month")[:7], row) for row in csv.DictReader(rows)]
    answered = {
        (metric, month): float(value)
        for month, row in cells
        for metric, value in row.items()
        if value not in ("", "nan")
    }
    assert len(answered) > 1000
    assert answered == pytest.approx(values, rel=1e-9, abs=1e-9)


def test_every_metric_of_the_registry_has_values_on_the_demo_company(published):
    available = published.execute("select metric from metrics.metric_dictionary where is_available").fetchall()
    assert {metric for (metric,) in available} == set(load_registry())
    assert len(available) == len(load_registry())
    valued = published.execute("select distinct metric from metrics.metric_values where value is not null").fetchall()
    assert {metric for (metric,) in valued} == set(load_registry())


def test_days_add_up_to_months_and_regions_to_all(published):
    different, compared = published.execute(
        """
        with sums as (
            select
                metric, period_grain || '/' || dimension as level, date_trunc('month', period_start) as month,
                sum(metric_values.numerator) as amount, sum(metric_values.denominator) as base
            from metrics.metric_values
            inner join metrics.metric_dictionary using (metric)
            where aggregation in ('sum', 'ratio') and data_source not like '%,%'
            group by all
        )
        select count(*) filter (where parts.amount <> whole.amount or parts.base <> whole.base), count(*)
        from sums as parts
        inner join sums as whole using (metric, month)
        where whole.level = 'month/all' and parts.level in ('day/all', 'month/macro_region', 'month/customer_type')
        """
    ).fetchone()
    assert (different, compared > 2000) == (0, True)


def test_no_value_rests_on_more_customers_than_there_are(published):
    customers = "(select count(*) from marts.dim_customers)"
    sql = f"select min(customers), max(customers) <= {customers}, count(customers) > 10000 from metrics.metric_values"
    assert published.execute(sql).fetchone() == (0, True, True)
