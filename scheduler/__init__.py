"""Run: the only package that knows the clock, the settings file, the mail server and the command line."""
