"""Tests, which may be told to do without one of the guards of docs/guards.md."""

from tests.ablation.switch import heed

heed()
