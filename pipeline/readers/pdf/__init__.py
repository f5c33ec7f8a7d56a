"""PDF: a page's glyphs with their places on paper, by two backends that agree with each other."""

from pipeline.readers.pdf.reader import MOST_BYTES, NO_TEXT, OUTSIDE, SUFFIXES, read

__all__ = ["MOST_BYTES", "NO_TEXT", "OUTSIDE", "SUFFIXES", "read"]
