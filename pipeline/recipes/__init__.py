"""Recipes as TOML: the order of stages and their settings."""
