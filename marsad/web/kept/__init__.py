"""What is made of a large record, kept in files: columns that are mapped, rows that are read one by one."""
