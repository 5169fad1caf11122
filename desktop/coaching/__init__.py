"""The rules of scores, trends, gaps and plans, as values and enums: never sentences, no Qt, no SQL."""
