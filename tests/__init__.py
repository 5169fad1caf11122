"""Tests, by the part of the house they look after."""
