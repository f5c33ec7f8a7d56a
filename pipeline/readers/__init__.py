"""Readers: one module a source kind. Each turns a file into pages of glyphs and lines."""
