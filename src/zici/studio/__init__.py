"""The web page: look at words, correct them, try what was learned; a REST API beside it."""
