"""Linking with geometry: the same questions as for raw text, asked of things on paper."""
