"""What the ERP delivers."""
