"""Customer models in scikit-learn manners. Knows files and frames, nothing of the orchestrator or the warehouse."""
