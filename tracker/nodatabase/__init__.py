"""A database backend for commands that need no database (help, makemigrations, type checks): it says so when used."""
