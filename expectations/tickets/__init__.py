"""What the ticket system delivers."""
