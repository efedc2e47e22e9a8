"""Every schema that a database of Eligo has had, each step tested from the one before."""
