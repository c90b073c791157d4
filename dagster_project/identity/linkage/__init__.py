"""The probabilistic engine: Splink settings, parameters, scored pairs."""
