"""The version of this program: the one place that says it, read at build time too."""

VERSION = "0.1.0"
