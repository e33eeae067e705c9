"""Tests of the record; a package so that its builders can be imported."""
