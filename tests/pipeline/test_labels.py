"""Every code that the marts publish has a name in two languages."""

# Values of these are texts of the sources.
FREE_TEXT = {
    "campaign",
    "complaint_type",
    "content_kind_and_segment",
    "opportunity_category",
    "owner_team",
    "product_category",
    "refund_reason",
    "team",
}


def columns_with_labels(published):
    return published.execute(
        """
        select table_name, column_name from duckdb_columns()
        where schema_name = 'marts' and table_name like 'mart_%' and table_name <> 'mart_demographics'
            and column_name in (select domain from marts.dim_labels) and data_type = 'VARCHAR'
        """
    ).fetchall()


def slices(published):
    return published.execute(
        """
        select table_name from duckdb_columns()
        where schema_name in ('marts', 'metrics') and column_name = 'dimension_value'
        """
    ).fetchall()


def test_every_code_of_a_labelled_column_has_its_names(published):
    found = columns_with_labels(published)
    assert len(found) > 60
    missing = [
        (table, column, code)
        for table, column in found
        for (code,) in published.execute(
            f"select distinct {column} from marts.{table} where {column} is not null "
            f"and {column} not in (select code from marts.dim_labels where domain = '{column}')"
        ).fetchall()
    ]
    assert missing == []


def test_every_dimension_and_its_values_have_their_names(published):
    tables = [table for (table,) in slices(published)]
    assert len(tables) > 8
    for table in tables:
        schema = "metrics" if table == "metric_values" else "marts"
        shown = published.execute(f"select distinct dimension, dimension_value from {schema}.{table}").fetchall()
        labels = set(published.execute("select domain, code from marts.dim_labels").fetchall())
        assert {dimension for dimension, _ in shown} <= {code for domain, code in labels if domain == "dimension"}
        values = {pair for pair in shown if pair[0] not in FREE_TEXT | {"all"}}
        assert values <= labels, (table, values - labels)
