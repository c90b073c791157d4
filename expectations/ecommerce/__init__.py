"""What the shop delivers."""
