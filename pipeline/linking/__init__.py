"""Linking: what follows what. Evidence, learned weights, and a solver that takes the best chains as a whole."""
