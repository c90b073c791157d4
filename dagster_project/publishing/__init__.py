"""From a build whose gate is open to the files that BI tools read, in one atomic step."""
