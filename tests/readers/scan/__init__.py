"""Tests of the scan reader. Engines are replayed from fixtures/readings; a few tests run the real ones."""
