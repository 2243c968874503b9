"""Checks of English text against its Indonesian source sentence: numbers, dates, units, names, negation. No model."""
