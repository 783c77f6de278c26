"""How good, how fast, how it grows: commands that run the product's own code on labelled data and print figures."""
