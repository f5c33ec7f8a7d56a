"""Engines: what reads a line of writing from its picture. One module an engine, behind one small protocol."""
