"""One customer out of the records of all systems: normalise, compare, cluster, keep the ID."""
