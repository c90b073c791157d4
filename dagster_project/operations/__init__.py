"""What the `guanxi` command does, one module a command."""
