"""What each system exports of it, with its own column names and formats."""
