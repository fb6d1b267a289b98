"""The way in: bundles of documents and facts become rows of the record."""
