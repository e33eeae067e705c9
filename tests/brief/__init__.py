"""Tests of the brief on records built by hand."""
