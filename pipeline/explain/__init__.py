"""Explain: what each stage did to a page, and for any passage of the output where each character came from."""
