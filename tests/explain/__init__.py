"""Tests of `pipeline.explain`."""
