"""The interviews: read from files, kept with their original wording, opened only for a viewer."""
