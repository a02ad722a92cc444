"""The measure of a schema: mutants, what the schema says to each, and what the consumer does."""
