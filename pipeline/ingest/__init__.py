"""Ingest: many pages, from the list of sources to the files of their stories; one bad page costs no other."""
