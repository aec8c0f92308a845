"""Damaged and hostile files for every reader; ``benchmarks/fuzz.py`` runs the same for hours."""
