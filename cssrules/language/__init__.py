"""From the text of rule files to a checked Policy."""
