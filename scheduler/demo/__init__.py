"""The whole loop on invented data: small boards served on loopback, and two years of SAMPLE history."""
