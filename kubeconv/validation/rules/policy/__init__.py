"""KC6: the policy of a team, from its configuration."""
