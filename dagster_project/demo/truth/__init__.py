"""What really happened, and every planted flaw."""
