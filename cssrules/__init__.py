"""Explainable rules for assurance decisions."""
