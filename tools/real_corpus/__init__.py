"""Real files of every format, made anew by their real producers, and what schemas say to them."""
