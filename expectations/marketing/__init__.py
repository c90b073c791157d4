"""What the marketing system delivers."""
