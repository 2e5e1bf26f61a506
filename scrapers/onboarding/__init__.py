"""Find out which board an address leads to: by the address alone, or by what its page embeds and links to."""
