"""The configuration of a team: what may stand in it, where it is found, what is in force and why."""
