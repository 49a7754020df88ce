"""Folding, sentences and words, always with the way back to the printed text."""
