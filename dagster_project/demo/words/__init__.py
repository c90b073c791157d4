"""Names of people, companies, places and industries."""
