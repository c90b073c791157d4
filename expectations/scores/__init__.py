"""What the models score."""
