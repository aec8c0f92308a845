"""Everything that a text gives, in one folder: words, segmenter, cut text, vectors, a report."""
