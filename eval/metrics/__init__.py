"""Measures over per-article statistics: `figures` holds the arithmetic and the intervals, the other modules what is counted."""
