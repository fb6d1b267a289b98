"""Names: how one person's name is spelled in many scripts, languages and presses, and who is meant by a spelling."""
