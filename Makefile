# Every target is a function of dev.py, which needs nothing but Python: `make help` lists them.
PYTHON ?= python3
TARGETS := help setup demo check fix test fuzz bench docs lock

.DEFAULT_GOAL := help
.PHONY: $(TARGETS)

$(TARGETS):
	@$(PYTHON) dev.py $@
