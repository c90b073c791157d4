"""What is wrong, for how long, who must know, and who was told: incidents and their messages. No Dagster inside."""
