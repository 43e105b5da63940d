"""Other readings of a policy; each is the only place that knows its engine."""
