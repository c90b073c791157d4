"""What we publish, judged as a whole: dbt tests guard its rows."""
