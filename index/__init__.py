"""Finding: which exchanges answer a question, by words and by meaning."""
