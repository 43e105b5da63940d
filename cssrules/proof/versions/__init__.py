"""Two versions of a policy: what was changed, and in which cases that makes a difference."""
