"""How results move over time and where they are weakest, with what chance alone would do beside them."""
