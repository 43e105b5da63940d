"""How fast a decision is, beside Python written by hand for the same policy: `python -m bench`."""
