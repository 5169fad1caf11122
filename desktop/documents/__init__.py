"""Documents that leave the house as PDF: the same data gives the same bytes, and any script prints."""
