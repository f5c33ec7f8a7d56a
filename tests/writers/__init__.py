"""Tests of `pipeline.writers`."""
