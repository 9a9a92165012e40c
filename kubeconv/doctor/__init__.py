"""Which contexts work with which client on this machine, why not, and what to do."""
