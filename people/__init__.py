"""What happened: persons, detentions, events, releases, destinations, citations."""
