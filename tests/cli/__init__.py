"""Tests of `pipeline.cli`."""
