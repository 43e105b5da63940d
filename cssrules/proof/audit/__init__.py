"""The audit of a policy: what is proved of all cases, and each finding with a case that shows it."""
