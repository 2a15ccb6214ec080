"""Pages: library and mart tables in, markdown out; refuses to know where pages are kept."""
