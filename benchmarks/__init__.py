"""Speed, memory and start-up of contentgate beside its peers, measured in one run."""
