"""Layout: what the places of glyphs on paper say. Pure functions over arrays; the stages call them."""
