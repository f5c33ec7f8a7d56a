"""Tests of gold against output."""
