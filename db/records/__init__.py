"""The field's things as plain frozen data, by subject; every layer above speaks in these."""
