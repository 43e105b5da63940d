"""The semantics a second time, over a small algebra that every compiled reading speaks."""
