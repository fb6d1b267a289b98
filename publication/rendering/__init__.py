"""Bodies: what an audience may read of a person, an event or a document, made from the record by pure functions."""
