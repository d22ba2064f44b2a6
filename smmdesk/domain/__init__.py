"""What is true about the business, one word per feature; `tables.TABLES` lists every table, parents first."""
