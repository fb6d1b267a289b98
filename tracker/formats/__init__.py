"""How this program writes things in the languages of its admin."""
