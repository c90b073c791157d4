"""How many threads a fit may use."""

from contextlib import AbstractContextManager, nullcontext

from threadpoolctl import threadpool_limits

# Below this, threads that wait for each other cost more than they save, and on a busy machine a hundred times more.
ROWS_WORTH_THREADS = 50_000


def threads_for(rows: int) -> AbstractContextManager:
    """A context in which fits and predictions on few rows keep to one OpenMP thread."""
    return threadpool_limits(1, user_api="openmp") if rows < ROWS_WORTH_THREADS else nullcontext()
