"""Explain: what each stage did to a page, and where each character of a passage came from."""
