"""The cells reading: what a policy says of every one of many cases at once, by NumPy; equal to meaning.

The only place that knows NumPy. What it gives are arrays of truths, flags and numbers, a dimension for
each evidence that varies.
"""

from cssrules.readings.cells.algebra import Flags, Integers, Numbers, Truths
from cssrules.readings.cells.grid import Block, Grid

__all__ = ["Block", "Flags", "Grid", "Integers", "Numbers", "Truths"]
