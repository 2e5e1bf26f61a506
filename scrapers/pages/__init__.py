"""Find schema.org JobPosting data in web pages, however it is written into them, and read it."""
