"""How we know: organisations, documents, passages, partial dates, audiences."""
