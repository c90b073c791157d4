"""What the CRM delivers."""
