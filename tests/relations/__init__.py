"""Tests of the relations package; a package so that its tables can be imported."""
