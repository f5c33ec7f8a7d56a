"""Tests of the layout: little pages of glyphs with boxes, built in the test, and what they must become."""
