"""The middle-corridor data set, made from the facts in instances/facts. Python 3.9+, standard library only."""
