"""Other engines: libFuzzer and AFL++, with contentgate's mutations, seeds and dictionary."""
