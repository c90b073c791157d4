"""What the tests of a whole company read."""

import duckdb
import pytest
from support.company import NEXT_DAY


@pytest.fixture(scope="module")
def published(company):
    """A connection to the file that readers see after the second night."""
    with duckdb.connect(company.files[NEXT_DAY], read_only=True) as connection:
        yield connection
