"""The version of Eligo, in one place."""

VERSION = "0.1.0"
