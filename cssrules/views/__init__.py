"""Decisions and policies for readers: pure functions from data to text or bytes."""
